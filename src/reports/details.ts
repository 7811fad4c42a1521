import type { Analysis, NodeCosts } from "../analysis/analyse";
import { intensityOf } from "../analysis/analyse";
import type { Group } from "../analysis/group";
import { nodesWithin } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";
import type { ModelIndex } from "../analysis/model-index";
import { opsetsByGraph, subgraphsOf } from "../analysis/graphs";
import { elementsIn, learnedBy } from "../analysis/learned";
import { sum } from "../analysis/memory";
import { nameAt, slotAt } from "../analysis/slots";
import { storedBytes } from "../analysis/stored-bytes";
import type { PlacedNode, Port } from "../analysis/uses";
import { Functions } from "../model/functions";
import { qualify } from "../model/model";
import { printType } from "../model/print-type";
import type { ValueType } from "../model/shape";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import type { Products } from "../operators/contraction";
import type { Operator } from "../operators/operator";
import { operatorOf } from "../operators/registry";
import { counted, t } from "../words/texts";
import { attributeText } from "./attribute-text";
import { inspectFacts, valueText } from "./facts";
import { formatBytes, formatCount, formatInteger } from "./format";
import { formulaText } from "./formula";
import type { Details, DetailsSlot, DetailsWeight } from "./types/details";
import type { InspectSummary } from "./types/inspect";
import { reportCount } from "./value-type";

/** Types by qualified value name. */
type Types = ReadonlyMap<string, ValueType>;

const NOTHING = {
  docString: "",
  attributes: [],
  inputs: [],
  outputs: [],
  weights: [],
  costs: [],
  metadata: [],
  facts: [],
  graphs: [],
  problems: [],
} satisfies Partial<Details>;

/** Nodes at the other end of a value that are named: a value with more of them is a mask or a shape. */
const PEERS_SHOWN = 50;

function operatorAt({ model }: ModelIndex, { node, graph }: PlacedNode): Operator | undefined {
  return operatorOf(node, opsetsByGraph(model).get(graph) ?? model.opsets);
}

/** What is known of one node. The hierarchy of its graph says which groups it stands in. */
export function nodeDetails(
  index: ModelIndex,
  analysis: Analysis,
  { node, graph }: PlacedNode,
  hierarchy: Hierarchy | undefined,
): Details {
  const operator = operatorAt(index, { node, graph });
  const called = new Functions(index.model).calledBy(node);
  const bodies = subgraphsOf(node).map(([name, subgraph]) => ({ path: subgraph.path, name }));
  const parameters = elementsIn(index, learnedBy(index, graph, node));
  const { types } = analysis;
  return {
    ...NOTHING,
    kind: "node",
    id: node.id,
    title: node.operator,
    name: node.name,
    path: pathTo(hierarchy, node.id),
    docString: node.docString,
    attributes: Array.from(node.attributes, ([name, value]) => attributeText(name, value)),
    inputs: node.inputs.flatMap((name, position) => {
      const value = name === "" ? "" : qualify(graph, name);
      if (name === "" || index.weightOf(value) !== undefined) return [];
      const producer = index.uses.producers.get(value);
      return [slot(types, slotName(operator?.inputs, position), value, producer ? [producer] : [])];
    }),
    outputs: node.outputs.flatMap((name, position) => {
      if (name === "") return [];
      const value = qualify(graph, name);
      const consumers = index.uses.consumers.get(value) ?? [];
      return [slot(types, slotName(operator?.outputs, position), value, consumers)];
    }),
    weights: node.inputs.flatMap((name, position) => {
      const weight = name === "" ? undefined : index.weightOf(qualify(graph, name));
      return weight === undefined ? [] : (weightDetails(index, weight, weightWord(operator, position)) ?? []);
    }),
    metadata: [...node.metadata],
    costs: [
      ...(parameters === 0 ? [] : [[t("Parameters"), formatInteger(parameters)] as const]),
      ...costTexts(analysis.costs.get(node.id), analysis.formulas.get(node.id)),
    ],
    facts: [
      [t("Domain"), node.domain === "" ? "ai.onnx" : node.domain],
      ...(graph.path === "" ? [] : [[t("Graph"), graph.path] as const]),
      ...(operator === undefined && called === undefined ? [[t("Operator"), t("not known")] as const] : []),
    ],
    graphs: called === undefined ? bodies : [...bodies, { path: called.body.path, name: called.name }],
  };
}

