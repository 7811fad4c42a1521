import type { Problem } from "../bytes/problem";
import type { Expression } from "../model/expression";
import { multiply, symbolsOf } from "../model/expression";
import type { Graph } from "../model/model";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";
import { UNKNOWN } from "../operators/value";
import type { Assumptions } from "./assumptions";
import type { Contradiction, Inference } from "./infer";
import { infer } from "./infer";
import type { MemoryStep } from "./memory";
import { bytesOfValue, memoryOverTime, peakOf, sum } from "./memory";
import type { ModelIndex } from "./model-index";

/** What one node costs; undefined where it cannot be known. */
export interface NodeCosts {
  /** Multiply–accumulates of its contractions. */
  readonly macs: Expression | undefined;
  /** Two per multiply–accumulate. */
  readonly flops: Expression | undefined;
  /** Bytes of its outputs. */
  readonly activationBytes: Expression | undefined;
}

/** What follows from a model under some assumptions. */
export interface Analysis {
  readonly assumptions: Assumptions;
  /** Symbols of the inputs and those that inference leaves in the values. */
  readonly symbols: readonly string[];
  /** By qualified name. */
  readonly types: ReadonlyMap<string, ValueType>;
  /** By node id. */
  readonly costs: ReadonlyMap<string, NodeCosts>;
  readonly totals: NodeCosts & { readonly peakActivationBytes: Expression | undefined };
  readonly memory: readonly MemoryStep[];
  /** Names of the nodes whose cost is not known. */
  readonly uncosted: readonly string[];
  readonly contradictions: readonly Contradiction[];
  readonly problems: readonly Problem[];
}

/** Shapes and costs of everything in a model. Linear in its size. */
export function analyse(index: ModelIndex, assumptions: Assumptions): Analysis {
  const inference = infer(index.model, assumptions);
  const bytes = bytesByValue(index, inference);
  const costs = costsByNode(index, inference, bytes);
  const main = index.model.graph;
  const ofMain = main.nodes.map(({ id }) => costs.get(id));
  const memory = memoryOverTime(main, (name) => bytes(main, name));
  return {
    assumptions,
    symbols: symbolsIn(index, inference),
    types: new Map(Array.from(inference.values, ([name, { type }]) => [name, type])),
    costs,
    totals: {
      macs: sum(ofMain.map((one) => one?.macs)),
      flops: sum(ofMain.map((one) => one?.flops)),
      activationBytes: sum(ofMain.map((one) => one?.activationBytes)),
      peakActivationBytes: peakOf(memory),
    },
    memory,
    uncosted: uncosted(index, costs),
    contradictions: inference.contradictions,
    problems: inference.problems,
  };
}

/** Bytes of a value of a graph; nothing for what is stored. */
function bytesByValue(
  { stored }: ModelIndex,
  { values }: Inference,
): (graph: Graph, name: string) => Expression | undefined {
  return (graph, name) => {
    const qualified = qualify(graph, name);
    return stored.has(qualified) ? 0 : bytesOfValue(values.get(qualified) ?? UNKNOWN);
  };
}

function costsByNode(
  { uses }: ModelIndex,
  { macs }: Inference,
  bytes: (graph: Graph, name: string) => Expression | undefined,
): ReadonlyMap<string, NodeCosts> {
  const costs = new Map<string, NodeCosts>();
  for (const graph of uses.graphs) {
    for (const { id, outputs } of graph.nodes) {
      const own = macs.get(id);
      costs.set(id, {
        macs: own,
        flops: own === undefined ? undefined : multiply(own, 2),
        activationBytes: sum(outputs.filter((name) => name !== "").map((name) => bytes(graph, name))),
      });
    }
  }
  return costs;
}

/** Nodes that nobody can cost; of one that holds others, those inside, where it is they that are not known. */
function uncosted({ uses }: ModelIndex, costs: ReadonlyMap<string, NodeCosts>): readonly string[] {
  return uses.graphs.flatMap(({ nodes }) =>
    nodes.filter(({ id }) => costs.get(id)?.macs === undefined).map(({ name }) => name),
  );
}

/** In the order of inputs, then of values. */
function symbolsIn({ model, stored }: ModelIndex, { values }: Inference): readonly string[] {
  const symbols = new Set<string>();
  const add = (type: ValueType): void => {
    if (type.kind !== "tensor" && type.kind !== "sparse") return;
    for (const size of type.shape ?? []) {
      if (size !== undefined) for (const one of symbolsOf(size)) symbols.add(one);
    }
  };
  for (const { name } of model.graph.inputs) add((values.get(name) ?? UNKNOWN).type);
  for (const [name, { type }] of values) if (!stored.has(name)) add(type);
  return [...symbols];
}
