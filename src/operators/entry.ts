import type { Node } from "../model/model";
import type { Operator, Role, Slot } from "./operator";
import { noMacs } from "./operator";
import type { Gradient, Lower } from "./recipe";

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

/** Versions of one operator that share a gradient. */
export const withGradient = (versions: readonly Operator[], gradient: Gradient): readonly Operator[] =>
  versions.map((version) => ({ ...version, gradient }));

/** A family of which all versions of some operators have a gradient. */
export const withGradients = (family: Family, rules: Readonly<Record<string, Gradient>>): Family =>
  Object.fromEntries(
    Object.entries(family).map(([operator, versions]) => {
      const gradient = rules[operator];
      return [operator, gradient === undefined ? versions : withGradient(versions, gradient)];
    }),
  );

/** A family of which all versions of some operators have a lowering. */
export const withLowering = (family: Family, rules: Readonly<Record<string, Lower>>): Family =>
  Object.fromEntries(
    Object.entries(family).map(([operator, versions]) => {
      const lower = rules[operator];
      return [operator, lower === undefined ? versions : versions.map((one) => ({ ...one, lower }))];
    }),
  );

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

function laidOut(axes: NonNullable<Slot["axes"]>): Slot {
  return { ...weight, axes };
}

/** Numbers from one on, below another. */
const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);

const flagOf = ({ attributes }: Node, name: string): boolean => {
  const attribute = attributes.get(name);
  return attribute?.kind === "int" && Number(attribute.value) !== 0;
};

/** `[out, in/group, kernel…]` */
export const kernelOutFirst = laidOut((_, rank) => ({ out: 0, in: 1, kernel: range(2, rank) }));
/** `[in, out/group, kernel…]`, of transposed convolutions. */
export const kernelInFirst = laidOut((_, rank) => ({ out: 1, in: 0, kernel: range(2, rank) }));
/** `[kernel…, in, out]` */
export const kernelOutLast = laidOut((_, rank) => ({
  out: rank - 1,
  in: rank - 2,
  kernel: range(0, rank - 2),
}));
/** `[kernel…, in, multiplier]`, one kernel per input channel: its outputs are counted by the inputs. */
export const depthwiseKernel = laidOut((_, rank) => ({
  out: rank - 2,
  in: rank - 1,
  kernel: range(0, rank - 2),
}));
/** `[kernel…, out, in]`, of transposed convolutions with channels last. */
export const kernelInLast = laidOut((_, rank) => ({
  out: rank - 2,
  in: rank - 1,
  kernel: range(0, rank - 2),
}));
/** The right operand of a matrix product: `[…, in, out]`. */
export const rightMatrix = laidOut((_, rank) => ({ out: rank - 1, in: rank - 2 }));
/** The left operand of a matrix product: `[…, out, in]`. */
export const leftMatrix = laidOut((_, rank) => ({ out: rank - 2, in: rank - 1 }));
/** The right operand of Gemm, by `transB`. */
export const gemmRight = laidOut((node) => (flagOf(node, "transB") ? { out: 0, in: 1 } : { out: 1, in: 0 }));
/** The left operand of Gemm, by `transA`. */
export const gemmLeft = laidOut((node) => (flagOf(node, "transA") ? { out: 1, in: 0 } : { out: 0, in: 1 }));
/** An operand of TensorFlow's matrix products, turned where one of these attributes says so. */
export const matrixTurnedBy = (...turning: readonly string[]): Slot =>
  laidOut((node, rank) =>
    turning.some((name) => flagOf(node, name))
      ? { out: rank - 2, in: rank - 1 }
      : { out: rank - 1, in: rank - 2 },
  );
/** `[directions, gates·hidden, in]`, of recurrent cells. */
export const gateMatrix = laidOut((_, rank) => ({ out: rank - 2, in: rank - 1 }));
export const recurrent: Slot = { ...gateMatrix, word: "recurrent" };
/** `[hidden, gates·hidden]`, as Keras keeps it. */
export const recurrentOutLast: Slot = { ...kernelOutLast, word: "recurrent" };
export const bias = learned("bias");
export const scale = learned("scale");
export const slope = learned("slope");
export const table = learned("table");

export const peephole = learned("peephole");
export const mean: Slot = { kind: "statistic", word: "mean" };
export const variance: Slot = { kind: "statistic", word: "variance" };

/** Inputs that steer the operator instead of being computed with, each called by its own name on the node. */
export function constants(inputs: string): Readonly<Record<string, Slot>> {
  return Object.fromEntries(
    names(inputs).map((name) => [name, { kind: "constant", word: name.replaceAll("_", " ") }]),
  );
}
