import type { Analysis } from "../analysis/analyse";
import { infer } from "../analysis/infer";
import type { ModelIndex } from "../analysis/model-index";
import type { Model, Node } from "../model/model";
import type { Tensor } from "../model/tensor";
import { Emitter } from "../operators/emit";
import type { Refusal } from "./lowering";
import { Lowering, nodesOf, OPSET } from "./lowering";

/** A model in operators of ONNX, and where its parts come from. */
export interface Lowered {
  /** Values that the file names have the same names here; inputs and outputs are the same. */
  readonly model: Model;
  /** What tensors were that had to be read another way: those that the file keeps quantised. */
  readonly originals: ReadonlyMap<Tensor, Tensor>;
  /** By the name of a node here, the node of the file that it is a part of. */
  readonly provenance: ReadonlyMap<string, Node>;
  readonly refused: readonly Refusal[];
}

/** The version of the file format that came with the opset. */
const IR_VERSION = 8;

/**
 * A model of TensorFlow.js in operators of ONNX: every node by the `lower` rule of its entry. A node without one, and
 * what takes its values, is left out, and so are outputs of the model that hang on it.
 *
 * @param analysis whose assumptions settle what the rules know of shapes; many need all sizes to be numbers.
 */
export function lower(index: ModelIndex, analysis: Analysis): Lowered {
  const { model } = index;
  const { graph } = model;
  const prefix = freePrefix(index);
  const emit = new Emitter(OPSET, prefix);
  const lowering = new Lowering(model, infer(model, analysis.assumptions).values, prefix);
  const names = lowering.main(emit);
  const nodes = nodesOf(emit);
  const tensors = new Map([...lowering.tensors, ...emit.tensors]);
  return {
    model: {
      ...model,
      format: "onnx",
      irVersion: IR_VERSION,
      opsets: new Map([["ai.onnx", OPSET]]),
      graph: { ...graph, nodes, tensors, outputs: graph.outputs.filter(({ name }) => names.has(name)) },
      functions: [],
    },
    originals: lowering.originals,
    provenance: lowering.provenance,
    refused: lowering.refused,
  };
}

/** What no name in the model begins with. */
function freePrefix({ model: { graph }, uses, stored }: ModelIndex): string {
  const names = [...uses.producers.keys(), ...stored.keys(), ...graph.inputs.map(({ name }) => name)];
  let prefix = "lowered/";
  while (names.some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
  return prefix;
}
