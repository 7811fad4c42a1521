import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import { opsetsByGraph } from "../analysis/graphs";
import { inputSymbols } from "../analysis/assumptions";
import { bytesIn, elementsIn, learnedBy } from "../analysis/learned";
import { elementsOf } from "../model/tensor";
import { bitsOf } from "../model/dtype";
import { operatorOf } from "../operators/registry";
import { counted, t } from "../words/texts";
import { macsByKind } from "./macs";
import { separableFact } from "./separable";
import { conceptOfOperator, TRAINING, TRAINING_WORDS } from "./catalogue";

/** A place of the open model where a concept comes alive. */
export interface ConceptPlace {
  /** Of the node or tensor; null: of the whole model, nothing to go to. */
  readonly id: string | null;
  readonly title: string;
  readonly detail: string;
}

/** Nodes that are listed; how many more there are is said. */
const MOST_NODES = 50;

/** Where a model has what a concept is about: sentences first, then nodes. */
export function placesOf(number: number, index: ModelIndex, analysis: Analysis): readonly ConceptPlace[] {
  const nodes = nodesOf(number, index);
  const more = nodes.length - MOST_NODES;
  return [
    ...(number === 45 ? macsByKind(index, analysis) : []),
    ...factsOf(number, index, analysis).map((title) => ({ id: null, title, detail: "" })),
    ...nodes.slice(0, MOST_NODES),
    ...(more > 0
      ? [
          {
            id: null,
            title: counted(more, "and {0} more node", "and {0} more nodes", whole(more)),
            detail: "",
          },
        ]
      : []),
  ];
}

function nodesOf(number: number, index: ModelIndex): readonly ConceptPlace[] {
  const opsets = opsetsByGraph(index.model);
  return index.uses.graphs.flatMap((graph) =>
    graph.nodes.flatMap((node): readonly ConceptPlace[] => {
      const role = operatorOf(node, opsets.get(graph) ?? index.model.opsets)?.role;
      if (conceptOfOperator(node.operator, role) !== number) return [];
      return [{ id: node.id, title: node.name, detail: node.operator }];
    }),
  );
}

function factsOf(number: number, index: ModelIndex, analysis: Analysis): readonly string[] {
  return [...modelFacts(number, index, analysis), ...trainingFacts(number, index)];
}

function modelFacts(number: number, index: ModelIndex, analysis: Analysis): readonly string[] {
  const { model } = index;
  switch (number) {
    case 1:
    case 2:
    case 26:
      return [t("{0} of the model learn {1}.", layersText(learning(index)), parametersText(index))];
    case 7:
      return [
        t(
          "The model has {0}: with fewer samples than that, it can learn them by heart.",
          parametersText(index),
        ),
      ];
    case 14: {
      const frozen = [...index.stored].flatMap(([name, { tensor }]) =>
        tensor.frozen === true ? [name] : [],
      );
      const elements = elementsIn(index, frozen);
      return frozen.length === 0
        ? []
        : [
            t(
              "The file marks {0} of {1} as not trainable.",
              counted(frozen.length, "{0} tensor", "{0} tensors", whole(frozen.length)),
              counted(elements, "{0} element", "{0} elements", whole(elements)),
            ),
          ];
    }
    case 24:
      return Array.from(inputSymbols(model)).flatMap(([name, kind]) =>
        kind === "batch"
          ? [t("The model takes any number of samples at once: its inputs call it {0}.", name)]
          : [],
      );
    case 40:
      return model.graph.outputs.map(({ name }) => t("The model gives {0}.", name));
    case 45:
      return [...smaller(index), ...present(separableFact(index, analysis))];
    default:
      return [];
  }
}

/** What eight bits would save: a byte for each learned element of a floating type. */
function smaller(index: ModelIndex): readonly string[] {
  const learned = learnedOf(index);
  const now = bytesIn(index, learned);
  const tensors = learned.flatMap((name) => index.stored.get(name)?.tensor ?? []);
  const saved = tensors.reduce((sum, { dtype, shape }) => {
    const bits = bitsOf(dtype) ?? 8;
    return bits > 8 ? sum + (elementsOf(shape) * (bits - 8)) / 8 : sum;
  }, 0);
  if (now === undefined || saved === 0) return [];
  return [
    t(
      "As int8, the weights would take {0} bytes instead of {1}: {2} % less.",
      whole(now - saved),
      whole(now),
      ((100 * saved) / now).toFixed(0),
    ),
  ];
}

function trainingFacts(number: number, { model }: ModelIndex): readonly string[] {
  const words = TRAINING_WORDS.get(number);
  return [...model.metadata].flatMap(([key, text]) => {
    if (TRAINING.get(key)?.includes(number) !== true) return [];
    return words === undefined || words.test(text)
      ? [t("The file was trained with {0} {1}.", key, text)]
      : [];
  });
}

/** Nodes that work with something learned. */
function learning(index: ModelIndex): number {
  const nodes = index.uses.graphs.flatMap((graph) =>
    graph.nodes.filter((node) => learnedBy(index, graph, node).size > 0),
  );
  return nodes.length;
}

function learnedOf({ roles }: ModelIndex): readonly string[] {
  return Array.from(roles).flatMap(([name, role]) => (role === "constant" ? [] : [name]));
}

function parameters(index: ModelIndex): number {
  return elementsIn(index, learnedOf(index));
}

function present(fact: string | undefined): readonly string[] {
  return fact === undefined ? [] : [fact];
}

function layersText(count: number): string {
  return counted(count, "{0} layer", "{0} layers", whole(count));
}

function parametersText(index: ModelIndex): string {
  const count = parameters(index);
  return counted(count, "{0} parameter", "{0} parameters", whole(count));
}

function whole(count: number): string {
  return Math.round(count).toLocaleString("en-US");
}
