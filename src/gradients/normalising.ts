import { analyse } from "../analysis/analyse";
import type { Assumptions } from "../analysis/assumptions";
import { indexModel } from "../analysis/model-index";
import type { AttributeValue, Graph, Model, Node } from "../model/model";

/** A batch normalisation over places has these: samples, channels, and at least one axis of places. */
const LEAST_RANK = 3;

/**
 * The same model with batch normalisations that normalise what passes them, as they do in training, where the running
 * statistics are not those of its weights. InstanceNormalization computes over one sample what they compute over a
 * batch. A vector has nothing to be normalised over: with a mean of 0 and a variance of 1 it passes as it is.
 */
export function normalising(model: Model, assumptions: Assumptions): Model {
  const { types } = analyse(indexModel(model), assumptions);
  const isWide = ({ inputs: [value = ""] }: Node): boolean => {
    const type = types.get(value);
    return type?.kind === "tensor" && (type.shape?.length ?? 0) >= LEAST_RANK;
  };
  const attribute = (one: AttributeValue): AttributeValue =>
    one.kind === "graph" ? { kind: "graph", value: graph(one.value) } : one;
  const node = (one: Node): Node =>
    one.operator === "BatchNormalization" && one.domain === "" && isWide(one)
      ? overOneSample(one)
      : {
          ...one,
          attributes: new Map(Array.from(one.attributes, ([name, value]) => [name, attribute(value)])),
        };
  const graph = (one: Graph): Graph => ({ ...one, nodes: one.nodes.map(node) });
  return { ...model, graph: graph(model.graph) };
}

function overOneSample(node: Node): Node {
  const epsilon = node.attributes.get("epsilon");
  return {
    ...node,
    operator: "InstanceNormalization",
    inputs: node.inputs.slice(0, 3),
    outputs: node.outputs.slice(0, 1),
    attributes: new Map(epsilon === undefined ? [] : [["epsilon", epsilon]]),
  };
}
