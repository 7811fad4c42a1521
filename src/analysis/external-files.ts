import type { Tensor } from "../model/tensor";
import type { ModelIndex } from "./model-index";

/** The files beside the model that hold its tensors, as the model names them. */
export function externalFiles({ stored }: Pick<ModelIndex, "stored">): ReadonlySet<string> {
  const files = new Set<string>();
  for (const { tensor } of stored.values()) for (const file of filesOf(tensor)) files.add(file);
  return files;
}

function filesOf({ location }: Tensor): readonly string[] {
  switch (location.kind) {
    case "raw":
    case "varint":
      return location.pieces.map(({ file }) => file).filter((file) => file !== "");
    case "sparse":
      return [...filesOf(location.values), ...filesOf(location.indices)];
    case "numbers":
    case "strings":
    case "absent":
      return [];
  }
}
