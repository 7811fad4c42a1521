import type { Operator, Slot } from "../operators/operator";

/** Marks the last name of a signature that takes all positions from there on. */
const VARIADIC = "…";

/** The name of the input or output at a position; undefined beyond the signature. */
export function nameAt(names: readonly string[], index: number): string | undefined {
  const name = names[Math.min(index, names.length - 1)];
  if (name === undefined) return undefined;
  if (name.endsWith(VARIADIC)) return name.slice(0, -VARIADIC.length);
  return index < names.length ? name : undefined;
}

/** What the operator keeps in an input, by position; undefined where the entry says nothing of it. */
export function slotAt(operator: Operator, index: number): Slot | undefined {
  const name = nameAt(operator.inputs, index);
  return name === undefined ? undefined : operator.slots?.[name];
}
