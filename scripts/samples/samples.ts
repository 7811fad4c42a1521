import { deadRelus } from "./dead-relus";
import { explodingWeight } from "./exploding-weight";
import { healthy } from "./healthy";
import { recipe } from "./recipe";
import { vanishingGradients } from "./vanishing-gradients";

/** The files of media/samples that are made, by their path in it. */
export function sampleFiles(): ReadonlyMap<string, Uint8Array> {
  const inFolder = Array.from(recipe(), ([name, bytes]) => [`recipe/${name}`, bytes] as const);
  return new Map([
    ["healthy.onnx", healthy()],
    ["dead-relus.onnx", deadRelus()],
    ["exploding-weight.onnx", explodingWeight()],
    ["vanishing-gradients.onnx", vanishingGradients()],
    ...inFolder,
  ]);
}
