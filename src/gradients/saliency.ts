import type { Result } from "../bytes/problem";
import { isFloat } from "../model/dtype";
import type { Role } from "../operators/operator";
import { operatorOf } from "../operators/registry";
import { channelAxis } from "../running/channel-axis";
import type { ImageLayout } from "../running/inputs/image-layout";
import { imageLayout } from "../running/inputs/image-layout";
import type { Values } from "../running/values";
import { makeValues, numberAt } from "../running/values";
import type { FeatureMaps } from "../tensors/maps";
import { MapPainter } from "../tensors/maps";
import type { FirstPass } from "./first-pass";
import type { Loss } from "./loss";
import { narrowsOf } from "./trunk";

/** What the first sample's output hangs on, as small pictures. */
export interface Saliency {
  readonly score: Score;
  readonly images: readonly SalientImage[];
  readonly camera: ClassActivation | Missing;
}

/** What the derivatives are of. */
export type Score =
  /** Of a class, before the softmax. */
  | { readonly kind: "logit"; readonly label: number }
  /** Of a class, where the output is a softmax or its logarithm already. */
  | { readonly kind: "log-probability"; readonly label: number }
  | { readonly kind: "loss" };

/** An input that is an image, and how much each of its pixels matters. */
export interface SalientImage {
  readonly input: string;
  /** A map for each colour, or one of grey. */
  readonly picture: FeatureMaps;
  /** Undefined where no gradient reaches it. */
  readonly map: FeatureMaps | undefined;
}

/** Where the last value that still has places speaks for a class. */
export interface ClassActivation {
  readonly value: string;
  /** The name of the node that makes it. */
  readonly node: string;
  readonly map: FeatureMaps;
}

/** Why there is no map: no class was chosen; no value with places comes before an output without any. */
export interface Missing {
  readonly missing: "class" | "places";
}

/** Numbers in rows, the first sample's. */
interface Grid {
  readonly height: number;
  readonly width: number;
  readonly elements: Float64Array;
}

/** Cells of a map's longer side: no screen shows more of several maps side by side. */
const SIDE = 256;
/** The least normal float32: what is divided by less is infinite. */
const LEAST = 2 ** -126;
/** Their values have places, too, but nothing that the value before them does not have. */
const PASSING: ReadonlySet<Role> = new Set(["pooling", "shape"]);

/** Undefined where no input is an image. */
export async function saliencyOf(first: FirstPass, loss: Loss): Promise<Result<Saliency | undefined>> {
  const { graph } = first.straight.index.model;
  const images = graph.inputs.flatMap(({ name }) => {
    const values = first.values.get(name);
    const layout = values === undefined ? undefined : layoutOf(values);
    return values === undefined || layout === undefined ? [] : [{ name, values, layout }];
  });
  if (images.length === 0) return { ok: true, value: undefined };
  const { score, seeds } = scoreOf(first, loss);
  const gradients = await (seeds === undefined
    ? { ok: true as const, value: first.gradients }
    : first.again(seeds));
  if (!gradients.ok) return gradients;
  return {
    ok: true,
    value: {
      score,
      images: images.map(({ name, values, layout }) => {
        const gradient = gradients.value.get(name);
        return {
          input: name,
          picture: pictureOf(values, layout),
          map: gradient && painted(saliencyMap(gradient, layout), gradient.shape),
        };
      }),
      camera: score.kind === "loss" ? { missing: "class" } : cameraOf(first, gradients.value),
    },
  };
}

/** Of floating images side by side. */
function layoutOf({ dtype, shape }: Values): ImageLayout | undefined {
  if (dtype === "string" || !isFloat(dtype) || shape.length !== 4) return undefined;
  const layout = imageLayout(shape);
  return layout !== undefined && layout.height * layout.width > 1 ? layout : undefined;
}

/**
 * What is differentiated, and the seeds for it; undefined: the loss itself, which has been. Behind a softmax a class
 * begins at its logarithm: the logits of one class alone cannot be reached from there.
 */