/** What is known of a group of nodes; a tensor that several of them share counts once. */
export function groupDetails(
  index: ModelIndex,
  analysis: Analysis,
  hierarchy: Hierarchy,
  group: Group,
): Details {
  const learned = new Set<string>();
  const costs: (NodeCosts | undefined)[] = [];
  for (const { node } of nodesWithin(group.children)) {
    for (const weight of learnedBy(index, hierarchy.graph, node)) learned.add(weight);
    costs.push(analysis.costs.get(node.id));
  }
  return {
    ...NOTHING,
    kind: "group",
    id: group.id,
    title: group.repeat > 1 ? `${group.title} ×${String(group.repeat)}` : group.title,
    name: group.name,
    path: pathTo(hierarchy, group.id),
    costs: [
      [t("Parameters"), formatInteger(elementsIn(index, learned))],
      ...costTexts({
        macs: sum(costs.map((one) => one?.macs)),
        flops: sum(costs.map((one) => one?.flops)),
        activationBytes: sum(costs.map((one) => one?.activationBytes)),
        movedBytes: sum(costs.map((one) => one?.movedBytes)),
      }),
    ],
    facts: [
      [t("Nodes"), formatInteger(group.nodes)],
      ...group.operators.map(([operator, count]) => [operator, formatInteger(count)] as const),
    ],
  };
}

/** Costs with their units, MACs with their formula; what is not known says so. */
function costTexts(
  costs: NodeCosts | undefined,
  formula?: Products,
): readonly (readonly [label: string, text: string])[] {
  const macs = formatCount(reportCount(costs?.macs));
  const intensity = costs === undefined ? undefined : intensityOf(costs);
  return [
    ["MACs", formula === undefined ? macs : `${formulaText(formula)} = ${macs}`],
    ["FLOPs", formatCount(reportCount(costs?.flops))],
    [t("Activations"), formatBytes(reportCount(costs?.activationBytes))],
    ...(intensity === undefined || intensity === 0
      ? []
      : [[t("Intensity"), t("{0} FLOPs per byte", intensity.toPrecision(3))] as const]),
  ];
}

/** What is known of a value or a stored tensor; undefined where the model has none of that name. */
export function valueDetails(index: ModelIndex, types: Types, value: string): Details | undefined {
  const producer = index.uses.producers.get(value);
  const consumers = index.uses.consumers.get(value) ?? [];
  const stored = index.stored.get(value);
  const type = types.get(value);
  if (producer === undefined && consumers.length === 0 && stored === undefined && type === undefined) {
    return undefined;
  }
  const [user] = consumers;
  const word = user === undefined ? t("stored") : weightWord(operatorAt(index, user), user.index);
  const weight = stored === undefined ? undefined : weightDetails(index, value, word);
  return {
    ...NOTHING,
    kind: "value",
    id: value,
    title: stored === undefined ? t("Value") : t("Tensor"),
    name: value,
    path: [],
    docString: stored?.tensor.docString ?? "",
    facts: type === undefined ? [] : [[t("Type"), printType(type)]],
    inputs: producer === undefined ? [] : [slot(types, t("made by"), value, [producer])],
    outputs: consumers.length === 0 ? [] : [slot(types, t("used by"), value, consumers)],
    weights: weight === undefined ? [] : [weight],
  };
}

