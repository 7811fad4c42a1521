import type { Family } from "../entry";
import { withLowering } from "../entry";
import { attention } from "./attention";
import { convolutions } from "./convolution";
import { dense } from "./dense";
import { LOWERINGS } from "./lowering/rules";
import { merging } from "./merge";
import { activations, normalization } from "./normalization";
import { passes } from "./passing";
import { pooling } from "./pooling";
import { recurrence } from "./recurrent";
import { shapes } from "./shaping";
import { wrappers } from "./wrapper";

const layers: readonly Family[] = [
  activations,
  attention,
  convolutions,
  dense,
  merging,
  normalization,
  passes,
  pooling,
  recurrence,
  shapes,
];

/** The layers of Keras and of TensorFlow.js, and those that wrap them. */
export const kerasFamilies: readonly Family[] = [...layers, wrappers(layers)].map((family) =>
  withLowering(family, LOWERINGS),
);
