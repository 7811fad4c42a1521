import { like } from "../elementwise";
import type { Family } from "../entry";
import { bias, entry, mean, scale, slope, variance } from "../entry";
import type { Part } from "../label";
import { float, int, ints, label, text } from "../label";
import type { Operator } from "../operator";

const infer = like();
const affine = { gamma: scale, beta: bias };

const plain = (...parts: readonly Part[]): readonly Operator[] => [
  entry(1, "normalization", "input", "output", { label: label(...parts), infer }),
];

export const normalization: Family = {
  BatchNormalization: [
    entry(1, "normalization", "input gamma beta moving_mean moving_variance", "output", {
      slots: { ...affine, moving_mean: mean, moving_variance: variance },
      label: label(int("axis", "axis", -1)),
      infer,
    }),
  ],
  LayerNormalization: [
    entry(1, "normalization", "input gamma beta", "output", {
      slots: affine,
      label: label(int("axis", "axis", -1), ints("axis", "axis")),
      infer,
    }),
  ],
  GroupNormalization: [
    entry(1, "normalization", "input gamma beta", "output", {
      slots: affine,
      label: label(int("groups", "groups")),
      infer,
    }),
  ],
  RMSNormalization: [entry(1, "normalization", "input scale", "output", { slots: { scale }, infer })],
  Normalization: [
    entry(1, "normalization", "input mean variance count", "output", {
      slots: { mean, variance, count: { kind: "constant", word: "count" } },
      infer,
    }),
  ],
  UnitNormalization: plain(int("axis", "axis", -1)),
};

const activation = (...parts: readonly Part[]): readonly Operator[] => [
  entry(1, "activation", "input", "output", { label: label(...parts), infer }),
];

export const activations: Family = {
  Activation: activation(text("activation")),
  ReLU: activation(
    float("max_value", "max"),
    float("negative_slope", "α", 0),
    float("threshold", "threshold", 0),
  ),
  LeakyReLU: activation(float("alpha", "α"), float("negative_slope", "α")),
  ELU: activation(float("alpha", "α", 1)),
  ThresholdedReLU: activation(float("theta", "θ", 1)),
  Softmax: activation(int("axis", "axis", -1)),
  PReLU: [
    entry(1, "activation", "input alpha", "output", {
      slots: { alpha: slope },
      label: label(ints("shared_axes", "shared axes")),
      infer,
    }),
  ],
};
