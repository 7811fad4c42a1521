import fc from "fast-check";
import type { RandomNode } from "./node";
import { fed, int, scalar, stored } from "./node";
import { between, maybe, oneOf } from "./sizes";

const flag = (on: boolean) => int(on ? 1 : 0);

/** Real signals `[batch, length, 1]` or complex ones `[batch, length, 2]`; a one-sided transform wants real ones. */
const transforms: fc.Arbitrary<RandomNode> = fc
  .tuple(
    between(1, 3),
    between(2, 9),
    between(1, 2),
    fc.boolean(),
    fc.boolean(),
    maybe(between(2, 12)),
    oneOf(17, 20),
  )
  .map(([batch, length, parts, onesided, inverse, wanted, opset]) => ({
    operator: "DFT",
    opset,
    operands: [
      fed([batch, length, onesided && !inverse ? 1 : parts]),
      wanted === undefined ? undefined : scalar(wanted),
      ...(opset === 20 ? [scalar(1)] : []),
    ],
    attributes: {
      onesided: flag(onesided && !inverse),
      inverse: flag(inverse),
      axis: opset === 17 ? int(1) : undefined,
    },
  }));

const shortTime: fc.Arbitrary<RandomNode> = fc
  .tuple(between(1, 2), between(16, 40), between(1, 6), between(4, 16), fc.boolean(), fc.boolean())
  .map(([batch, signal, step, frame, byWindow, onesided]) => ({
    operator: "STFT",
    opset: 17,
    operands: [
      fed([batch, signal, 1]),
      scalar(step),
      byWindow ? fed([frame]) : undefined,
      byWindow ? undefined : scalar(frame),
    ],
    attributes: { onesided: flag(onesided) },
  }));

const windows: fc.Arbitrary<RandomNode> = fc
  .tuple(oneOf("HannWindow", "HammingWindow", "BlackmanWindow"), between(2, 12))
  .map(([operator, length]) => ({ operator, opset: 17, operands: [scalar(length)] }));

const bands: fc.Arbitrary<RandomNode> = fc.tuple(between(2, 8), between(16, 40)).map(([count, length]) => ({
  operator: "MelWeightMatrix",
  opset: 17,
  operands: [scalar(count), scalar(length), scalar(8192), scalar(0, "float32"), scalar(4096, "float32")],
}));

export const signals = fc.oneof(transforms, shortTime, windows, bands);

/** One piece of the feature map per region. */
export const regions: fc.Arbitrary<RandomNode> = fc
  .tuple(between(1, 3), between(1, 4), maybe(between(1, 4)), maybe(between(1, 4)))
  .map(([depth, count, height, width]) => ({
    operator: "RoiAlign",
    opset: 16,
    operands: [fed([1, depth, 8, 8]), fed([count, 4]), stored(new Array<number>(count).fill(0))],
    attributes: {
      output_height: height === undefined ? undefined : int(height),
      output_width: width === undefined ? undefined : int(width),
    },
  }));
