import type { Family } from "./entry";
import { withGradient } from "./entry";
import type { Gradient } from "./recipe";
import { BLOCKED } from "./recipe";

/** The derivative by every input is zero by definition: roundings, comparisons, places, shapes. */
export const blocked: Gradient = ({ inputNames }) => inputNames.map(() => BLOCKED);

/** The entries of a family that are all such. */
export function blockedAll(family: Family): Family {
  return Object.fromEntries(
    Object.entries(family).map(([name, versions]) => [name, withGradient(versions, blocked)]),
  );
}
