import { floorDivide } from "../../model/division";
import { multiply } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import { axesOf } from "../axis";
import type { Context } from "../context";
import type { Element, Value } from "../value";
import { tensor, unknownShape } from "../value";
import { shapeFrom } from "./constant";

/**
 * `floor(size·scale)` (https://onnx.ai/onnx/operators/onnx__Resize.html). The product is a float32: 0.7 of 10 is 7,
 * though the float32 next to 0.7 is smaller than it.
 */
function scaledSize(size: Dimension, scale: Element): Dimension {
  if (size === undefined || scale === undefined) return undefined;
  if (typeof size === "number" && typeof scale === "number") return Math.floor(inFloat(size, scale));
  if (typeof scale !== "number") return undefined;
  const { numerator, denominator } = fraction(scale);
  return denominator === 0 ? undefined : floorDivide(multiply(size, numerator), denominator);
}

function inFloat(a: number, b: number): number {
  return Math.fround(Math.fround(a) * Math.fround(b));
}

/** Exact for scales such as 2, 0.5 and 1.25; of any other, a symbol's multiple could not be rounded as at run time. */
function fraction(scale: number): { numerator: number; denominator: number } {
  for (let denominator = 1; denominator <= 1_024; denominator *= 2) {
    if (Number.isInteger(scale * denominator)) return { numerator: scale * denominator, denominator };
  }
  return { numerator: 0, denominator: 0 };
}

export function scaled(node: Context, scales: readonly Element[] | undefined): readonly Value[] {
  const sizes = node.shape(0)?.map((size, axis) => scaledSize(size, scales?.[axis]));
  return [tensor(node.dtype(0), sizes)];
}

/** From 11 on by `scales` or by `sizes`; what is not used is omitted or an empty tensor. */
export function resized(node: Context): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  const axes = axesOf(node.ints("axes") ?? shape.map((_, axis) => axis), shape.length);
  if (axes === undefined) return [tensor(node.dtype(0), unknownShape(shape.length))];
  const bySizes = node.given(3) && node.dimension(3, 0) !== 0;
  const found = bySizes ? sizesAs(node, shape, axes) : sizesByScale(node, shape, axes);
  const sizes: Dimension[] = [...shape];
  axes.forEach((axis, index) => (sizes[axis] = found[index]));
  return [tensor(node.dtype(0), sizes)];
}

function sizesByScale(
  node: Context,
  shape: readonly Dimension[],
  axes: readonly number[],
): readonly Dimension[] {
  const [scales, region] = [node.elements(2), node.elements(1)];
  const crops = node.text("coordinate_transformation_mode") === "tf_crop_and_resize";
  return axes.map((axis, index) => {
    const [size, scale] = [shape[axis], scales?.[index]];
    if (!crops) return scaledSize(size, scale);
    const [start, end] = [region?.[index], region?.[index + axes.length]];
    if (typeof start !== "number" || typeof end !== "number" || typeof scale !== "number") return undefined;
    const share = Math.fround(end - start);
    if (typeof size !== "number") return scaledSize(size, share * scale);
    return Math.floor(inFloat(inFloat(size, share), scale));
  });
}

/** As asked for, or as large as the kept proportions allow (from 18 on). */
function sizesAs(node: Context, shape: readonly Dimension[], axes: readonly number[]): readonly Dimension[] {
  const asked = node.elements(3) ?? [];
  const policy = node.text("keep_aspect_ratio_policy", "stretch");
  if (policy === "stretch") return axes.map((_, index) => asked[index]);
  const ratios = axes.map((axis, index) =>
    Math.fround(Number(asked[index] ?? NaN) / Number(shape[axis] ?? NaN)),
  );
  if (ratios.some(Number.isNaN)) return axes.map(() => undefined);
  const scale = policy === "not_larger" ? Math.min(...ratios) : Math.max(...ratios);
  return axes.map((axis) => Math.floor(inFloat(Number(shape[axis]), scale) + 0.5));
}

/** `[N, C, grid…]` (https://onnx.ai/onnx/operators/onnx__GridSample.html). */
export function sampled(node: Context): readonly Value[] {
  const grid = node.shape(1);
  return [tensor(node.dtype(0), grid && [node.dimension(0, 0), node.dimension(0, 1), ...grid.slice(1, -1)])];
}

/** `[N, H, W, 2]` or `[N, D, H, W, 3]` (https://onnx.ai/onnx/operators/onnx__AffineGrid.html). */
export function affineGrid(node: Context): readonly Value[] {
  const size = shapeFrom(node, 1);
  return [tensor(node.dtype(0), size && [size[0], ...size.slice(2), size.length - 2])];
}
