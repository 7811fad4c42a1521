import type { Operator, Role, Slot } from "./operator";
import { noMacs } from "./operator";

/** The entries of some operators that belong together: by operator, one or more versions of each. */
export type Family = Readonly<Record<string, readonly Operator[]>>;

type Details = Omit<Operator, "since" | "role" | "inputs" | "outputs">;

/** What operators of these roles contract, if anything, their entries say themselves; all others contract nothing. */
const CONTRACTING: ReadonlySet<Role> = new Set(["linear", "recurrent", "attention", "control"]);

/** One entry; inputs and outputs are names with blanks between them, `name…` takes all positions from there on. */
export function entry(
  since: number,
  role: Role,
  inputs: string,
  outputs: string,
  details: Details = {},
): Operator {
  const costs = CONTRACTING.has(role) ? {} : { macs: noMacs };
  return { since, role, inputs: names(inputs), outputs: names(outputs), ...costs, ...details };
}

/** What another operator's newest entry says of shapes and costs, for one that does the same. */
export function rulesOf(family: Family, operator: string): Pick<Operator, "infer" | "macs"> {
  const { infer, macs } = family[operator]?.at(-1) ?? {};
  return { ...(infer && { infer }), ...(macs && { macs }) };
}

function names(text: string): readonly string[] {
  return text === "" ? [] : text.split(" ");
}

function learned(word: string): Slot {
  return { kind: "learned", word };
}

export const weight = learned("weight");
export const bias = learned("bias");
export const scale = learned("scale");
export const slope = learned("slope");
export const table = learned("table");
export const recurrent = learned("recurrent");
export const peephole = learned("peephole");
export const mean: Slot = { kind: "statistic", word: "mean" };
export const variance: Slot = { kind: "statistic", word: "variance" };

/** Inputs that steer the operator instead of being computed with, each called by its own name on the node. */
export function constants(inputs: string): Readonly<Record<string, Slot>> {
  return Object.fromEntries(
    names(inputs).map((name) => [name, { kind: "constant", word: name.replaceAll("_", " ") }]),
  );
}
