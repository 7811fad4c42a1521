import type { ModelIndex } from "../analysis/model-index";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";

/** What the file itself declares of its values, by qualified name. */
export function declaredTypes({ uses, stored }: ModelIndex): ReadonlyMap<string, ValueType> {
  const types = new Map<string, ValueType>();
  for (const [name, { tensor }] of stored) {
    types.set(name, { kind: "tensor", dtype: tensor.dtype, shape: tensor.shape });
  }
  for (const graph of uses.graphs) {
    for (const { name, type } of [...graph.outputs, ...graph.declared.values(), ...graph.inputs]) {
      if (type.kind !== "unknown") types.set(qualify(graph, name), type);
    }
  }
  return types;
}
