import type { Hierarchy } from "../../src/analysis/hierarchy";
import { buildHierarchy } from "../../src/analysis/hierarchy";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import type { Model } from "../../src/model/model";

/** A model that can be read. */
export async function read(name: string, bytes: Uint8Array): Promise<Model> {
  const model = await openModel(memorySource(name, bytes));
  if (!model.ok) throw new Error(model.problem.message);
  return model.value;
}

/** The hierarchy of its main graph. */
export function hierarchyOf(model: Model): Hierarchy {
  const hierarchy = buildHierarchy(model, "");
  if (hierarchy === undefined) throw new Error(`${model.file} has no main graph`);
  return hierarchy;
}
