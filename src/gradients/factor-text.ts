import { counted } from "../words/texts";

/** `a factor of 7.1`: English says it in one form, other languages say `7.1 times`, in several. */
export function factorText(ratio: number, shown: string): string {
  return counted(ratio, "a factor of {0}", "a factor of {0}", shown);
}
