import type { Model } from "../model/model";
import type { TensorRole } from "../reports/types/parts";
import { rolesOf } from "./roles";
import type { StoredTensor } from "./stored";
import { storedTensors } from "./stored";
import type { Uses } from "./uses";
import { usesOf } from "./uses";
import { weightFinder } from "./weights";

/** What reports ask of a model again and again: built once, in time linear in the model's size. */
export interface ModelIndex {
  readonly model: Model;
  readonly uses: Uses;
  /** By qualified name, as all below. */
  readonly stored: ReadonlyMap<string, StoredTensor>;
  readonly roles: ReadonlyMap<string, TensorRole>;
  /** The stored tensor that a value is, straight or behind operators that only show it another way. */
  readonly weightOf: (value: string) => string | undefined;
}

export function indexModel(model: Model): ModelIndex {
  const stored = storedTensors(model);
  const uses = usesOf(model);
  return {
    model,
    uses,
    stored,
    roles: rolesOf(model, stored, uses),
    weightOf: weightFinder(model, stored, uses),
  };
}
