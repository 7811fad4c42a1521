import type { Expression } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import { broadcast } from "../broadcast";
import type { Context } from "../context";
import type { Products } from "../contraction";
import type { Value } from "../value";
import { tensor } from "../value";

/** An einsum equation with the size of every letter; the axes behind an ellipsis are letters of their own. */
export interface Einsum {
  readonly operands: readonly (readonly string[])[];
  readonly output: readonly string[];
  readonly sizes: ReadonlyMap<string, Dimension>;
}

/** Each is one letter of the alphabet at the least. */
const MOST_OPERANDS = 52;

/** https://onnx.ai/onnx/operators/onnx__Einsum.html; undefined where the equation does not fit the operands. */
export function readEinsum(node: Context): Einsum | undefined {
  const [left = "", right] = node.text("equation", "").replaceAll(" ", "").split("->");
  const terms = left.split(",");
  if (terms.length !== node.inputs.length || terms.length > MOST_OPERANDS) return undefined;
  const operands: string[][] = [];
  const sizes = new Map<string, Dimension>();
  let widest = 0;
  for (const [index, term] of terms.entries()) {
    const shape = node.shape(index);
    if (shape === undefined) return undefined;
    const hidden = shape.length - term.replace("...", "").length;
    if (hidden < 0 || (hidden > 0 && !term.includes("..."))) return undefined;
    widest = Math.max(widest, hidden);
    const letters = spelled(term, hidden);
    letters.forEach((letter, axis) => {
      const known = sizes.get(letter);
      const size = shape[axis];
      sizes.set(letter, known === undefined ? size : (broadcast([known], [size])?.[0] ?? known));
    });
    operands.push(letters);
  }
  const output = right === undefined ? implicit(left, widest) : spelled(right, widest);
  return { operands, output, sizes };
}

/** The letters of a term; an ellipsis stands for axes counted from the right. */
function spelled(term: string, hidden: number): string[] {
  const axes = Array.from({ length: hidden }, (_, axis) => `…${hidden - axis}`);
  const [before = "", after] = term.split("...");
  return after === undefined ? [...before] : [...before, ...axes, ...after];
}

/** Without an arrow: the ellipsis, then the letters that occur once, by alphabet. */
function implicit(left: string, hidden: number): string[] {
  const letters = [...left.replaceAll(/[.,]/g, "")];
  const once = letters.filter((letter) => letters.indexOf(letter) === letters.lastIndexOf(letter));
  return [...spelled("...", hidden), ...once.sort()];
}

export function inferEinsum(node: Context): readonly Value[] {
  const einsum = readEinsum(node);
  const shape = einsum?.output.map((letter) => einsum.sizes.get(letter));
  return [tensor(node.dtype(0), shape)];
}

/**
 * Contracts from left to right: each step multiplies the sizes of all letters at hand, then sums away those that
 * neither a later operand nor the output has. One operand alone multiplies nothing.
 */
export function einsumMacs(node: Context): Products | undefined {
  const einsum = readEinsum(node);
  if (einsum === undefined) return undefined;
  const steps: (readonly Expression[])[] = [];
  let held = new Set(einsum.operands[0]);
  for (let step = 1; step < einsum.operands.length; step++) {
    const letters = [...new Set([...held, ...(einsum.operands[step] ?? [])])];
    const sizes = letters.map((letter) => einsum.sizes.get(letter)).filter((size) => size !== undefined);
    if (sizes.length < letters.length) return undefined;
    steps.push(sizes);
    const later = new Set([...einsum.operands.slice(step + 1).flat(), ...einsum.output]);
    held = new Set(letters.filter((letter) => later.has(letter)));
  }
  return steps;
}
