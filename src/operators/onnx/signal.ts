import { floorDivide } from "../../model/division";
import { add, multiply, subtract } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import { axisOf } from "../axis";
import type { Context } from "../context";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { flag, int, label } from "../label";
import type { Value } from "../value";
import { transformGradient } from "./spectrum-gradient";
import { tensor, unknownShape } from "../value";

/** https://onnx.ai/onnx/operators/onnx__DFT.html */
function transformed(node: Context, axis: number | undefined): readonly Value[] {
  const shape = node.shape(0);
  const at = shape === undefined || axis === undefined ? undefined : axisOf(axis, shape.length);
  if (shape === undefined || shape.length === 0) return [tensor(node.dtype(0), undefined)];
  const [half, inverse] = [node.flag("onesided"), node.flag("inverse")];
  const parts = half && inverse ? 1 : 2;
  // Along whichever axis, the whole spectrum is as long as the signal.
  if (at === undefined && !half && !node.given(1)) return [tensor(node.dtype(0), shape.with(-1, parts))];
  if (at === undefined) return [tensor(node.dtype(0), unknownShape(shape.length).with(-1, parts))];
  const length = node.given(1) ? node.scalar(1) : shape[at];
  // One-sided and inverse: from half a spectrum back to a real signal.
  const signal = length !== undefined && !node.given(1) ? multiply(2, add(length, -1)) : length;
  const size = !half ? length : inverse ? signal : halved(length);
  return [tensor(node.dtype(0), shape.with(at, size).with(-1, parts))];
}

const halved = (length: Dimension): Dimension =>
  length === undefined ? undefined : add(floorDivide(length, 2), 1);

/** https://onnx.ai/onnx/operators/onnx__STFT.html */
function transformedInFrames(node: Context): readonly Value[] {
  const [step, window] = [node.scalar(1), node.given(2) ? node.dimension(2, 0) : undefined];
  const length = window ?? (node.given(3) ? node.scalar(3) : node.dimension(0, 1));
  const signal = node.dimension(0, 1);
  const known = signal !== undefined && length !== undefined && step !== undefined && step !== 0;
  const frames = known ? add(floorDivide(subtract(signal, length), step), 1) : undefined;
  const bins = node.flag("onesided", true) ? halved(length) : length;
  return [tensor(node.dtype(0), [node.dimension(0, 0), frames, bins, 2])];
}

const sides = [flag("inverse", "inverse"), flag("onesided", "one-sided")];

export const signal: Family = {
  DFT: [
    entry(17, "other", "input dft_length", "output", {
      slots: constants("dft_length"),
      label: label(int("axis", "axis", 1), ...sides),
      infer: (node) => transformed(node, node.int("axis", 1)),
      gradient: transformGradient,
    }),
    entry(20, "other", "input dft_length axis", "output", {
      slots: constants("dft_length axis"),
      infer: (node) => transformed(node, node.given(2) ? node.numbers(2)?.[0] : -2),
      gradient: transformGradient,
      label: label(...sides),
    }),
  ],
  STFT: [
    entry(17, "other", "signal frame_step window frame_length", "output", {
      slots: constants("frame_step frame_length"),
      infer: transformedInFrames,
    }),
  ],
};