/** What is known of the model as a whole. */
export function modelDetails(index: ModelIndex, report: InspectSummary): Details {
  const { model } = index;
  return {
    ...NOTHING,
    kind: "model",
    id: "",
    title: model.graph.name === "" ? t("Model") : model.graph.name,
    name: model.file,
    path: [],
    docString: [model.docString, model.graph.docString].filter((text) => text !== "").join("\n\n"),
    inputs: report.inputs.map((one) => ({
      slot: t("input"),
      value: one.name,
      type: valueText(one),
      peers: [],
    })),
    outputs: report.outputs.map((one) => ({
      slot: t("output"),
      value: one.name,
      type: valueText(one),
      peers: [],
    })),
    metadata: [...model.metadata, ...model.graph.metadata],
    facts: [
      ...inspectFacts(report),
      ...(model.modelVersion === undefined
        ? []
        : [[t("Model version"), String(model.modelVersion)] as const]),
      ...(model.domain === "" ? [] : [[t("Domain"), model.domain] as const]),
      ...(model.training.length === 0
        ? []
        : [[t("Training graphs"), formatInteger(model.training.length)] as const]),
      ...model.devices.map(({ name, devices }) => [t("Devices {0}", name), devices.join(", ")] as const),
    ],
    graphs: model.functions.map(({ name, body }) => ({ path: body.path, name })),
    problems: model.problems,
  };
}

/** From the model down to what is shown. */
function pathTo(hierarchy: Hierarchy | undefined, id: string): Details["path"] {
  const path: { id: string; name: string }[] = [];
  if (hierarchy !== undefined) {
    for (
      let group = hierarchy.parents.get(id);
      group !== undefined && group !== hierarchy.root;
      group = hierarchy.parents.get(group.id)
    ) {
      path.unshift({ id: group.id, name: group.title });
    }
  }
  return [{ id: "", name: t("Model") }, ...path];
}

function slotName(names: Operator["inputs"] | undefined, position: number): string {
  return (names && nameAt(names, position)) ?? String(position);
}

function slot(types: Types, name: string, value: string, ports: readonly Port[]): DetailsSlot {
  const type = types.get(value);
  return {
    slot: name,
    value,
    type: type === undefined ? "" : printType(type),
    peers: ports.slice(0, PEERS_SHOWN).map(({ node }) => ({
      id: node.id,
      title: node.operator,
      name: node.name,
    })),
  };
}

/** What an operator keeps in an input, in its own word. */
function weightWord(operator: Operator | undefined, position: number): string {
  const word = operator === undefined ? undefined : slotAt(operator, position)?.word;
  return word ?? slotName(operator?.inputs, position);
}

function weightDetails(index: ModelIndex, name: string, slot: string): DetailsWeight | undefined {
  const tensor = index.stored.get(name)?.tensor;
  if (tensor === undefined) return undefined;
  return {
    slot,
    name,
    dtype: tensor.dtype,
    shape: tensor.shape,
    elements: elementsOf(tensor.shape),
    bytes: storedBytes(tensor) ?? null,
    role: index.roles.get(name) ?? "constant",
    location: locationText(tensor) + quantizationText(tensor),
  };
}

/** How the values come from what is stored. */
function quantizationText({ quantization }: Tensor): string {
  if (quantization === undefined) return "";
  const { scale, min, dtype } = quantization;
  const read = t(", read as {0}", dtype);
  if (scale === 1 && min === 0) return read;
  return `${read}: ${scale.toPrecision(3)} · q ${min < 0 ? "−" : "+"} ${Math.abs(min).toPrecision(3)}`;
}

function locationText({ location }: Tensor): string {
  switch (location.kind) {
    case "raw":
    case "varint": {
      const [piece] = location.pieces;
      const last = location.pieces.at(-1);
      if (piece === undefined || last === undefined) return t("empty");
      const files = piece.file === last.file ? piece.file : `${piece.file} … ${last.file}`;
      const where = files === "" ? t("in the file") : files;
      const size = location.pieces.reduce((sum, { length }) => sum + length, 0);
      return t("{0}, at byte {1}, {2}", where, formatInteger(piece.offset), formatBytes(size));
    }
    case "numbers":
      return t("written out in the file");
    case "strings":
      return counted(
        location.count,
        "{0} string in the file",
        "{0} strings in the file",
        formatInteger(location.count),
      );
    case "sparse":
      return t("sparse: {0} stored values", formatInteger(elementsOf(location.values.shape)));
    case "absent":
      return t("not stored");
  }
}
