import type { DataType } from "../model/dtype";
import { isFloat } from "../model/dtype";
import type { Model } from "../model/model";
import type { Tensor } from "../model/tensor";
import { elementsOf, valueTypeOf } from "../model/tensor";
import { operatorOf } from "../operators/registry";
import type { TensorRole } from "../reports/types/parts";
import { aliasesOf } from "./aliases";
import { opsetsByGraph } from "./graphs";
import { slotAt } from "./slots";
import type { StoredTensor } from "./stored";
import type { Port, Uses } from "./uses";

/** How a value is used, as a set of bits: a tensor may have several consumers. */
const LEARNED = 1;
/** Learned, and added to sums of quantised products, which take 32 bits. */
const LEARNED_BIAS = 2;
const STATISTIC = 4;
/** Enters a computation of which the registry says no more. */
const COMPUTED = 8;
/** Used behind a DequantizeLinear: whatever the stored type, it stands for real numbers. */
const DEQUANTIZED = 16;

/** Integer types that hold quantised weights; wider ones hold indices and shapes. */
const QUANTIZED: ReadonlySet<DataType> = new Set<DataType>([
  "int8",
  "uint8",
  "int16",
  "uint16",
  "int4",
  "uint4",
  "int2",
  "uint2",
]);

/**
 * The role of every stored tensor, by its qualified name.
 *
 * A tensor is followed through operators that only show it another way (Identity, Cast, Transpose, Reshape,
 * DequantizeLinear…), into subgraphs, through carried values of loops and into bodies of functions. Of several
 * consumers the strongest word counts: parameter, then statistic, then constant. What nobody uses is a constant.
 */
export function rolesOf(
  model: Model,
  stored: ReadonlyMap<string, StoredTensor>,
  uses: Uses,
): ReadonlyMap<string, TensorRole> {
  const used = useOfValues(model, stored, uses);
  const roles = new Map<string, TensorRole>();
  // A file of weights alone does not say who uses them: they are what somebody learned.
  const unused = model.format === "tfjs-weights" ? LEARNED : 0;
  for (const [name, { tensor }] of stored) {
    roles.set(name, roleOf(tensor, used.get(name) ?? unused));
  }
  return roles;
}

function roleOf(tensor: Tensor, use: number): TensorRole {
  const dtype = valueTypeOf(tensor);
  const real = isFloat(dtype) || dtype.startsWith("complex") || (use & DEQUANTIZED) !== 0;
  const learned = tensor.frozen === true ? "statistic" : "parameter";
  if ((use & LEARNED) !== 0 && (real || QUANTIZED.has(dtype))) return learned;
  if ((use & LEARNED_BIAS) !== 0 && (real || QUANTIZED.has(dtype) || dtype === "int32")) return learned;
  if ((use & COMPUTED) !== 0 && real && elementsOf(tensor.shape) > 1) return learned;
  return (use & STATISTIC) !== 0 ? "statistic" : "constant";
}

/** The other name of a value, towards the tensor. */
interface Source {
  readonly value: string;
  readonly dequantized: boolean;
}

/** Walks forward from the stored tensors, then carries what was found back to them: linear in what is walked. */
function useOfValues(
  model: Model,
  stored: ReadonlyMap<string, StoredTensor>,
  uses: Uses,
): ReadonlyMap<string, number> {
  const aliases = aliasesOf(model, uses);
  const useAt = useAtPort(model);
  const use = new Map<string, number>();
  const sources = new Map<string, Source[]>();
  const seen = new Set(stored.keys());
  const follow = (value: string, names: readonly string[], dequantized: boolean): void => {
    for (const name of names) {
      seen.add(name);
      const known = sources.get(name);
      if (known === undefined) sources.set(name, [{ value, dequantized }]);
      else known.push({ value, dequantized });
    }
  };

  // A set hands out what is added while it is walked: it is the queue, too.
  for (const value of seen) {
    follow(value, aliases.outside.get(value) ?? [], false);
    for (const port of uses.consumers.get(value) ?? []) {
      const behind = aliases.behind(port);
      if (behind === undefined) use.set(value, (use.get(value) ?? 0) | useAt(port));
      else follow(value, behind, port.node.operator === "DequantizeLinear");
    }
  }

  const pending = [...use.keys()];
  for (let value = pending.pop(); value !== undefined; value = pending.pop()) {
    const found = use.get(value) ?? 0;
    for (const source of sources.get(value) ?? []) {
      const before = use.get(source.value) ?? 0;
      const after = before | found | (source.dequantized ? DEQUANTIZED : 0);
      if (after === before) continue;
      use.set(source.value, after);
      pending.push(source.value);
    }
  }
  return use;
}

/** What the registry says of an input that a node computes with. */
function useAtPort(model: Model): (port: Port) => number {
  const opsets = opsetsByGraph(model);
  return ({ node, graph, index }) => {
    const operator = operatorOf(node, opsets.get(graph) ?? model.opsets);
    const slot = operator === undefined ? undefined : slotAt(operator, index);
    switch (slot?.kind) {
      case "learned":
        return slot.word === "bias" ? LEARNED_BIAS : LEARNED;
      case "statistic":
        return STATISTIC;
      case "constant":
        return 0;
      case undefined:
        return COMPUTED;
    }
  };
}
