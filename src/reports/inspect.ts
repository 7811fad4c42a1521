import type { Analysis } from "../analysis/analyse";
import { CONVENTIONS, countBy } from "../analysis/conventions";
import { bytesIn, elementsIn, learnedBy } from "../analysis/learned";
import type { ModelIndex } from "../analysis/model-index";
import { storedBytes } from "../analysis/stored-bytes";
import type { Graph, Node } from "../model/model";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";
import { elementsOf } from "../model/tensor";
import type {
  InspectNode,
  InspectReport,
  InspectSummary,
  InspectTensor,
  InspectTotals,
  InspectValue,
} from "./types/inspect";
import type { ReportValue } from "./types/parts";
import { reportCount, reportType } from "./value-type";

/** The report of `layerscope inspect`: structure, types, parameters and costs. */
export function inspectReport(index: ModelIndex, analysis: Analysis): InspectReport {
  const { problems, ...summary } = inspectSummary(index, analysis);
  return {
    ...summary,
    nodes: index.uses.graphs.flatMap((graph) =>
      graph.nodes.map((node) => reportNode(index, graph, node, analysis)),
    ),
    values: reportValues(index, analysis),
    tensors: reportTensors(index),
    problems,
  };
}

/** What is said of the model as a whole. */
export function inspectSummary(index: ModelIndex, analysis: Analysis): InspectSummary {
  const { model } = index;
  return {
    command: "inspect",
    file: model.file,
    format: model.format,
    size: model.size,
    producer: model.producer ?? null,
    irVersion: model.irVersion ?? null,
    opsets: Object.fromEntries(model.opsets),
    symbols: analysis.symbols,
    inputs: model.graph.inputs
      .filter(({ name }) => !model.graph.tensors.has(name))
      .map(({ name, type }) => reportValue(name, analysis.types.get(name) ?? type)),
    outputs: model.graph.outputs.map(({ name, type }) => reportValue(name, analysis.types.get(name) ?? type)),
    totals: reportTotals(index, analysis),
    problems: [...model.problems, ...analysis.problems],
  };
}

function reportNode(index: ModelIndex, graph: Graph, node: Node, analysis: Analysis): InspectNode {
  const costs = analysis.costs.get(node.id);
  const name = (value: string): string => (value === "" ? "" : qualify(graph, value));
  return {
    name: node.name,
    operator: node.operator,
    domain: node.domain === "" ? "ai.onnx" : node.domain,
    graph: graph.path,
    inputs: node.inputs.map(name),
    outputs: node.outputs.map(name),
    parameters: elementsIn(index, learnedBy(index, graph, node)),
    macs: reportCount(costs?.macs),
    flops: reportCount(costs?.flops),
    activationBytes: reportCount(costs?.activationBytes),
  };
}

function reportTensors({ stored, roles }: ModelIndex): readonly InspectTensor[] {
  return Array.from(stored, ([name, { tensor }]) => ({
    name,
    dtype: tensor.dtype,
    shape: tensor.shape,
    elements: elementsOf(tensor.shape),
    bytes: storedBytes(tensor) ?? null,
    role: roles.get(name) ?? "constant",
  }));
}

/** Inputs and node outputs of all graphs, without what is stored. */
function reportValues({ stored, uses }: ModelIndex, analysis: Analysis): readonly InspectValue[] {
  const values = new Map<string, InspectValue>();
  const add = (graph: Graph, name: string, declared: ValueType | undefined): void => {
    const qualified = qualify(graph, name);
    if (name === "" || stored.has(qualified) || values.has(qualified)) return;
    const { shape } = reportType(declared);
    const type = analysis.types.get(qualified) ?? declared;
    values.set(qualified, { ...reportValue(qualified, type), declared: shape });
  };
  for (const graph of uses.graphs) {
    const outputs = new Map(graph.outputs.map(({ name, type }) => [name, type]));
    for (const { name, type } of graph.inputs) add(graph, name, type);
    for (const node of graph.nodes) {
      for (const name of node.outputs) add(graph, name, graph.declared.get(name)?.type ?? outputs.get(name));
    }
  }
  return [...values.values()];
}

function reportValue(name: string, type: ValueType | undefined): ReportValue {
  return { name, ...reportType(type) };
}

function reportTotals(index: ModelIndex, analysis: Analysis): InspectTotals {
  const nodes = index.uses.graphs.flatMap((graph) => graph.nodes);
  const names = [...index.stored.keys()];
  const learned = names.filter((name) => (index.roles.get(name) ?? "constant") !== "constant");
  const trainable = learned.filter((name) => index.roles.get(name) === "parameter");
  return {
    nodes: nodes.length,
    operators: countOperators(nodes),
    tensors: names.length,
    parameters: elementsIn(index, learned),
    trainable: elementsIn(index, trainable),
    weightBytes: bytesIn(index, learned) ?? null,
    macs: reportCount(analysis.totals.macs),
    flops: reportCount(analysis.totals.flops),
    activationBytes: reportCount(analysis.totals.activationBytes),
    peakActivationBytes: reportCount(analysis.totals.peakActivationBytes),
    uncosted: analysis.uncosted,
    conventions: CONVENTIONS.map((convention) => ({
      id: convention.id,
      title: convention.title,
      unit: convention.unit,
      count: reportCount(countBy(convention, index, analysis)),
    })),
  };
}

/** Most frequent first, then by name. */
function countOperators(nodes: readonly Node[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { operator } of nodes) counts.set(operator, (counts.get(operator) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)));
}
