import type { Assumptions } from "../../analysis/assumptions";
import { assumedInputs } from "../../analysis/assumptions";
import type { ModelIndex } from "../../analysis/model-index";
import type { Port } from "../../analysis/uses";
import { symbolsOf } from "../../model/expression";
import type { Dimension, Shape } from "../../model/shape";
import { STATE_NAME } from "./recipe";
import { takersOf, tensorAt } from "./takers";

/** Positions of a sequence, where nothing says how many. */
const SEQUENCE = 16;
/** A side of an image, where nothing says how large: what most classifiers are trained with. */
const IMAGE_SIDE = 224;
/** A signal that is convolved is this many kernels long at least: a window that slides has to have room to. */
const KERNELS = 2;

/**
 * What is assumed, and a size for everything that inputs leave open besides: batch 1, sequences of 16, images of the
 * other side that is declared, or 224.
 */
export function chooseSizes(index: ModelIndex, assumptions: Assumptions): Assumptions {
  const { graph } = index.model;
  const dimensions = new Map(assumptions.dimensions);
  const chosen = (): Assumptions => ({ ...assumptions, dimensions });
  for (const { name } of graph.inputs) {
    if (graph.tensors.has(name)) continue;
    const rank = shapeOf(index, chosen(), name)?.length ?? 0;
    for (let axis = 0; axis < rank; axis++) {
      const shape = shapeOf(index, chosen(), name);
      for (const symbol of symbolNames(shape?.[axis])) {
        dimensions.set(symbol, sizeFor(index, name, symbol, shape, axis, dimensions));
      }
    }
  }
  return chosen();
}

/** Concrete sizes of an input; undefined where one is still open, or the rank is. */
export function concreteShape(
  index: ModelIndex,
  assumptions: Assumptions,
  input: string,
): readonly number[] | undefined {
  const shape = shapeOf(index, assumptions, input);
  return shape?.every((size) => typeof size === "number") === true ? shape : undefined;
}

function shapeOf({ model }: ModelIndex, assumptions: Assumptions, input: string): Shape {
  const type = assumedInputs(model, assumptions).get(input);
  return type?.kind === "tensor" ? type.shape : undefined;
}

/** The names of the symbols in a size; one that is no identifier stands in backquotes there. */
function symbolNames(size: Dimension): readonly string[] {
  return size === undefined ? [] : symbolsOf(size).map((text) => text.replace(/^`(.*)`$/, "$1"));
}

function sizeFor(
  index: ModelIndex,
  input: string,
  symbol: string,
  shape: Shape,
  axis: number,
  chosen: ReadonlyMap<string, number>,
): number {
  const rank = shape?.length ?? 0;
  if (/batch|^[nb]$/i.test(symbol)) return 1;
  if (/total/i.test(symbol)) return totalLength(chosen);
  if (/past|seq|len|time|frames|tokens/i.test(symbol)) return Math.max(SEQUENCE, signalLength(index, input));
  // A state keeps its samples behind its layers.
  if ((axis === 0 && rank > 1) || STATE_NAME.test(input)) return 1;
  if (rank === 4 || rank === 5) return imageSize(index, input, shape, axis);
  return Math.max(SEQUENCE, signalLength(index, input));
}

/** Caches of attention: what is there from before and what is new, of which each was chosen already or will be. */
function totalLength(chosen: ReadonlyMap<string, number>): number {
  const parts = [/past/i, /^(?!.*past).*seq/i].map(
    (pattern) => [...chosen].find(([name]) => pattern.test(name) && !/total/i.test(name))?.[1],
  );
  return parts.reduce<number>((sum, part) => sum + (part ?? SEQUENCE), 0);
}

/** Channels stand where they are declared to be few, or before the sides. */
function imageSize(index: ModelIndex, input: string, shape: Shape, axis: number): number {
  const last = (shape?.length ?? 0) - 1;
  const few = (size: Dimension): boolean => typeof size === "number" && size <= 4;
  const channelsLast = few(shape?.[last]) && !few(shape?.[1]);
  if (axis === (channelsLast ? last : 1)) return convolvedChannels(index, input) ?? 3;
  const sides = (shape ?? []).filter((_, one) => one > 0 && one !== (channelsLast ? last : 1));
  const declared = sides.find((size) => typeof size === "number");
  return typeof declared === "number" ? declared : IMAGE_SIDE;
}

function convolvedChannels(index: ModelIndex, input: string): number | undefined {
  for (const port of takersOf(index, input)) {
    const channels = isConvolved(port) ? tensorAt(index, port, 1)?.shape[1] : undefined;
    const groups = port.node.attributes.get("group");
    if (channels !== undefined) return channels * (groups?.kind === "int" ? Number(groups.value) : 1);
  }
  return undefined;
}

/** How long a signal has to be for the kernels that go over it. */
function signalLength(index: ModelIndex, input: string): number {
  const kernels = takersOf(index, input)
    .filter(isConvolved)
    .map((port) => tensorAt(index, port, 1)?.shape.at(-1) ?? 0);
  return KERNELS * Math.max(0, ...kernels);
}

function isConvolved({ node, index }: Port): boolean {
  return node.operator === "Conv" && index === 0;
}