function scoreOf(
  { straight, points, values }: FirstPass,
  loss: Loss,
): { readonly score: Score; readonly seeds?: ReadonlyMap<string, Values> } {
  const [point = ""] = points;
  const output = values.get(point);
  if (loss.kind !== "cross-entropy" || output === undefined) return { score: { kind: "loss" } };
  const { label } = loss;
  const head = straight.index.uses.producers.get(point)?.node.operator;
  const classes = output.shape.at(-1) ?? 1;
  const by = (at: number): number => (head === "Softmax" ? 1 / Math.max(numberAt(output, at), LEAST) : 1);
  const seed = makeValues("float32", output.shape, (at) => (at % classes === label ? by(at) : 0));
  const kind = head === "Softmax" || head === "LogSoftmax" ? "log-probability" : "logit";
  return { score: { kind, label }, seeds: new Map([[point, seed]]) };
}

/** The largest absolute derivative over the channels of each pixel (Simonyan et al. 2013, section 3.1). */
export function saliencyMap(gradient: Values, { order, channels, height, width }: ImageLayout): Grid {
  const pixels = height * width;
  const elements = new Float64Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let channel = 0; channel < channels; channel++) {
      const at = order === "CHW" ? channel * pixels + pixel : pixel * channels + channel;
      elements[pixel] = Math.max(elements[pixel] ?? 0, Math.abs(numberAt(gradient, at)));
    }
  }
  return { height, width, elements };
}

/**
 * Channels weighted by the mean of their derivatives over all places, summed, without what speaks against
 * (Selvaraju et al. 2017, equations 1 and 2).
 *
 * @param activation of rank 4
 * @param gradient of the class's score by it
 * @param axis of the channels: 1 or 3
 */
export function gradCam(activation: Values, gradient: Values, axis: number): Grid {
  const [, second = 1, third = 1, fourth = 1] = activation.shape;
  const [channels, height, width] = axis === 1 ? [second, third, fourth] : [fourth, second, third];
  const places = height * width;
  const elements = new Float64Array(places);
  for (let channel = 0; channel < channels; channel++) {
    const index = (place: number): number =>
      axis === 1 ? channel * places + place : place * channels + channel;
    let weight = 0;
    for (let place = 0; place < places; place++) weight += numberAt(gradient, index(place)) / places;
    for (let place = 0; place < places; place++) {
      elements[place] = (elements[place] ?? 0) + weight * numberAt(activation, index(place));
    }
  }
  return { height, width, elements: elements.map((sum) => Math.max(0, sum)) };
}

/** On the last value that everything passes, that has places, and that is followed by a score without any. */
function cameraOf(
  { straight, points, values }: FirstPass,
  gradients: ReadonlyMap<string, Values>,
): Saliency["camera"] {
  const { index } = straight;
  const hasPlaces = (name: string): boolean => {
    const shape = values.get(name)?.shape ?? [];
    const axis = axisOf(name);
    return axis !== undefined && shape.some((size, at) => at > 0 && at !== axis && size > 1);
  };
  const axisOf = (name: string): number | undefined => {
    const placed = index.uses.producers.get(name);
    const rank = values.get(name)?.shape.length;
    return placed === undefined || rank !== 4 ? undefined : channelAxis(index, placed, rank);
  };
  if (points.some(hasPlaces)) return { missing: "places" };
  const passes = narrowsOf(index, (name) => gradients.has(name)).filter(({ name }) => {
    const node = index.uses.producers.get(name)?.node;
    const role = node && operatorOf(node, index.model.opsets)?.role;
    return hasPlaces(name) && !(role !== undefined && PASSING.has(role));
  });
  const value = passes.at(-1)?.name ?? "";
  const [activation, gradient, axis] = [values.get(value), gradients.get(value), axisOf(value)];
  if (activation === undefined || gradient === undefined || axis === undefined) return { missing: "places" };
  const node = index.uses.producers.get(value)?.node.name ?? "";
  return { value, node, map: painted(gradCam(activation, gradient, axis), activation.shape) };
}

function painted({ height, width, elements }: Grid, shape: readonly number[]): FeatureMaps {
  const painter = new MapPainter(1, height, width, SIDE);
  elements.forEach((value, at) => {
    painter.add(0, Math.floor(at / width), at % width, value);
  });
  return painter.result(shape);
}

/** The image itself, without its opacity. */
function pictureOf(values: Values, { order, channels, height, width }: ImageLayout): FeatureMaps {
  const colours = Math.min(3, channels);
  const pixels = height * width;
  const painter = new MapPainter(colours, height, width, SIDE);
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let colour = 0; colour < colours; colour++) {
      const at = order === "CHW" ? colour * pixels + pixel : pixel * channels + colour;
      painter.add(colour, Math.floor(pixel / width), pixel % width, numberAt(values, at));
    }
  }
  return painter.result(values.shape);
}
