import type { AttributeValue, Graph, Model, ModelFunction, Node } from "../../src/model/model";
import type { DataType } from "../../src/model/dtype";
import type { ValueType } from "../../src/model/shape";
import type { Tensor } from "../../src/model/tensor";

/** Builds models in memory, so that a test says only what it is about. */

interface NodeParts {
  readonly name?: string;
  readonly domain?: string;
  readonly overload?: string;
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
  readonly docString?: string;
}

interface GraphParts {
  readonly path?: string;
  readonly inputs?: Graph["inputs"];
  readonly outputs?: readonly string[];
  readonly nodes?: readonly Node[];
  readonly tensors?: readonly Tensor[];
  readonly declared?: Graph["declared"];
  readonly captures?: Readonly<Record<string, string>>;
}

export function node(
  operator: string,
  inputs: readonly string[],
  outputs: readonly string[],
  parts: NodeParts = {},
): Node {
  const name = parts.name ?? `${operator}_${outputs[0] ?? ""}`;
  return {
    name,
    id: name,
    operator,
    domain: parts.domain ?? "",
    overload: parts.overload ?? "",
    inputs,
    outputs,
    attributes: new Map(Object.entries(parts.attributes ?? {})),
    docString: parts.docString ?? "",
    metadata: new Map(),
    devices: [],
  };
}

/** A tensor of zeros: only its type and shape are of interest. */
export function tensor(name: string, dtype: DataType, shape: readonly number[]): Tensor {
  return { name, dtype, shape, location: { kind: "raw", pieces: [{ file: "", offset: 0, length: 0 }] } };
}

export function value(name: string, type: ValueType = { kind: "unknown" }): Graph["inputs"][number] {
  return { name, type, docString: "" };
}

export function graph(parts: GraphParts): Graph {
  return {
    path: parts.path ?? "",
    name: "",
    inputs: parts.inputs ?? [],
    outputs: (parts.outputs ?? []).map((name) => value(name)),
    nodes: parts.nodes ?? [],
    tensors: new Map((parts.tensors ?? []).map((one) => [one.name, one])),
    declared: parts.declared ?? new Map(),
    captures: new Map(Object.entries(parts.captures ?? {})),
    quantisation: new Map(),
    docString: "",
    metadata: new Map(),
  };
}

export function subgraph(value: Graph): AttributeValue {
  return { kind: "graph", value };
}

export function localFunction(
  name: string,
  inputs: readonly string[],
  outputs: readonly string[],
  body: Graph,
): ModelFunction {
  return {
    name,
    domain: "local",
    overload: "",
    inputs,
    outputs,
    attributes: [],
    defaults: new Map(),
    opsets: new Map(),
    body,
    docString: "",
    metadata: new Map(),
  };
}

export function model(main: Graph, functions: readonly ModelFunction[] = []): Model {
  return {
    file: "model.onnx",
    size: 0,
    format: "onnx",
    producer: undefined,
    irVersion: 8,
    opsets: new Map([["ai.onnx", 17]]),
    domain: "",
    modelVersion: undefined,
    docString: "",
    metadata: new Map(),
    graph: main,
    functions,
    training: [],
    devices: [],
    problems: [],
  };
}
