import type { DataType } from "../../../model/dtype";
import { isFloat } from "../../../model/dtype";
import { sizesOf } from "../../cotangent";
import type { Emitter } from "../../emit";
import { TO } from "../../emit";
import type { Lower } from "../../recipe";
import type { Element, Value } from "../../value";
import { countOf } from "../../value";

export type Recipe = Parameters<Lower>[0];

/** Whole numbers of an input as a list of int64: a constant where they are known, else what they turn out to be. */
export function list({ node, emit, inputNames }: Recipe, index: number): string {
  const known = node.numbers(index);
  if (known !== undefined) return emit.ints(known);
  const wide = emit.cast(inputNames[index] ?? "", TO.int64);
  return node.rank(index) === 1 ? wide : emit.reshape(wide, [-1]);
}

/** The input, in the type of another one where it has its own. */
export function inTypeOf({ node, emit, inputNames }: Recipe, index: number, other: number): string {
  const [own, wanted] = [node.dtype(index), node.dtype(other)];
  const name = inputNames[index] ?? "";
  return own === wanted ? name : (cast(emit, name, wanted) ?? name);
}

/** Undefined for a type that recipes do not cast to. */
export function cast(emit: Emitter, name: string, dtype: DataType | undefined): string | undefined {
  return isTarget(dtype) ? emit.cast(name, TO[dtype]) : undefined;
}

function isTarget(dtype: DataType | undefined): dtype is keyof typeof TO {
  return dtype !== undefined && dtype in TO;
}

/** One number of a type; undefined for types that hold none. */
export function scalar(emit: Emitter, dtype: DataType | undefined, value: number): string | undefined {
  switch (dtype) {
    case "float32":
    case undefined:
      return emit.floats(value);
    case "int64":
      return emit.ints(value);
    case "int32":
      return emit.constant("int32", [], new Uint8Array(Int32Array.of(value).buffer));
    case "bool":
      return emit.constant("bool", [], Uint8Array.of(value === 0 ? 0 : 1));
    default:
      return undefined;
  }
}

/** Whether an input holds whole numbers; what nobody knows is taken for the float that most are. */
export function isWhole({ node }: Recipe, index: number): boolean {
  const dtype = node.dtype(index);
  return dtype !== undefined && dtype !== "bool" && !isFloat(dtype);
}

export function outputType({ outputs }: Recipe, index = 0): DataType | undefined {
  const type = outputs[index]?.type;
  return type?.kind === "tensor" ? type.dtype : undefined;
}

/** Sizes of a value, where all are numbers. */
export function sizes(value: Value | undefined): readonly number[] | undefined {
  if (value?.type.kind !== "tensor" || countOf(value.type.shape) === undefined) return undefined;
  return sizesOf(value.type.shape);
}

/** Numbers in a constant that a rule writes out: more than any axis of a network that runs in a browser. */
const MOST_WRITTEN = 2 ** 20;

/** Whether a file's number says how many numbers are to be written out, and they are not too many. */
export function isCount(count: Element): count is number {
  return typeof count === "number" && Number.isInteger(count) && count >= 0 && count <= MOST_WRITTEN;
}
