import type { Problem } from "../bytes/problem";
import type { ValueType } from "./shape";
import type { Integer, Tensor } from "./tensor";

export type Format = "onnx" | "tfjs-layers" | "tfjs-graph" | "tfjs-weights";

/** Free text that a file carries beside its parts, in the file's order. */
export type Metadata = ReadonlyMap<string, string>;

/** What an attribute holds. Strings are bytes in the file; here decoded as UTF-8 with replacement. */
export type AttributeValue =
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "int"; readonly value: Integer }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "tensor"; readonly value: Tensor }
  | { readonly kind: "graph"; readonly value: Graph }
  | { readonly kind: "type"; readonly value: ValueType }
  | { readonly kind: "floats"; readonly value: readonly number[] }
  | { readonly kind: "ints"; readonly value: readonly Integer[] }
  | { readonly kind: "strings"; readonly value: readonly string[] }
  | { readonly kind: "tensors"; readonly value: readonly Tensor[] }
  | { readonly kind: "graphs"; readonly value: readonly Graph[] }
  | { readonly kind: "types"; readonly value: readonly ValueType[] }
  /** Inside a function body: the caller's attribute of this name, or the function's default, or absent. */
  | { readonly kind: "reference"; readonly name: string };

export interface Node {
  /** The file's own name; a node without one is called `OPERATOR_INDEX`, made unique in its graph. */
  readonly name: string;
  /** Unique in the model and stable across readings: the graph's path and the name, numbered where names repeat. */
  readonly id: string;
  readonly operator: string;
  /** "" is ai.onnx. */
  readonly domain: string;
  readonly overload: string;
  /** Names in the node's own graph or an enclosing one; "" is an omitted input. Positions count. */
  readonly inputs: readonly string[];
  /** "" is an output that is not wanted. */
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeValue>;
  readonly docString: string;
  readonly metadata: Metadata;
  /** Where the node runs, as the file says it; shown, not interpreted. */
  readonly devices: readonly NodeDevices[];
}

export interface ValueInfo {
  readonly name: string;
  readonly type: ValueType;
  readonly docString: string;
}

export interface Graph {
  /**
   * Where the graph stands: "" is the main graph, `OUTER_NODE/ATTRIBUTE` a subgraph (nested ones add their own
   * pair), `DOMAIN::NAME` a function's body. Values of the graph are called `PATH/value` from outside.
   */
  readonly path: string;
  readonly name: string;
  /** In the file's order, initializers that are also inputs included. */
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  /** In the file's order, which may not be topological. */
  readonly nodes: readonly Node[];
  /** Initializers, dense and sparse, by name. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** What the file declares of its inner values. */
  readonly declared: ReadonlyMap<string, ValueInfo>;
  /** Values of enclosing graphs that this one uses: name here → qualified name of the value. */
  readonly captures: ReadonlyMap<string, string>;
  /** Tensor name → name of its scale, zero point… tensors. */
  readonly quantisation: ReadonlyMap<string, Metadata>;
  readonly docString: string;
  readonly metadata: Metadata;
}

/** A function that the file brings along: an operator with its own body. */
export interface ModelFunction {
  readonly name: string;
  readonly domain: string;
  readonly overload: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Attribute names without a default, and those with one. */
  readonly attributes: readonly string[];
  readonly defaults: ReadonlyMap<string, AttributeValue>;
  readonly opsets: ReadonlyMap<string, number>;
  readonly body: Graph;
  readonly docString: string;
  readonly metadata: Metadata;
}

export interface NodeDevices {
  readonly configuration: string;
  readonly pipelineStage: number | undefined;
  readonly shardings: readonly string[];
}

export interface DeviceConfiguration {
  readonly name: string;
  readonly devices: readonly string[];
}

/** Graphs that a training runtime would run: recorded and shown, not interpreted. */
export interface TrainingInfo {
  readonly initialization: Graph | undefined;
  readonly algorithm: Graph | undefined;
}

/** A model as its file describes it. Valid by construction: what was wrong with the file stands in `problems`. */
export interface Model {
  readonly file: string;
  /** In bytes, of the file itself. */
  readonly size: number;
  readonly format: Format;
  /** Name and version of what wrote the file, as one text. */
  readonly producer: string | undefined;
  readonly irVersion: number | undefined;
  /** Opset version by domain; `ai.onnx` is spelled out. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly domain: string;
  readonly modelVersion: Integer | undefined;
  readonly docString: string;
  readonly metadata: Metadata;
  readonly graph: Graph;
  readonly functions: readonly ModelFunction[];
  readonly training: readonly TrainingInfo[];
  readonly devices: readonly DeviceConfiguration[];
  readonly problems: readonly Problem[];
}

/** The name by which a graph's value is known in the whole model. */
export function qualify(graph: Graph, value: string): string {
  const outer = graph.captures.get(value);
  if (outer !== undefined) return outer;
  return graph.path === "" ? value : `${graph.path}/${value}`;
}
