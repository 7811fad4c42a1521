import { axisOf } from "../axis";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { oneProduct, shapeOf } from "../contraction";
import { broadcasting } from "../elementwise";
import type { Family } from "../entry";
import { entry } from "../entry";
import { int, ints, label } from "../label";
import type { Operator } from "../operator";
import { concatenated } from "../onnx/piece";
import type { Value } from "../value";
import { tensor } from "../value";

const merge: readonly Operator[] = [entry(1, "arithmetic", "inputs…", "output", { infer: broadcasting() })];

/** The axis of each operand that is summed over. */
function summed(node: Context): readonly [number, number] | undefined {
  const given = node.ints("axes");
  const single = node.int("axes");
  const axes = given ?? (single === undefined ? undefined : [single, single]);
  const [a, b] = [node.rank(0), node.rank(1)];
  if (axes === undefined || a === undefined || b === undefined) return undefined;
  const [left, right] = [axisOf(axes[0] ?? -1, a), axisOf(axes[1] ?? axes[0] ?? -1, b)];
  return left === undefined || right === undefined ? undefined : [left, right];
}

/** Batch, what is left of the first, what is left of the second; vectors give one number each. */
function dotted(node: Context): readonly Value[] {
  const axes = summed(node);
  const [a, b] = [node.shape(0), node.shape(1)];
  if (axes === undefined || a === undefined || b === undefined) return [tensor(node.dtype(0), undefined)];
  const sizes = [...a.toSpliced(axes[0], 1), ...b.toSpliced(axes[1], 1).slice(1)];
  return [tensor(node.dtype(0), sizes.length === 1 ? [...sizes, 1] : sizes)];
}

function dotMacs(node: Context, output: Value | undefined): Products | undefined {
  const axes = summed(node);
  return axes && oneProduct(shapeOf(output), node.dimension(0, axes[0]));
}

export const merging: Family = {
  Add: merge,
  Subtract: merge,
  Multiply: merge,
  Average: merge,
  Maximum: merge,
  Minimum: merge,
  Concatenate: [
    entry(1, "shape", "inputs…", "output", {
      label: label(int("axis", "axis", -1)),
      infer: (node) => concatenated(node, node.int("axis", -1)),
    }),
  ],
  Dot: [
    entry(1, "linear", "a b", "output", {
      label: label(int("axes", "axes"), ints("axes", "axes")),
      infer: dotted,
      macs: (node, [output]) => dotMacs(node, output),
    }),
  ],
};
