import type { Problem } from "../bytes/problem";
import type { Expression } from "../model/expression";
import { multiply, symbolsOf } from "../model/expression";
import type { Graph } from "../model/model";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";
import type { Products } from "../operators/contraction";
import { UNKNOWN } from "../operators/value";
import type { Assumptions } from "./assumptions";
import type { Contradiction, Inference } from "./infer";
import { infer } from "./infer";
import type { MemoryStep } from "./memory";
import { bytesOfValue, memoryOverTime, peakOf, sum } from "./memory";
import type { ModelIndex } from "./model-index";
import { storedBytes } from "./stored-bytes";

/** What one node costs; undefined where it cannot be known. */
export interface NodeCosts {
  /** Multiply–accumulates of its contractions. */
  readonly macs: Expression | undefined;
  /** Two per multiply–accumulate. */
  readonly flops: Expression | undefined;
  /** Bytes of its outputs. */
  readonly activationBytes: Expression | undefined;
  /** Bytes that it reads and writes: inputs, weights and outputs, each once. */
  readonly movedBytes: Expression | undefined;
}

/** FLOPs per byte moved, the abscissa of the roofline (Williams et al. 2009); undefined while a size is open. */
export function intensityOf({ flops, movedBytes }: NodeCosts): number | undefined {
  return typeof flops !== "number" || typeof movedBytes !== "number" || movedBytes === 0
    ? undefined
    : flops / movedBytes;
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
  /** By node id, how the MACs of a contraction come about. */
  readonly formulas: ReadonlyMap<string, Products>;
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
  const bytes = bytesByValue(inference);
  const costs = costsByNode(index, inference, bytes);
  const main = index.model.graph;
  const ofMain = main.nodes.map(({ id }) => costs.get(id));
  const memory = memoryOverTime(main, (name) => (index.stored.has(name) ? 0 : bytes(name)));
  return {
    assumptions,
    symbols: symbolsIn(index, inference),
    types: new Map(Array.from(inference.values, ([name, { type }]) => [name, type])),
    costs,
    formulas: inference.formulas,
    totals: {
      macs: sum(ofMain.map((one) => one?.macs)),
      flops: sum(ofMain.map((one) => one?.flops)),
      activationBytes: sum(ofMain.map((one) => one?.activationBytes)),
      movedBytes: sum(ofMain.map((one) => one?.movedBytes)),
      peakActivationBytes: peakOf(memory),
    },
    memory,
    uncosted: uncosted(index, costs),
    contradictions: inference.contradictions,
    problems: inference.problems,
  };
}

/** Bytes of a value by its qualified name, worked out once. */
function bytesByValue({ values }: Inference): (name: string) => Expression | undefined {
  const known = new Map<string, Expression | undefined>();
  return (name) => {
    if (known.has(name)) return known.get(name);
    const bytes = bytesOfValue(values.get(name) ?? UNKNOWN);
    known.set(name, bytes);
    return bytes;
  };
}

function costsByNode(
  { uses, stored }: ModelIndex,
  { macs }: Inference,
  bytes: (name: string) => Expression | undefined,
): ReadonlyMap<string, NodeCosts> {
  const costs = new Map<string, NodeCosts>();
  const moved = (name: string): Expression | undefined => {
    const tensor = stored.get(name)?.tensor;
    return tensor === undefined ? bytes(name) : storedBytes(tensor);
  };
  for (const graph of uses.graphs) {
    for (const { id, inputs, outputs } of graph.nodes) {
      const own = macs.get(id);
      const written = namesOf(graph, outputs);
      costs.set(id, {
        macs: own,
        flops: own === undefined ? undefined : multiply(own, 2),
        activationBytes: sum(written.map((name) => (stored.has(name) ? 0 : bytes(name)))),
        movedBytes: sum([...new Set([...namesOf(graph, inputs), ...written])].map(moved)),
      });
    }
  }
  return costs;
}

/** Qualified names, without what is omitted. */
function namesOf(graph: Graph, names: readonly string[]): readonly string[] {
  return names.filter((name) => name !== "").map((name) => qualify(graph, name));
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
