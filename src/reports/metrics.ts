import type { Analysis, NodeCosts } from "../analysis/analyse";
import { intensityOf } from "../analysis/analyse";
import { inputSymbols } from "../analysis/assumptions";
import type { Group } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";
import { elementsIn } from "../analysis/learned";
import type { ModelIndex } from "../analysis/model-index";
import type { Expression } from "../model/expression";
import { exactQuotient } from "../model/division";
import { isInteger, symbol, symbolsOf } from "../model/expression";
import type { Model } from "../model/model";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";
import type { Tally } from "./tally";
import { talliesOf } from "./tally";

/** What the program itself can tell of every node. */
export type MetricName = "parameters" | "macs" | "activationBytes" | "intensity" | "dtype";

/** A metric of the nodes and groups of one graph: numbers on a scale, or one of a few kinds. */
export type MetricReport = AmountReport | KindReport;

interface Coverage {
  /** Drawn nodes for which there is no value. */
  readonly missing: number;
  /** Dimensions of the inputs that values hang on: with a size for each of them there would be numbers. */
  readonly open: readonly string[];
}

export interface AmountReport extends Coverage {
  readonly kind: "amounts";
  /** `MACs`, `B`, `FLOPs per byte`; of a person's own metric what they call it. */
  readonly unit: string;
  /** By id of a node or group. */
  readonly values: Readonly<Record<string, number>>;
  /** Over the nodes and groups in `values`; null where there are none. */
  readonly range: readonly [least: number, most: number] | null;
  /** The least that is above 0, where a logarithmic scale can begin; null where there is none. */
  readonly leastPositive: number | null;
  /** The open batch that all values are a multiple of: they are told for one sample; null: of the whole run. */
  readonly per: string | null;
}

export interface KindReport extends Coverage {
  readonly kind: "kinds";
  /** The most frequent first. */
  readonly kinds: readonly string[];
  /** By id of a node or group, the kind as its place in `kinds`. */
  readonly values: Readonly<Record<string, number>>;
}

/** What a group is whose nodes are not all of one kind. */
export const MIXED = "mixed";

/**
 * A metric of every drawn node and every group of a graph. Groups have the sum of their nodes; their intensity is the
 * ratio of the sums: FLOPs per byte of inputs, weights and outputs that the nodes read and write.
 */
export function metricOf(
  index: ModelIndex,
  analysis: Analysis,
  hierarchy: Hierarchy,
  metric: MetricName,
): MetricReport {
  if (metric === "dtype") return dataTypes(analysis, hierarchy);
  const { unit, of, cost } = AMOUNTS[metric];
  const tallies = talliesOf(index, analysis, hierarchy);
  const whole = tallied(hierarchy, tallies, (tally) => of(tally, index));
  const batch = cost === undefined ? undefined : batchOf(index.model);
  const ofSample =
    cost === undefined || batch === undefined
      ? whole
      : tallied(hierarchy, tallies, ({ costs }) => shareOf(cost(costs), batch));
  const [{ values, symbols, missing }, per] =
    ofSample.values.size > whole.values.size ? [ofSample, batch ?? null] : [whole, null];
  return { ...amountReport(unit, values, missing, openInputs(index.model, symbols)), per };
}

interface Tallied {
  readonly values: ReadonlyMap<string, number>;
  /** What the missing ones hang on. */
  readonly symbols: ReadonlySet<string>;
  readonly missing: number;
}

function tallied(
  { root, groups }: Hierarchy,
  tallies: ReadonlyMap<string, Tally>,
  amountOf: (tally: Tally) => number | undefined,
): Tallied {
  const values = new Map<string, number>();
  const symbols = new Set<string>();
  let missing = 0;
  for (const [id, tally] of tallies) {
    if (id === root.id) continue;
    const amount = amountOf(tally);
    if (amount !== undefined) values.set(id, amount);
    else if (!groups.has(id)) {
      missing++;
      for (const symbol of symbolsIn(tally.costs)) symbols.add(symbol);
    }
  }
  return { values, symbols, missing };
}

/** The model's open batch; undefined where there is none, or several. */
function batchOf(model: Model): string | undefined {
  const batches = [...inputSymbols(model)].flatMap(([name, kind]) => (kind === "batch" ? [name] : []));
  return batches.length === 1 ? batches[0] : undefined;
}

