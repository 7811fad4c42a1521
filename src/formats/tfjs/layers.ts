import type { Tensor } from "../../model/tensor";
import type { Problems } from "../onnx/problems";
import type { Topology } from "./draft";
import { graphOf } from "./draft";
import { Expansion } from "./expand";
import type { JsonObject } from "./json";
import { layersModel } from "./layer";

/** The graph of a Keras model: a node for each call of a layer, nested models as scopes. */
export function readLayers(
  topology: JsonObject,
  tensors: ReadonlyMap<string, Tensor>,
  problems: Problems,
): Topology {
  const model = layersModel(topology);
  if (model === undefined) {
    problems.error("unknown-topology", "the model has no list of layers: it is of a class of its own", "");
    return { graph: graphOf({ name: "", inputs: [], outputs: [], nodes: [], tensors }), functions: [] };
  }
  const expansion = new Expansion(model, tensors, problems);
  const graph = graphOf({
    name: model.name,
    inputs: expansion.inputs(),
    outputs: expansion.outputs(),
    nodes: expansion.nodes,
    tensors: withFrozen(tensors, expansion.frozen),
    declared: expansion.declared,
  });
  return { graph, functions: [] };
}

function withFrozen(
  tensors: ReadonlyMap<string, Tensor>,
  frozen: ReadonlySet<string>,
): ReadonlyMap<string, Tensor> {
  return new Map(
    Array.from(tensors, ([name, tensor]) => [name, frozen.has(name) ? { ...tensor, frozen: true } : tensor]),
  );
}
