import { counted } from "../words/texts";
import { ratioText } from "./decades";

/**
 * `a factor of 7.1`, by its decimal logarithm: English says it in one form, other languages say `7.1 times`, in
 * several.
 */
export function factorText(decades: number): string {
  const ratio = Number((10 ** decades).toPrecision(2));
  return counted(ratio, "a factor of {0}", "a factor of {0}", ratioText(decades));
}
