import type { Expression } from "../../model/expression";
import { ceilDivide } from "../../model/division";
import { add, isInteger, multiply, subtract, sumOf } from "../../model/expression";
import { atLeast, maximum, minimum } from "../../model/order";
import type { Dimension, Shape } from "../../model/shape";
import { axesOf, axisOf } from "../axis";
import { like } from "../elementwise";
import type { Context } from "../context";
import { elementsBy, offsetOf, smallShape } from "../elements";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, ints, label } from "../label";
import type { Element, Value } from "../value";
import { tensor, unknownShape } from "../value";
import { centerCropPadGradient, triluGradient } from "./shape-gradient";

const axes = ints("axes", "axes");
const alongAxis = label(int("axis", "axis", 0));

/** Sums the sizes along the axis; along all others, any operand's word counts. */
export function concatenated(node: Context, axis: number): readonly Value[] {
  const shapes = node.inputs.map((_, index) => node.shape(index));
  const rank = shapes.find((shape) => shape !== undefined)?.length;
  const at = rank === undefined ? undefined : axisOf(axis, rank);
  const dtype = node.inputs.map((_, index) => node.dtype(index)).find((one) => one !== undefined);
  if (rank === undefined || at === undefined) return [tensor(dtype, undefined)];
  const sizes = Array.from({ length: rank }, (_, index) => {
    const own = shapes.map((shape) => shape?.[index]);
    if (index !== at)
      return own.find((size) => typeof size === "number") ?? own.find((size) => size !== undefined);
    const known = own.filter((size) => size !== undefined);
    return known.length === own.length ? sumOf(known) : undefined;
  });
  return [tensor(dtype, sizes, joined(node, shapes, sizes, at))];
}

function joined(
  node: Context,
  shapes: readonly Shape[],
  sizes: Shape,
  at: number,
): readonly Element[] | undefined {
  const target = smallShape(sizes);
  if (target === undefined || node.inputs.every(({ elements }) => elements === undefined)) return undefined;
  // Those that add nothing are not asked again for each place.
  const parts = shapes.map(smallShape).flatMap((shape, part) => {
    const size = shape?.[at] ?? 0;
    return shape === undefined || size === 0 ? [] : [{ shape, size, elements: node.elements(part) }];
  });
  return elementsBy(target, (place) => {
    let index = place[at] ?? 0;
    for (const { shape, size, elements } of parts) {
      if (index < size) return elements?.[offsetOf(place.with(at, index), shape)];
      index -= size;
    }
    return undefined;
  });
}

/** Parts of the given sizes, else equal ones; from 18 on the last of `num_outputs` may be shorter. */
export function split(
  node: Context,
  given: readonly Element[] | undefined,
  fromInput: boolean,
): readonly Value[] {
  const shape = node.shape(0);
  const at = shape && axisOf(node.int("axis", 0), shape.length);
  const count = node.node.outputs.length;
  if (shape === undefined || at === undefined)
    return new Array<Value>(count).fill(tensor(node.dtype(0), undefined));
  const unknown = given === undefined && fromInput && node.given(1);
  const sizes = given ?? (unknown ? unknownShape(count) : equalParts(shape[at], count));
  const whole = shape[at];
  let from: Element = 0;
  return sizes.slice(0, count).map((size) => {
    const part = shape.with(at, size);
    const start = from;
    from = from === undefined || size === undefined ? undefined : add(from, size);
    // Parts that go beyond the whole, as broken files have them, would otherwise all be as long as it is.
    const fits = isInteger(from) && isInteger(whole) && from <= whole;
    const elements = fits
      ? cut(node, part, (place) => place.map((index, axis) => index + (axis === at ? Number(start) : 0)))
      : undefined;
    return tensor(node.dtype(0), part, elements);
  });
}

function equalParts(size: Dimension, count: number): readonly Dimension[] {
  if (size === undefined || count === 0) return unknownShape(count);
  const part = ceilDivide(size, count);
  return Array.from({ length: count }, (_, index) =>
    index < count - 1 ? part : subtract(size, multiply(part, count - 1)),
  );
}

