import type { Expression } from "../model/expression";
import { ceilDivide, floorDivide } from "../model/division";
import { add, isInteger, multiply, subtract } from "../model/expression";
import { maximum } from "../model/order";
import type { Dimension, Shape } from "../model/shape";
import type { Context } from "./context";

/** How a kernel slides over the spatial axes: one number per axis each. */
interface Window {
  readonly kernel: readonly Dimension[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  /** Begin of each axis, then end of each axis. */
  readonly pads: readonly number[];
  readonly autoPad: string;
  readonly ceil: boolean;
}

/** The window of a convolution or pool; the kernel is `kernel_shape`, else the weight's own. */
export function windowOf(node: Context, axes: number, weight?: Shape): Window {
  const rank = Math.max(axes, 0);
  const ones = new Array<number>(rank).fill(1);
  const pads = node.ints("pads");
  return {
    kernel: node.ints("kernel_shape") ?? weight?.slice(2) ?? new Array<Dimension>(rank).fill(undefined),
    strides: node.ints("strides") ?? ones,
    dilations: node.ints("dilations") ?? ones,
    pads: pads ?? new Array<number>(2 * rank).fill(0),
    // Explicit pads win over auto_pad, as in ONNX's own inference.
    autoPad:
      pads === undefined || pads.every((pad) => pad === 0) ? node.text("auto_pad", "NOTSET") : "NOTSET",
    ceil: node.flag("ceil_mode"),
  };
}

/** How far a kernel reaches: `(k - 1)·dilation + 1`. */
function reach(kernel: Expression, dilation: number): Expression {
  return add(multiply(add(kernel, -1), dilation), 1);
}

/**
 * Sizes of the spatial axes behind a sliding window
 * (https://onnx.ai/onnx/operators/onnx__Conv.html, https://onnx.ai/onnx/operators/onnx__MaxPool.html).
 */
export function slide(spatial: readonly Dimension[], window: Window): readonly Dimension[] {
  const rank = spatial.length;
  return spatial.map((size, axis) => {
    const kernel = window.kernel[axis];
    const stride = window.strides[axis] ?? 1;
    if (size === undefined || stride < 1) return undefined;
    if (window.autoPad.startsWith("SAME")) return ceilDivide(size, stride);
    if (kernel === undefined) return undefined;
    const far = reach(kernel, window.dilations[axis] ?? 1);
    const valid = window.autoPad === "VALID";
    const begin = valid ? 0 : (window.pads[axis] ?? 0);
    const padded = add(size, begin, valid ? 0 : (window.pads[axis + rank] ?? 0));
    const room = subtract(padded, far);
    if (!window.ceil) return add(floorDivide(room, stride), 1);
    return ceiled(add(ceilDivide(room, stride), 1), add(size, begin), stride);
  });
}

/**
 * Rounded up, the last window may start in the padding behind the data: then it is dropped. ONNX says so from opset
 * 22 on; PyTorch and ONNX Runtime do it always.
 */
function ceiled(count: Expression, end: Expression, stride: number): Dimension {
  // `(count - 1)·stride >= end` asks whether count exceeds the windows that start before the end.
  const starting = ceilDivide(end, stride);
  if (isInteger(count) && isInteger(starting)) return count > starting ? add(count, -1) : count;
  return subtract(count, atMost(count, starting));
}

/** 1 where `count` exceeds `starting` (by one at most), else 0. */
function atMost(count: Expression, starting: Expression): Expression {
  return maximum(subtract(count, starting), 0);
}

/** Sizes behind a transposed convolution (https://onnx.ai/onnx/operators/onnx__ConvTranspose.html). */
export function slideBack(
  spatial: readonly Dimension[],
  window: Window,
  outputPadding: readonly number[],
): readonly Dimension[] {
  return spatial.map((size, axis) => {
    const kernel = window.kernel[axis];
    const stride = window.strides[axis] ?? 1;
    const extra = outputPadding[axis] ?? 0;
    if (size === undefined || kernel === undefined) return undefined;
    const far = reach(kernel, window.dilations[axis] ?? 1);
    const full = add(multiply(stride, add(size, -1)), extra, far);
    if (window.autoPad === "SAME_UPPER" || window.autoPad === "SAME_LOWER") {
      // As if `output_shape` were size × stride; but padding is never less than none.
      return subtract(full, maximum(add(far, extra, -stride), 0));
    }
    if (window.autoPad === "VALID") return full;
    return add(full, -(window.pads[axis] ?? 0), -(window.pads[axis + spatial.length] ?? 0));
  });
}
