import type { AttributeValue, Graph, Model, Node } from "../model/model";
import { qualify } from "../model/model";
import type { Integer, Tensor } from "../model/tensor";
import { INLINE_BYTES } from "../model/tensor";
import { graphsOf } from "./graphs";

/** A tensor whose data the file holds, and where in the model it stands. */
export interface StoredTensor {
  readonly tensor: Tensor;
  readonly graph: Graph;
  /** The Constant node whose output it is; absent for an initializer. */
  readonly node?: Node;
}

/**
 * Every stored tensor of the model by its qualified name: the initializers and the values of Constant nodes of all
 * graphs, in the file's order. A Constant inside a function whose value is the caller's attribute is not stored.
 */
export function storedTensors(model: Model): ReadonlyMap<string, StoredTensor> {
  const stored = new Map<string, StoredTensor>();
  const add = (name: string, one: StoredTensor): void => {
    const qualified = qualify(one.graph, name);
    if (!stored.has(qualified)) stored.set(qualified, one);
  };
  for (const graph of graphsOf(model)) {
    for (const [name, tensor] of graph.tensors) add(name, { tensor, graph });
    for (const node of graph.nodes) {
      const output = node.outputs[0];
      if (output === undefined || output === "") continue;
      const tensor = constantValue(node);
      if (tensor !== undefined) add(output, { tensor, graph, node });
    }
  }
  return stored;
}

/** What a Constant node holds (https://onnx.ai/onnx/operators/onnx__Constant.html); undefined for any other node. */
export function constantValue(node: Node): Tensor | undefined {
  if (node.operator !== "Constant" || node.domain !== "") return undefined;
  for (const [name, attribute] of node.attributes) {
    const tensor = attributeTensor(name, attribute);
    if (tensor !== undefined) return tensor;
  }
  return undefined;
}

function attributeTensor(name: string, attribute: AttributeValue): Tensor | undefined {
  switch (name) {
    case "value":
    case "sparse_value":
      return attribute.kind === "tensor" ? attribute.value : undefined;
    case "value_float":
      return attribute.kind === "float" ? floats([], [attribute.value]) : undefined;
    case "value_floats":
      return attribute.kind === "floats" ? floats([attribute.value.length], attribute.value) : undefined;
    case "value_int":
      return attribute.kind === "int" ? ints([], [attribute.value]) : undefined;
    case "value_ints":
      return attribute.kind === "ints" ? ints([attribute.value.length], attribute.value) : undefined;
    case "value_string":
      return attribute.kind === "string" ? strings([], [attribute.value]) : undefined;
    case "value_strings":
      return attribute.kind === "strings" ? strings([attribute.value.length], attribute.value) : undefined;
    default:
      return undefined;
  }
}

function floats(shape: readonly number[], values: readonly number[]): Tensor {
  const tensor: Tensor = { name: "", dtype: "float32", shape, location: { kind: "numbers", values } };
  const bytes = 4 * values.length;
  if (bytes > INLINE_BYTES) return tensor;
  const view = new DataView(new ArrayBuffer(bytes));
  values.forEach((value, index) => {
    view.setFloat32(4 * index, value, true);
  });
  return { ...tensor, inline: new Uint8Array(view.buffer) };
}

function ints(shape: readonly number[], values: readonly Integer[]): Tensor {
  const tensor: Tensor = { name: "", dtype: "int64", shape, location: { kind: "numbers", values } };
  const bytes = 8 * values.length;
  if (bytes > INLINE_BYTES) return tensor;
  const view = new DataView(new ArrayBuffer(bytes));
  values.forEach((value, index) => {
    view.setBigInt64(8 * index, BigInt(value), true);
  });
  return { ...tensor, inline: new Uint8Array(view.buffer) };
}

function strings(shape: readonly number[], values: readonly string[]): Tensor {
  const encoder = new TextEncoder();
  const bytes = values.map((value) => encoder.encode(value));
  return {
    name: "",
    dtype: "string",
    shape,
    location: { kind: "strings", values: bytes, count: bytes.length },
  };
}