/** Elements of a part of the first input; undefined where they or the sizes are not known. */
function cut(
  node: Context,
  part: Shape,
  source: (place: readonly number[]) => readonly number[],
): readonly Element[] | undefined {
  const [from, to, elements] = [smallShape(node.shape(0)), smallShape(part), node.elements(0)];
  if (from === undefined || to === undefined || elements === undefined) return undefined;
  return elementsBy(to, (place) => elements[offsetOf(source(place), from)]);
}

interface Bounds {
  readonly starts: readonly Element[] | undefined;
  readonly ends: readonly Element[] | undefined;
  /** undefined: known at run time only. */
  readonly axes: readonly number[] | undefined;
  readonly steps: readonly Element[] | undefined;
}

/** https://onnx.ai/onnx/operators/onnx__Slice.html */
export function sliced(node: Context, { starts, ends, axes, steps }: Bounds): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  const places = axes && axesOf(axes, shape.length);
  if (places === undefined) return [tensor(node.dtype(0), unknownShape(shape.length))];
  const sizes: Dimension[] = [...shape];
  const from = new Array<number>(shape.length).fill(0);
  const by = new Array<number>(shape.length).fill(1);
  let exact = true;
  places.forEach((axis, index) => {
    const step = steps === undefined ? 1 : steps[index];
    const range = along(shape[axis], starts?.[index], ends?.[index], step);
    sizes[axis] = range?.length;
    if (typeof range?.start === "number" && typeof step === "number")
      [from[axis], by[axis]] = [range.start, step];
    else exact = false;
  });
  const elements = exact
    ? cut(node, sizes, (place) => place.map((at, axis) => (from[axis] ?? 0) + at * (by[axis] ?? 1)))
    : undefined;
  return [tensor(node.dtype(0), sizes, elements)];
}

/** Where a slice starts and how long it is, both ends clamped; negative ends count from the end of the axis. */
function along(
  size: Dimension,
  start: Element,
  end: Element,
  step: Element,
): { start: Expression; length: Expression } | undefined {
  if (size === undefined || start === undefined || end === undefined) return undefined;
  if (!isInteger(step) || step === 0) return undefined;
  const high = step > 0 ? size : add(size, -1);
  const first = clamp(fromEnd(start, size), 0, high);
  const last = step > 0 ? clamp(fromEnd(end, size), 0, size) : clamp(fromEnd(end, size), -1, add(size, -1));
  const span = step > 0 ? subtract(last, first) : subtract(first, last);
  const stride = step > 0 ? step : -step;
  return { start: first, length: maximum(ceilDivide(span, stride), 0) };
}

/** Negative positions count from the end, but for those that lie before any axis anyway. */
function fromEnd(index: Expression, size: Expression): Expression {
  if (isInteger(index) && index <= -FARTHEST) return index;
  return atLeast(index, 0) === false ? add(index, size) : index;
}

/** No axis is this long: an end beyond it is the end, whatever the size's symbol. */
const FARTHEST = 2 ** 31 - 1;

function clamp(index: Expression, low: Expression, high: Expression): Expression {
  if (isInteger(index) && index >= FARTHEST) return high;
  if (isInteger(index) && index <= -FARTHEST) return low;
  return maximum(minimum(index, high), low);
}

/** Slice 1 keeps its bounds in attributes; `INT_MAX` and the like mean the end. */
const attributeBounds = (node: Context): Bounds => {
  const starts = node.ints("starts");
  return {
    starts,
    ends: node.ints("ends"),
    axes: node.ints("axes") ?? starts?.map((_, axis) => axis),
    steps: undefined,
  };
};

const inputBounds = (node: Context): Bounds => {
  const count = node.dimension(1, 0);
  const inOrder =
    typeof count === "number" ? Array.from({ length: Math.min(count, 64) }, (_, axis) => axis) : undefined;
  return {
    starts: node.elements(1),
    ends: node.elements(2),
    axes: node.given(3) ? node.numbers(3) : inOrder,
    steps: node.given(4) ? (node.elements(4) ?? []) : undefined,
  };
};

