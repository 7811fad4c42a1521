import { isFloat } from "../../model/dtype";
import { imageLayout } from "./image-layout";
import type { Choice, InputType } from "./recipe";

/** What a person may have an input filled with; `graph` is what the graph speaks for. */
export const DISTRIBUTIONS = [
  "graph",
  "normal",
  "signal",
  "image",
  "image-0-1",
  "image-0-255",
  "small-integers",
  "positions",
  "zeros",
  "ones",
] as const;
export type Distribution = (typeof DISTRIBUTIONS)[number];

/** Whole numbers of which every table of words has that many. */
const SMALL = 10;

const CHOICES: Readonly<Record<Exclude<Distribution, "graph">, Choice>> = {
  normal: { recipe: { kind: "normal" }, because: "standard normal" },
  signal: { recipe: { kind: "signal", deviation: 1 }, because: "autoregressive noise, deviation 1" },
  image: {
    recipe: { kind: "image", range: "normal" },
    because: "image of smooth and white noise, mean 0, deviation 1",
  },
  "image-0-1": {
    recipe: { kind: "image", range: "0-1" },
    because: "image of smooth and white noise between 0 and 1",
  },
  "image-0-255": {
    recipe: { kind: "image", range: "0-255" },
    because: "image of smooth and white noise between 0 and 255",
  },
  "small-integers": {
    recipe: { kind: "tokens", from: 0, below: SMALL },
    because: `whole numbers below ${SMALL}`,
  },
  positions: { recipe: { kind: "positions" }, because: "0, 1, 2… along the last axis" },
  zeros: { recipe: { kind: "constant", value: 0 }, because: "zeros" },
  ones: { recipe: { kind: "constant", value: 1 }, because: "ones" },
};

/** The recipe of a distribution; undefined for `graph`, which the graph has to be asked for. */
export function choiceOf(distribution: Distribution): Choice | undefined {
  return distribution === "graph" ? undefined : CHOICES[distribution];
}

/** What can fill an input of this type and shape, in the order in which it is offered. */
export function distributionsFor({ dtype, shape }: InputType): readonly Distribution[] {
  if (dtype === "string") return ["graph"];
  if (dtype === "bool") return ["graph", "zeros", "ones"];
  const image = imageLayout(shape) !== undefined;
  return DISTRIBUTIONS.filter((one) => {
    if (one === "image-0-255") return image;
    if (one.startsWith("image")) return image && isFloat(dtype);
    if (one === "normal" || one === "signal") return isFloat(dtype);
    return true;
  });
}

export function isDistribution(text: unknown): text is Distribution {
  return DISTRIBUTIONS.some((one) => one === text);
}
