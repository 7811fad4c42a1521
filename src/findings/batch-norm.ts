import type { Port } from "../analysis/uses";
import { elementsAt } from "./layer-weight";
import type { Evidence } from "./rule";
import { entryOf, inputOf } from "./wires";

/** A batch normalisation with what it stores, by channel; undefined where it has none, or it is computed. */
export interface BatchNorm {
  readonly node: string;
  readonly id: string;
  readonly port: Pick<Port, "node" | "graph">;
  readonly scale: readonly number[] | undefined;
  readonly shift: readonly number[] | undefined;
  readonly variance: readonly number[] | undefined;
  /** Their names. */
  readonly tensors: Readonly<Record<"scale" | "shift" | "variance", string | undefined>>;
}

/** Every node that keeps a running variance. */
export function batchNorms(evidence: Evidence): readonly BatchNorm[] {
  const { index } = evidence;
  return Array.from(index.uses.nodes.values()).flatMap((port): readonly BatchNorm[] => {
    const operator = entryOf(index, port);
    const stored = (word: string): string | undefined => {
      const at = operator?.inputs.findIndex((name) => operator.slots?.[name]?.word === word) ?? -1;
      const value = at < 0 ? undefined : inputOf(port, at);
      return value === undefined ? undefined : index.weightOf(value);
    };
    const tensors = { scale: stored("scale"), shift: stored("bias"), variance: stored("variance") };
    if (operator?.role !== "normalization" || tensors.variance === undefined) return [];
    return [
      {
        node: port.node.name,
        id: port.node.id,
        port,
        scale: elementsAt(evidence, tensors.scale),
        shift: elementsAt(evidence, tensors.shift),
        variance: elementsAt(evidence, tensors.variance),
        tensors,
      },
    ];
  });
}
