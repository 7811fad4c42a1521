import type { ModelIndex } from "../analysis/model-index";
import { elementsOf } from "../model/tensor";
import type { Flows } from "./flow";

/** Of the trainable elements on ways that the samples take, the part whose gradient is known, be it zero. */
export function coverageOf({ parameters, untaken }: Flows, { stored }: ModelIndex): number {
  let [all, known] = [0, 0];
  for (const [name, { state }] of parameters) {
    if (untaken.has(name)) continue;
    const tensor = stored.get(name)?.tensor;
    const elements = tensor === undefined ? 0 : elementsOf(tensor.shape);
    all += elements;
    if (state === "ok" || state === "zero") known += elements;
  }
  return all === 0 ? 1 : known / all;
}
