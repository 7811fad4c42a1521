import { storedBytes } from "../../analysis/stored-bytes";
import { qualify } from "../../model/model";
import type { Evidence, Found } from "../rule";
import { rule } from "../rule";

/** Stored data that nothing takes: bytes to load for nothing, often a layer that was forgotten. */
export const unusedTensor = rule({
  id: "unused-tensor",
  title: "Stored, but never used",
  severity: "info",
  needs: ["graph"],
  concept: undefined,
  thresholds: {},
  check: ({ index }) => {
    const outputs = new Set(
      index.uses.graphs.flatMap((graph) => graph.outputs.map(({ name }) => qualify(graph, name))),
    );
    return Array.from(index.stored).flatMap(([name, { tensor }]): readonly Found[] => {
      if (outputs.has(name) || (index.uses.consumers.get(name)?.length ?? 0) > 0) return [];
      if (quantises({ index }, name)) return [];
      const bytes = storedBytes(tensor);
      const size = bytes === undefined ? "" : ` (${String(bytes)} bytes)`;
      return [{ message: `Tensor ${name}${size} is stored, but no node takes it.`, tensor: name }];
    });
  },
});

/** Scales and zero points that only an annotation of the graph names. */
function quantises({ index }: Pick<Evidence, "index">, name: string): boolean {
  return index.uses.graphs.some(({ quantisation }) =>
    [...quantisation.values()].some((entries) => [...entries.values()].includes(name)),
  );
}
