import type { DataType } from "../model/dtype";
import type { AttributeValue, Graph, Model, Node, ValueInfo } from "../model/model";
import type { ValueType } from "../model/shape";
import type { Tensor } from "../model/tensor";

/** A model whose narrow floating-point numbers are float32, and what its tensors were. */
export interface Widening {
  readonly model: Model;
  readonly originals: ReadonlyMap<Tensor, Tensor>;
}

/** Types that the runtime has few kernels for, if any; float32 holds all their numbers. */
const NARROW: ReadonlySet<DataType> = new Set([
  "bfloat16",
  "float16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
]);
/** Of the same types the numbers in TensorProto.DataType; float32's is 1. */
const NARROW_NUMBERS: ReadonlySet<number> = new Set([16, 10, 17, 18, 19, 20]);
const FLOAT32 = 1;
/** Attributes that name a data type. */
const TYPE_ATTRIBUTES: ReadonlySet<string> = new Set(["to", "dtype", "output_dtype", "stash_type"]);

/**
 * The same model computing in float32 wherever it computes in a narrower type. What it gives is what exact arithmetic
 * on the same weights would give to float32's precision: rounding to the narrow type between nodes is left out.
 */
export function widened(model: Model): Widening {
  const originals = new Map<Tensor, Tensor>();
  const tensor = (one: Tensor): Tensor => {
    if (!NARROW.has(one.dtype)) return one;
    // What it carries are the narrow type's bytes: they are left behind.
    const wide: Tensor = { name: one.name, dtype: "float32", shape: one.shape, location: one.location };
    originals.set(wide, one);
    return wide;
  };
  const attribute = (name: string, one: AttributeValue): AttributeValue => {
    switch (one.kind) {
      case "int":
        return TYPE_ATTRIBUTES.has(name) && NARROW_NUMBERS.has(Number(one.value))
          ? { kind: "int", value: FLOAT32 }
          : one;
      case "tensor":
        return { kind: "tensor", value: tensor(one.value) };
      case "tensors":
        return { kind: "tensors", value: one.value.map(tensor) };
      case "graph":
        return { kind: "graph", value: graph(one.value) };
      case "graphs":
        return { kind: "graphs", value: one.value.map(graph) };
      case "type":
        return { kind: "type", value: wideType(one.value) };
      default:
        return one;
    }
  };
  const node = (one: Node): Node => ({
    ...one,
    attributes: new Map(Array.from(one.attributes, ([name, value]) => [name, attribute(name, value)])),
  });
  const graph = (one: Graph): Graph => ({
    ...one,
    inputs: one.inputs.map(wideInfo),
    outputs: one.outputs.map(wideInfo),
    declared: new Map(Array.from(one.declared, ([name, info]) => [name, wideInfo(info)])),
    tensors: new Map(Array.from(one.tensors, ([name, value]) => [name, tensor(value)])),
    nodes: one.nodes.map(node),
  });
  const functions = model.functions.map((one) => ({ ...one, body: graph(one.body) }));
  return { model: { ...model, graph: graph(model.graph), functions }, originals };
}

function wideInfo(info: ValueInfo): ValueInfo {
  return { ...info, type: wideType(info.type) };
}

function wideType(type: ValueType): ValueType {
  switch (type.kind) {
    case "tensor":
    case "sparse":
      return type.dtype !== undefined && NARROW.has(type.dtype) ? { ...type, dtype: "float32" } : type;
    case "sequence":
    case "optional":
      return { ...type, element: wideType(type.element) };
    case "map":
      return { ...type, value: wideType(type.value) };
    case "opaque":
    case "unknown":
      return type;
  }
}

/** Whether an input is of a type that only a widened model takes. */
export function isNarrowInput({ type }: ValueInfo): boolean {
  return (
    type.kind === "tensor" && type.dtype !== "float16" && type.dtype !== undefined && NARROW.has(type.dtype)
  );
}
