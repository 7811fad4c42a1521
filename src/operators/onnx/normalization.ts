import type { Context } from "../context";
import type { Rule } from "../elementwise";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { bias, entry, mean, scale, variance } from "../entry";
import { axisOf } from "../axis";
import { flag, int, ints, label } from "../label";
import { layerNormalizationGradient, rmsNormalizationGradient } from "../layer-gradient";
import type { Operator } from "../operator";
import { tensor } from "../value";
import { lpNormalizationGradient, lrnGradient, meanVarianceGradient } from "./scale-gradient";

const grouped = (since: number): Operator =>
  entry(since, "normalization", "X scale bias", "Y", {
    slots: { scale, bias },
    label: label(int("num_groups", "groups")),
    infer: like(),
  });

/** The data as it was, and statistics with one element for all axes from `axis` on. */
const layerNormalized: Rule = (node: Context) => {
  const shape = node.shape(0);
  const axis = shape && axisOf(node.int("axis", -1), shape.length);
  const statistics = axis === undefined ? undefined : shape?.map((size, at) => (at < axis ? size : 1));
  const dtype = node.typeNamed("stash_type") ?? "float32";
  return [{ type: node.type(0) }, tensor(dtype, statistics), tensor(dtype, statistics)];
};

/** The data as it was, and a vector of one statistic per channel at each further output. */
const batchNormalized: Rule = (node) => {
  const statistics = tensor(node.dtype(3), node.shape(3) ?? [node.dimension(0, 1)]);
  return [{ type: node.type(0) }, statistics, statistics, statistics, statistics];
};

/** ONNX Runtime writes it into the standard domain of files that it optimised, and into its own. */
export const simplifiedLayerNormalization: Operator = entry(1, "normalization", "X scale", "Y inv_std_var", {
  slots: { scale },
  label: label(int("axis", "axis", -1)),
  infer: layerNormalized,
  gradient: rmsNormalizationGradient,
});

export const normalization: Family = {
  BatchNormalization: [
    entry(1, "normalization", "X scale B mean var", "Y mean var saved_mean saved_var", {
      slots: { scale, B: bias, mean, var: variance },
      infer: batchNormalized,
    }),
    // From 14 on the statistics that training updates are outputs only in training mode.
    entry(14, "normalization", "X scale B input_mean input_var", "Y running_mean running_var", {
      slots: { scale, B: bias, input_mean: mean, input_var: variance },
      label: label(flag("training_mode", "training")),
      infer: batchNormalized,
    }),
  ],
  InstanceNormalization: [
    entry(1, "normalization", "input scale B", "output", { slots: { scale, B: bias }, infer: like() }),
  ],
  LayerNormalization: [
    entry(17, "normalization", "X Scale B", "Y Mean InvStdDev", {
      slots: { Scale: scale, B: bias },
      label: label(int("axis", "axis", -1)),
      infer: layerNormalized,
      gradient: layerNormalizationGradient,
    }),
  ],
  RMSNormalization: [
    entry(23, "normalization", "X scale", "Y", {
      slots: { scale },
      label: label(int("axis", "axis", -1)),
      infer: like(),
      gradient: rmsNormalizationGradient,
    }),
  ],
  SimplifiedLayerNormalization: [simplifiedLayerNormalization],
  // Scale and bias are per group until 21, per channel from there on.
  GroupNormalization: [grouped(18), grouped(21)],
  LpNormalization: [
    entry(1, "normalization", "input", "output", {
      label: label(int("p", "p", 2), int("axis", "axis", -1)),
      infer: like(),
      gradient: lpNormalizationGradient,
    }),
  ],
  LRN: [
    entry(1, "normalization", "X", "Y", {
      label: label(int("size", "size")),
      infer: like(),
      gradient: lrnGradient,
    }),
  ],
  MeanVarianceNormalization: [
    entry(9, "normalization", "X", "Y", {
      label: label(ints("axes", "axes")),
      infer: like(),
      gradient: meanVarianceGradient,
    }),
  ],
};
