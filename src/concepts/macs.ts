import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import type { Expression } from "../model/expression";
import { exactQuotient } from "../model/division";
import { add, isInteger, print } from "../model/expression";
import { qualify } from "../model/model";
import type { Node } from "../model/model";
import { operatorOf } from "../operators/registry";
import { t } from "../words/texts";
import { batchOf } from "./batch";
import type { ConceptPlace } from "./in-model";

/** Where multiply–accumulates come from, as far as it says how they could be fewer. */
type Kind = "convolution" | "weights" | "activations" | "attention" | "recurrent" | "other";

/** What the multiply–accumulates of the main graph are spent on, the most first; of one sample where that can be said. */
export function macsByKind(index: ModelIndex, { costs }: Analysis): readonly ConceptPlace[] {
  const sums = new Map<Kind, Expression>();
  for (const node of index.model.graph.nodes) {
    const macs = costs.get(node.id)?.macs;
    if (macs === undefined || macs === 0) continue;
    const kind = kindOf(index, node);
    sums.set(kind, add(sums.get(kind) ?? 0, macs));
  }
  const batch = batchOf(index);
  const total = add(...sums.values());
  const ofOne = batch !== undefined && exactQuotient(total, batch) !== undefined;
  const perSample = (macs: Expression): Expression => (ofOne ? (exactQuotient(macs, batch) ?? macs) : macs);
  const all = perSample(total);
  return Array.from(sums, ([kind, macs]) => ({ kind, macs: perSample(macs) }))
    .sort((a, b) => sizeOf(b.macs) - sizeOf(a.macs))
    .map(({ kind, macs }) => ({ id: null, title: nameOf(kind), detail: detailOf(macs, all, ofOne) }));
}

function kindOf(index: ModelIndex, node: Node): Kind {
  const { graph, opsets } = index.model;
  const role = operatorOf(node, opsets)?.role;
  if (role === "attention" || role === "recurrent") return role;
  if (role !== "linear") return "other";
  if (node.operator.includes("Conv")) return "convolution";
  const stored = node.inputs.some(
    (name) => name !== "" && index.weightOf(qualify(graph, name)) !== undefined,
  );
  return stored ? "weights" : "activations";
}

function nameOf(kind: Kind): string {
  return {
    convolution: t("Convolutions"),
    weights: t("Matrix products with stored weights"),
    activations: t("Matrix products of two activations, as in attention"),
    attention: t("Attention as one operator"),
    recurrent: t("Recurrent layers"),
    other: t("Other operators"),
  }[kind];
}

/** Without a share where a size is open. */
function detailOf(macs: Expression, all: Expression, ofOne: boolean): string {
  if (!isInteger(macs) || !isInteger(all)) return t("{0} MACs", print(macs));
  const count = macs.toLocaleString("en-US");
  const share = (100 * Number(macs)) / Number(all);
  const percent = share < 0.1 ? share.toPrecision(1) : share.toFixed(1);
  return ofOne ? t("{0} MACs a sample, {1} %", count, percent) : t("{0} MACs, {1} %", count, percent);
}

const sizeOf = (macs: Expression): number => (isInteger(macs) ? Number(macs) : 0);
