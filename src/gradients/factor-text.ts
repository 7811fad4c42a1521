import { counted } from "../words/texts";
import { ratioText } from "./decades";

/**
 * `a factor of 7.1`, for a change by so many decades, whichever way: English says it in one form, other languages say
 * `7.1 times`, in several.
 */
export function factorText(change: number): string {
  const decades = Math.abs(change);
  const ratio = Number((10 ** decades).toPrecision(2));
  return counted(ratio, "a factor of {0}", "a factor of {0}", ratioText(decades));
}
