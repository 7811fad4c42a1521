import type { Graph, Metadata, Model, ModelFunction, Node, ValueInfo } from "../../model/model";
import type { Tensor } from "../../model/tensor";

/** What a topology comes to. */
export interface Topology {
  readonly graph: Graph;
  readonly functions: readonly ModelFunction[];
}

/** A graph of which only these parts are there: the files have no others. */
export function graphOf(parts: {
  readonly path?: string;
  readonly name: string;
  readonly inputs: readonly ValueInfo[];
  readonly outputs: readonly ValueInfo[];
  readonly nodes: readonly Node[];
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly declared?: ReadonlyMap<string, ValueInfo>;
}): Graph {
  return {
    path: "",
    declared: new Map(),
    captures: new Map(),
    quantisation: new Map(),
    docString: "",
    metadata: new Map(),
    ...parts,
  };
}

export function nodeOf(
  parts: Pick<Node, "name" | "id" | "operator" | "domain" | "inputs" | "outputs" | "attributes"> & {
    readonly metadata?: Metadata;
  },
): Node {
  return { overload: "", docString: "", metadata: new Map(), devices: [], ...parts };
}

/** What files of TensorFlow.js never say of a model. */
export const NOT_SAID = {
  irVersion: undefined,
  opsets: new Map(),
  domain: "",
  modelVersion: undefined,
  docString: "",
  training: [],
  devices: [],
} as const satisfies Partial<Model>;
