import type { ModelIndex } from "../../analysis/model-index";
import type { Port } from "../../analysis/uses";
import { isFloat } from "../../model/dtype";
import { elementsOf } from "../../model/tensor";
import { literalElements } from "../../operators/literals";
import type { RunnableType } from "../values";
import { imageLayout } from "./image-layout";
import { takersOf, tensorAt } from "./takers";

/** How values for an input are made up. */
export type Recipe =
  /** Smooth and white noise: standard normal, or within the range of pixels. */
  | { readonly kind: "image"; readonly range: PixelRange }
  /** Noise in which each value leans on the one before. */
  | { readonly kind: "signal"; readonly deviation: number }
  /** Whole numbers, all equally likely. */
  | { readonly kind: "tokens"; readonly from: number; readonly below: number }
  /** 0, 1, 2… along the last axis. */
  | { readonly kind: "positions" }
  | { readonly kind: "constant"; readonly value: number }
  | { readonly kind: "normal" }
  | { readonly kind: "text" };

export type PixelRange = "normal" | "0-1" | "0-255";

/** A recipe, and what it was chosen for: an end of the sentence "synthetic: …". */
export interface Choice {
  readonly recipe: Recipe;
  readonly because: string;
}

export interface InputType {
  readonly name: string;
  readonly dtype: RunnableType;
  readonly shape: readonly number[];
}

/** Samples a second in most audio models; a signal of one channel that is as long as a quarter of it is sound. */
const SOUND_LENGTH = 4000;
const SOUND_DEVIATION = 0.1;
/** Whole numbers whose meaning is not known are small ones. */
const SMALL_NUMBERS = 10;

/** The recipe that the graph speaks for: by the input's type and name, and by what takes it. */
export function chooseRecipe(index: ModelIndex, input: InputType): Choice {
  const takers = takersOf(index, input.name);
  return (
    byType(input) ??
    stateRecipe(index, input, takers) ??
    maskRecipe(input) ??
    (isFloat(input.dtype)
      ? floatRecipe(index, input, takers)
      : (imageOfBytes(input, takers) ?? integerRecipe(index, input, takers)))
  );
}

function constant(value: number, because: string): Choice {
  return { recipe: { kind: "constant", value }, because };
}

function byType({ name, dtype }: InputType): Choice | undefined {
  if (dtype === "string") return { recipe: { kind: "text" }, because: "the word “text”" };
  if (dtype === "bool" && !/mask/i.test(name)) return constant(0, "false");
  return undefined;
}

/** How inputs are called that hold what a network was left in. */
export const STATE_NAME = /state|hidden|cell|past|memory|cache|^[hc]_?\d*n?$/i;

/** The inputs of recurrent cells that hold what they were left in. */
const STATE_SLOTS: ReadonlyMap<string, readonly number[]> = new Map([
  ["LSTM", [5, 6]],
  ["GRU", [5]],
  ["RNN", [5]],
]);

function stateRecipe(
  { model }: ModelIndex,
  { name, shape }: InputType,
  takers: readonly Port[],
): Choice | undefined {
  if (takers.some(({ node, index }) => STATE_SLOTS.get(node.operator)?.includes(index))) {
    return constant(0, "zeros, the state of a recurrent cell at its start");
  }
  const named = STATE_NAME.test(name);
  const returned = model.graph.outputs.some(
    ({ type }) => type.kind === "tensor" && type.shape?.length === shape.length,
  );
  return named && returned && shape.length >= 2 ? constant(0, "zeros, a state at its start") : undefined;
}

function maskRecipe({ name }: InputType): Choice | undefined {
  return /mask/i.test(name) ? constant(1, "ones, a mask that hides nothing") : undefined;
}

