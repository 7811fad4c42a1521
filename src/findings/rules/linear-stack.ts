import { qualify } from "../../model/model";
import type { Port } from "../../analysis/uses";
import { t } from "../../words/texts";
import { activationOf } from "../activation";
import type { Evidence, Found } from "../rule";
import { rule } from "../rule";
import { entryOf, inputOf, onlyConsumerOf } from "../wires";

type Indexed = Pick<Evidence, "index">;

/** A layer that multiplies by a stored weight, and what its weight's shape says. */
interface Linear {
  readonly port: Port;
  readonly kind: "matrix" | "convolution";
  readonly shape: readonly number[];
}

/** Two linear layers without anything between are one linear layer of their product. */
export const linearStack = rule({
  id: "linear-stack",
  title: "Linear layers in a row",
  severity: "info",
  needs: ["graph"],
  concept: 49,
  thresholds: {
    lowRank: {
      value: 4,
      reason: "A pair that is this many times narrower inside than at both ends saves work on purpose.",
    },
  },
  check: (evidence, { lowRank }) =>
    Array.from(evidence.index.uses.nodes.values()).flatMap(({ node, graph }): readonly Found[] => {
      const first = linearOf(evidence, { node, graph, index: 0 });
      const second = first && nextLinear(evidence, first);
      if (first === undefined || second === undefined || first.kind !== second.kind) return [];
      if (onPurpose(evidence, first, second, lowRank)) return [];
      const next = second.port.node;
      const message = t(
        "{0} feeds {1} with nothing non-linear between: together they are one linear layer, and the second adds no capacity.",
        `${node.operator} ${node.name}`,
        `${next.operator} ${next.name}`,
      );
      return [{ message, node: next.name, id: next.id }];
    }),
});

function linearOf({ index }: Indexed, port: Port): Linear | undefined {
  const operator = entryOf(index, port);
  if (operator?.role !== "linear" || activationOf(port.node, operator) !== undefined) return undefined;
  const weight = [1, 0]
    .map((at) => inputOf(port, at))
    .find((name) => name !== undefined && index.weightOf(name) !== undefined);
  const stored = weight === undefined ? undefined : index.stored.get(index.weightOf(weight) ?? "");
  if (stored === undefined) return undefined;
  const { shape } = stored.tensor;
  return { port, kind: shape.length > 2 ? "convolution" : "matrix", shape };
}

/** The linear layer that alone takes the output; a bias that is added in between belongs to the first. */
function nextLinear(evidence: Indexed, { port }: Linear): Linear | undefined {
  let next = onlyConsumerOf(evidence.index, port);
  if (next?.node.operator === "Add" && addsStored(evidence, next)) {
    next = onlyConsumerOf(evidence.index, { ...next, index: 0 });
  }
  if (next === undefined || next.index !== 0) return undefined;
  return linearOf(evidence, { ...next, index: 0 });
}

function addsStored({ index }: Indexed, { node, graph }: Port): boolean {
  return node.inputs.some((name) => name !== "" && index.weightOf(qualify(graph, name)) !== undefined);
}

/** Separable and bottleneck convolutions, and low-rank pairs of matrices, leave the activation out on purpose. */
function onPurpose(evidence: Evidence, first: Linear, second: Linear, lowRank: number): boolean {
  if (first.kind === "convolution") return [first, second].some(isSeparable);
  const inner = widthOf(evidence, first.port);
  const outer = [...first.shape, ...second.shape].filter((size) => size !== inner);
  return inner !== undefined && outer.length > 0 && Math.min(...outer) > inner * lowRank;
}

/** The last dimension of what a node puts out, where it is a number. */
function widthOf({ analysis }: Evidence, { node, graph }: Port): number | undefined {
  const type = analysis.types.get(qualify(graph, node.outputs[0] ?? ""));
  const width = type?.kind === "tensor" ? type.shape?.at(-1) : undefined;
  return typeof width === "number" ? width : undefined;
}

/** 1×1, or one kernel per channel. */
function isSeparable({ shape, port }: Linear): boolean {
  const group = port.node.attributes.get("group");
  const grouped = group?.kind === "int" && Number(group.value) > 1;
  return (
    grouped ||
    port.node.operator.includes("Depthwise") ||
    shape.filter((size) => size === 1).length >= shape.length - 2
  );
}
