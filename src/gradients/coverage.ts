import type { ModelIndex } from "../analysis/model-index";
import { elementsOf } from "../model/tensor";
import type { Gradients } from "./gradients";

/** Of the trainable elements the part whose gradient is known, be it zero. */
export function coverageOf({ parameters }: Gradients, { stored }: ModelIndex): number {
  let [all, known] = [0, 0];
  for (const [name, { state }] of parameters) {
    const tensor = stored.get(name)?.tensor;
    const elements = tensor === undefined ? 0 : elementsOf(tensor.shape);
    all += elements;
    if (state === "ok" || state === "zero") known += elements;
  }
  return all === 0 ? 1 : known / all;
}