/** Begin and end of every axis, then the sum; negative pads crop. */
function padded(
  node: Context,
  pads: readonly Element[] | undefined,
  given?: readonly number[],
): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  const axes = given === undefined ? shape.map((_, axis) => axis) : axesOf(given, shape.length);
  if (axes === undefined || pads === undefined) return [tensor(node.dtype(0), unknownShape(shape.length))];
  const sizes: Dimension[] = [...shape];
  axes.forEach((axis, index) => {
    const [size, begin, end] = [shape[axis], pads[index], pads[index + axes.length]];
    sizes[axis] =
      size === undefined || begin === undefined || end === undefined ? undefined : add(size, begin, end);
  });
  return [tensor(node.dtype(0), sizes)];
}

function paddedByInput(node: Context): readonly Value[] {
  if (!node.given(3)) return padded(node, node.elements(1));
  const axes = node.numbers(3);
  return axes === undefined ? padded(node, undefined) : padded(node, node.elements(1), axes);
}

/** Sizes as given, on the given axes only (https://onnx.ai/onnx/operators/onnx__CenterCropPad.html). */
function cropped(node: Context): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  const axes = axesOf(node.ints("axes") ?? shape.map((_, axis) => axis), shape.length) ?? [];
  const target = node.elements(1);
  const sizes: Dimension[] = [...shape];
  axes.forEach((axis, index) => (sizes[axis] = target?.[index]));
  return [tensor(node.dtype(0), sizes)];
}

/** Joining, parting, cutting out and filling up. */
export const pieces: Family = {
  Concat: [
    entry(1, "shape", "inputs…", "concat_result", {
      label: label(int("axis")),
      infer: (node) => concatenated(node, node.int("axis", 1)),
    }),
  ],
  Split: [
    entry(1, "shape", "input split", "outputs…", {
      slots: constants("split"),
      label: alongAxis,
      infer: (node) => split(node, node.ints("split") ?? node.elements(1), true),
    }),
    entry(2, "shape", "input", "outputs…", {
      label: alongAxis,
      infer: (node) => split(node, node.ints("split"), false),
    }),
    entry(13, "shape", "input split", "outputs…", {
      slots: constants("split"),
      label: alongAxis,
      infer: (node) => split(node, node.elements(1), true),
    }),
  ],
  Slice: [
    entry(1, "shape", "data", "output", {
      label: label(axes, ints("starts", "from"), ints("ends", "to")),
      infer: (node) => sliced(node, attributeBounds(node)),
    }),
    entry(10, "shape", "data starts ends axes steps", "output", {
      slots: constants("starts ends axes steps"),
      infer: (node) => sliced(node, inputBounds(node)),
    }),
  ],
  Pad: [
    entry(1, "shape", "data", "output", {
      label: label(ints("paddings")),
      infer: (node) => padded(node, node.ints("paddings")),
    }),
    entry(2, "shape", "data", "output", {
      label: label(ints("pads")),
      infer: (node) => padded(node, node.ints("pads")),
    }),
    entry(11, "shape", "data pads constant_value", "output", {
      slots: constants("pads constant_value"),
      infer: (node) => padded(node, node.elements(1)),
    }),
    entry(18, "shape", "data pads constant_value axes", "output", {
      slots: constants("pads constant_value axes"),
      infer: paddedByInput,
    }),
  ],
  CenterCropPad: [
    entry(18, "shape", "input_data shape", "output_data", {
      slots: constants("shape"),
      label: label(axes),
      infer: cropped,
      gradient: centerCropPadGradient,
    }),
  ],
  Trilu: [
    entry(14, "shape", "input k", "output", {
      slots: constants("k"),
      infer: like(),
      gradient: triluGradient,
      label: ({ attributes }) => {
        const upper = attributes.get("upper");
        return upper?.kind === "int" && Number(upper.value) === 0 ? "lower" : "upper";
      },
    }),
  ],
};
