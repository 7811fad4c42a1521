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
    one.operator === "BatchNormalization" && isWide(one)
      ? overOneSample(one)
      : {
          ...one,
          attributes: new Map(Array.from(one.attributes, ([name, value]) => [name, attribute(value)])),
        };
  const graph = (one: Graph): Graph => ({ ...one, nodes: one.nodes.map(node) });
  return { ...model, graph: graph(model.graph) };
}

/** In Keras a group normalisation with as many groups as channels is the same. */
function overOneSample(node: Node): Node {
  const epsilon = node.attributes.get("epsilon");
  const kept: readonly (readonly [string, AttributeValue])[] =
    epsilon === undefined ? [] : [["epsilon", epsilon]];
  const [operator, own]: readonly [string, readonly (readonly [string, AttributeValue])[]] =
    node.domain === ""
      ? ["InstanceNormalization", []]
      : ["GroupNormalization", [["groups", { kind: "int", value: -1n }], ...axisOf(node)]];
  return {
    ...node,
    operator,
    inputs: node.inputs.slice(0, 3),
    outputs: node.outputs.slice(0, 1),
    attributes: new Map([...kept, ...own]),
  };
}

function axisOf(node: Node): readonly (readonly [string, AttributeValue])[] {
  const axis = node.attributes.get("axis");
  if (axis?.kind === "ints" && axis.value.length === 1) return [["axis", { kind: "int", value: axis.value[0] ?? -1n }]];
  return axis === undefined ? [] : [["axis", axis]];
}
