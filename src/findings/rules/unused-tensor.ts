import type { ModelIndex } from "../../analysis/model-index";
import { storedBytes } from "../../analysis/stored-bytes";
import { qualify } from "../../model/model";
import { t } from "../../words/texts";
import type { Found } from "../rule";
import { rule } from "../rule";

/** Stored data that nothing takes: bytes to load for nothing, often a layer that was forgotten. */
export const unusedTensor = rule({
  id: "unused-tensor",
  title: "Stored, but never used",
  severity: "info",
  needs: ["graph"],
  concept: undefined,
  thresholds: {
    bytes: {
      value: 1024,
      reason: "Exporters leave small constants behind: below this size a finding is a hint only.",
    },
  },
  check: ({ index }, { bytes: limit }) => {
    // A list of tensors has no nodes that could take them.
    if (index.model.format === "tfjs-weights") return [];
    const outputs = new Set(
      index.uses.graphs.flatMap((graph) => graph.outputs.map(({ name }) => qualify(graph, name))),
    );
    const annotated = quantising(index);
    return Array.from(index.stored).flatMap(([name, { tensor }]): readonly Found[] => {
      if (outputs.has(name) || (index.uses.consumers.get(name)?.length ?? 0) > 0) return [];
      if (annotated.has(name)) return [];
      const bytes = storedBytes(tensor);
      const message =
        bytes === undefined
          ? t("Tensor {0} is stored, but no node takes it.", name)
          : t("Tensor {0} ({1} bytes) is stored, but no node takes it.", name, bytes);
      const small = bytes !== undefined && bytes < limit;
      return [{ message, tensor: name, ...(small ? { severity: "hint" as const } : {}) }];
    });
  },
});

/** Scales and zero points that only an annotation of a graph names. */
function quantising({ uses }: ModelIndex): ReadonlySet<string> {
  const annotations = uses.graphs.flatMap(({ quantisation }) => [...quantisation.values()]);
  return new Set(annotations.flatMap((entries) => [...entries.values()]));
}