/** What one sample has of a cost that grows with the batch and hangs on nothing else. */
function shareOf(cost: Expression | undefined, batch: string): number | undefined {
  return cost === undefined ? undefined : numberOf(exactQuotient(cost, symbol(batch)));
}

/** Writes down values by id, with the range that they span. */
export function amountReport(
  unit: string,
  values: ReadonlyMap<string, number>,
  missing: number,
  open: readonly string[],
): AmountReport {
  let [least, most, leastPositive] = [Infinity, -Infinity, Infinity];
  for (const value of values.values()) {
    least = Math.min(least, value);
    most = Math.max(most, value);
    if (value > 0) leastPositive = Math.min(leastPositive, value);
  }
  return {
    kind: "amounts",
    unit,
    values: Object.fromEntries(values),
    range: least <= most ? [least, most] : null,
    leastPositive: leastPositive === Infinity ? null : leastPositive,
    missing,
    open,
    per: null,
  };
}

interface Amount {
  readonly unit: string;
  readonly of: (tally: Tally, index: ModelIndex) => number | undefined;
  /** What may be told for one sample where the batch is open. */
  readonly cost?: (costs: NodeCosts) => Expression | undefined;
}

const AMOUNTS: Readonly<Record<Exclude<MetricName, "dtype">, Amount>> = {
  parameters: { unit: "parameters", of: ({ learned }, index) => elementsIn(index, learned) },
  macs: { unit: "MACs", of: ({ costs }) => numberOf(costs.macs), cost: ({ macs }) => macs },
  activationBytes: {
    unit: "B",
    of: ({ costs }) => numberOf(costs.activationBytes),
    cost: ({ activationBytes }) => activationBytes,
  },
  intensity: { unit: "FLOPs per byte", of: ({ costs }) => intensityOf(costs) },
};

/** A count beyond 2^53 is rounded: a colour cannot tell the difference. */
export function numberOf(count: Expression | undefined): number | undefined {
  return isInteger(count) ? Number(count) : undefined;
}

function symbolsIn({ flops, activationBytes, movedBytes }: NodeCosts): readonly string[] {
  return [flops, activationBytes, movedBytes].flatMap((one) => (one === undefined ? [] : symbolsOf(one)));
}

/** Those of the symbols that are dimensions of inputs, by the names that a person knows. */
export function openInputs(model: Model, symbols: Iterable<string>): readonly string[] {
  const names = new Set(Array.from(symbols, (text) => text.replace(/^`(.*)`$/, "$1")));
  return [...inputSymbols(model).keys()].filter((name) => names.has(name));
}

function dataTypes({ types }: Analysis, { graph, root }: Hierarchy): KindReport {
  const kindById = new Map<string, string>();
  const counts = new Map<string, number>();
  let missing = 0;
  const ofGroup = (group: Group): ReadonlySet<string> => {
    const inside = new Set<string>();
    for (const item of group.children) {
      if (item.kind === "group") for (const kind of ofGroup(item)) inside.add(kind);
      if (item.kind !== "node") continue;
      const output = item.node.outputs.find((name) => name !== "");
      const kind = output === undefined ? undefined : kindOf(types.get(qualify(graph, output)));
      if (kind === undefined) {
        missing++;
        continue;
      }
      inside.add(kind);
      kindById.set(item.id, kind);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
    }
    const [first] = inside;
    if (group !== root && first !== undefined) kindById.set(group.id, inside.size > 1 ? MIXED : first);
    return inside;
  };
  ofGroup(root);
  const kinds = [...counts].sort((a, b) => b[1] - a[1]).map(([kind]) => kind);
  if (new Set(kindById.values()).has(MIXED)) kinds.push(MIXED);
  const values = Object.fromEntries(Array.from(kindById, ([id, kind]) => [id, kinds.indexOf(kind)]));
  return { kind: "kinds", kinds, values, missing, open: [] };
}

/** `float32`, `sequence`; undefined where it is not known. */
function kindOf(type: ValueType | undefined): string | undefined {
  if (type === undefined || type.kind === "unknown") return undefined;
  return type.kind === "tensor" ? type.dtype : type.kind;
}