function floatRecipe(index: ModelIndex, { shape }: InputType, takers: readonly Port[]): Choice {
  const convolved = takers.some(({ node }) => /Conv/.test(node.operator));
  const image = imageLayout(shape);
  if (image !== undefined && (shape.length === 4 || convolved) && Math.min(image.height, image.width) > 4) {
    const range = pixelRange(index, takers);
    return { recipe: { kind: "image", range }, because: IMAGE_TEXT[range] };
  }
  const sequence = takers.some(({ node }) => /^(Conv|LSTM|GRU|RNN|Loop|Scan|STFT|DFT)$/.test(node.operator));
  const long = (shape.at(-1) ?? 0) >= SOUND_LENGTH && elementsOf(shape) === shape.at(-1);
  if (long) {
    const because = "autoregressive noise, deviation 0.1, as of sound";
    return { recipe: { kind: "signal", deviation: SOUND_DEVIATION }, because };
  }
  if (sequence && (shape.length === 2 || shape.length === 3)) {
    return { recipe: { kind: "signal", deviation: 1 }, because: "autoregressive noise, deviation 1" };
  }
  return { recipe: { kind: "normal" }, because: "standard normal" };
}

const IMAGE_TEXT: Readonly<Record<PixelRange, string>> = {
  normal: "image of smooth and white noise, mean 0, deviation 1",
  "0-1": "image of smooth and white noise between 0 and 1",
  "0-255": "image of smooth and white noise between 0 and 255",
};

/** What the graph itself does to pixels first tells their range. */
function pixelRange(index: ModelIndex, takers: readonly Port[]): PixelRange {
  for (const port of takers) {
    const by = Math.abs(meanOf(index, port, 1 - port.index) ?? NaN);
    switch (port.node.operator) {
      case "Div":
        if (by >= 100) return "0-255";
        break;
      case "Mul":
        if (by > 0 && by <= 0.02) return "0-255";
        break;
      case "Sub":
      case "Add":
        if (by >= 80 && by <= 160) return "0-255";
        if (by >= 0.2 && by <= 0.7) return "0-1";
        break;
      case "QuantizeLinear":
        if (by >= 0.5) return "0-255";
        if (by <= 1.01 / 255) return "0-1";
        break;
    }
  }
  return "normal";
}

/** The mean of a small stored tensor in a node's input. */
function meanOf(index: ModelIndex, port: Port, slot: number): number | undefined {
  const tensor = tensorAt(index, port, slot);
  const elements = tensor === undefined ? undefined : literalElements(tensor)?.map(Number);
  return elements === undefined ? undefined : elements.reduce((sum, one) => sum + one, 0) / elements.length;
}

function imageOfBytes({ dtype, shape }: InputType, takers: readonly Port[]): Choice | undefined {
  const looked = takers.some(({ node, index }) => /Gather|Equal/.test(node.operator) && index === 1);
  if (imageLayout(shape) === undefined || shape.length !== 4 || looked || dtype === "int8") return undefined;
  return { recipe: { kind: "image", range: "0-255" }, because: IMAGE_TEXT["0-255"] };
}

function integerRecipe(index: ModelIndex, { name, shape }: InputType, takers: readonly Port[]): Choice {
  if (/pos/i.test(name)) return { recipe: { kind: "positions" }, because: "positions 0, 1, 2…" };
  if (/type|segment/i.test(name)) return constant(0, "zeros, all of the first kind");
  for (const port of takers) {
    const { node, index: slot } = port;
    if (node.operator === "Gather" && slot === 1) {
      const rows = tensorAt(index, port, 0)?.shape[0];
      if (rows !== undefined && rows > 1) {
        const because = `whole numbers from 1 to ${rows - 1}, rows of a table of ${rows}`;
        return { recipe: { kind: "tokens", from: 1, below: rows }, because };
      }
    }
    if (node.operator === "Equal") {
      const other = meanOf(index, port, 1 - slot);
      if (other !== undefined) return constant(other, `${other}, which the graph compares it with`);
    }
  }
  if (elementsOf(shape) === 1) return constant(1, "1; nothing says what it means");
  const because = `whole numbers below ${SMALL_NUMBERS}; nothing says what they mean`;
  return { recipe: { kind: "tokens", from: 0, below: SMALL_NUMBERS }, because };
}
