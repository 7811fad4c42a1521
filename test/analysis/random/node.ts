import type { DataType } from "../../../src/model/dtype";
import type { AttributeValue, Model } from "../../../src/model/model";
import type { Dimension, ValueType } from "../../../src/model/shape";
import type { Tensor } from "../../../src/model/tensor";
import { graph, model, node, value } from "../build";

/** The types that the random nodes use. */
type Held = Extract<DataType, "float32" | "int64" | "int32" | "uint8" | "bool">;

/** An input of a random node: fed when it runs, or stored in the file with its values. */
export interface Operand {
  readonly dtype: Held;
  readonly shape: readonly number[];
  /** Row-major; absent: fed with zeros. */
  readonly values?: readonly number[];
}

/** A node of its own: an operator with attributes and inputs that fit it. */
export interface RandomNode {
  readonly operator: string;
  readonly domain?: string;
  readonly opset: number;
  /** undefined: left out. */
  readonly operands: readonly (Operand | undefined)[];
  readonly attributes?: Readonly<Record<string, AttributeValue | undefined>>;
  readonly outputs?: number;
}

export const fed = (shape: readonly number[], dtype: Held = "float32"): Operand => ({ dtype, shape });

export const stored = (
  values: readonly number[],
  dtype: Held = "int64",
  shape: readonly number[] = [values.length],
): Operand => ({ dtype, shape, values });

export const scalar = (one: number, dtype: Held = "int64"): Operand => stored([one], dtype, []);

export const int = (one: number): AttributeValue => ({ kind: "int", value: one });
export const ints = (some: readonly number[]): AttributeValue => ({ kind: "ints", value: [...some] });
export const float = (one: number): AttributeValue => ({ kind: "float", value: one });
export const floats = (some: readonly number[]): AttributeValue => ({ kind: "floats", value: [...some] });
export const text = (one: string): AttributeValue => ({ kind: "string", value: one });

const ARRAYS = {
  float32: (values: readonly number[]) => Float32Array.from(values),
  int64: (values: readonly number[]) => BigInt64Array.from(values, BigInt),
  int32: (values: readonly number[]) => Int32Array.from(values),
  uint8: (values: readonly number[]) => Uint8Array.from(values),
  bool: (values: readonly number[]) => Uint8Array.from(values),
};

/** Values as the runtime and files hold them. */
export function arrayOf({ dtype, shape, values }: Operand): ReturnType<(typeof ARRAYS)[Held]> {
  const count = shape.reduce((product, size) => product * size, 1);
  return ARRAYS[dtype](values ?? new Array<number>(count).fill(0));
}

export const inputName = (index: number): string => `x${String(index)}`;
export const outputName = (index: number): string => `y${String(index)}`;

/** How a model is made of a node. */
interface Making {
  /** Whether this operand is fed even though its values are at hand: nothing of them is known then. */
  readonly hides?: (index: number) => boolean;
  /** What stands for a size of a fed operand. */
  readonly size?: (size: number, operand: number, axis: number) => Dimension;
}

/** A model of this one node. */
export function modelOf(random: RandomNode, { hides, size }: Making = {}): Model {
  const { operator, domain = "", opset, operands, attributes = {}, outputs = 1 } = random;
  const inputs: [string, ValueType][] = [];
  const tensors: Tensor[] = [];
  operands.forEach((operand, index) => {
    if (operand === undefined) return;
    const { dtype, shape, values } = operand;
    if (values !== undefined && hides?.(index) !== true) {
      const inline = new Uint8Array(arrayOf(operand).buffer);
      tensors.push({ name: inputName(index), dtype, shape, location: { kind: "raw", pieces: [] }, inline });
      return;
    }
    const sizes = shape.map((one, axis) => (size === undefined ? one : size(one, index, axis)));
    inputs.push([inputName(index), { kind: "tensor", dtype, shape: sizes }]);
  });
  const names = Array.from({ length: outputs }, (_, index) => outputName(index));
  const given = Object.entries(attributes).filter(
    (entry): entry is [string, AttributeValue] => entry[1] !== undefined,
  );
  const one = node(
    operator,
    operands.map((operand, index) => (operand === undefined ? "" : inputName(index))),
    names,
    { name: "node", domain, attributes: Object.fromEntries(given) },
  );
  const parts = graph({
    inputs: inputs.map(([name, type]) => value(name, type)),
    nodes: [one],
    tensors,
    outputs: names,
  });
  const opsets = new Map([["ai.onnx", opset]]);
  if (domain !== "") opsets.set(domain, 1);
  return { ...model(parts), opsets };
}
