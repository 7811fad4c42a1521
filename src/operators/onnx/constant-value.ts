import type { AttributeValue, Node } from "../../model/model";
import type { Integer, Tensor } from "../../model/tensor";
import { INLINE_BYTES } from "../../model/tensor";

/**
 * What a Constant node holds (https://onnx.ai/onnx/operators/onnx__Constant.html), or TensorFlow's Const; undefined for
 * any other node.
 */
export function constantValue(node: Node): Tensor | undefined {
  const operator = node.domain === "tf" ? "Const" : "Constant";
  if (node.operator !== operator || (node.domain !== "" && node.domain !== "tf")) return undefined;
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
