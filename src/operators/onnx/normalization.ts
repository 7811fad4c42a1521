import type { Family } from "../entry";
import { bias, entry, mean, scale, variance } from "../entry";
import { flag, int, ints, label } from "../label";
import type { Operator } from "../operator";

const grouped = (since: number): Operator =>
  entry(since, "normalization", "X scale bias", "Y", {
    slots: { scale, bias },
    label: label(int("num_groups", "groups")),
  });

/** ONNX Runtime writes it into the standard domain of files that it optimised, and into its own. */
export const simplifiedLayerNormalization: Operator = entry(1, "normalization", "X scale", "Y inv_std_var", {
  slots: { scale },
  label: label(int("axis", "axis", -1)),
});

export const normalization: Family = {
  BatchNormalization: [
    entry(1, "normalization", "X scale B mean var", "Y mean var saved_mean saved_var", {
      slots: { scale, B: bias, mean, var: variance },
    }),
    // From 14 on the statistics that training updates are outputs only in training mode.
    entry(14, "normalization", "X scale B input_mean input_var", "Y running_mean running_var", {
      slots: { scale, B: bias, input_mean: mean, input_var: variance },
      label: label(flag("training_mode", "training")),
    }),
  ],
  InstanceNormalization: [
    entry(1, "normalization", "input scale B", "output", { slots: { scale, B: bias } }),
  ],
  LayerNormalization: [
    entry(17, "normalization", "X Scale B", "Y Mean InvStdDev", {
      slots: { Scale: scale, B: bias },
      label: label(int("axis", "axis", -1)),
    }),
  ],
  RMSNormalization: [
    entry(23, "normalization", "X scale", "Y", { slots: { scale }, label: label(int("axis", "axis", -1)) }),
  ],
  SimplifiedLayerNormalization: [simplifiedLayerNormalization],
  // Scale and bias are per group until 21, per channel from there on.
  GroupNormalization: [grouped(18), grouped(21)],
  LpNormalization: [
    entry(1, "normalization", "input", "output", { label: label(int("p", "p", 2), int("axis", "axis", -1)) }),
  ],
  LRN: [entry(1, "normalization", "X", "Y", { label: label(int("size", "size")) })],
  MeanVarianceNormalization: [entry(9, "normalization", "X", "Y", { label: label(ints("axes", "axes")) })],
};
