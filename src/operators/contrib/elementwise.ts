import type { Family } from "../entry";
import { bias, constants, entry, table } from "../entry";
import { float, int, kernel, label, steps, text } from "../label";

const complex = [entry(1, "arithmetic", "A B", "C")];
const transform = [entry(1, "other", "X", "Y")];

export const activations: Family = {
  Gelu: [entry(1, "activation", "X", "Y")],
  QuickGelu: [entry(1, "activation", "X", "Y", { label: label(float("alpha", "α")) })],
  FastGelu: [entry(1, "activation", "X bias", "Y", { slots: { bias } })],
  BiasGelu: [entry(1, "activation", "A B", "C", { slots: { B: bias } })],
  BiasSplitGelu: [entry(1, "activation", "X bias", "Y", { slots: { bias } })],
  BiasSoftmax: [entry(1, "activation", "data bias", "output", { label: label(int("axis", "axis", 1)) })],
  BiasAdd: [entry(1, "arithmetic", "X bias skip", "Y", { slots: { bias } })],
  BiasDropout: [
    entry(1, "other", "data bias residual ratio training_mode", "output mask", {
      slots: { bias, ...constants("ratio training_mode") },
    }),
  ],
};

export const others: Family = {
  ComplexMul: complex,
  ComplexMulConj: complex,
  CDist: [entry(1, "arithmetic", "A B", "C", { label: label(text("metric", "sqeuclidean")) })],
  Inverse: transform,
  Rfft: transform,
  Irfft: transform,
  ExpandDims: [entry(1, "shape", "X axis", "Y", { slots: constants("axis") })],
  Pad: [entry(1, "shape", "data pads value", "output", { slots: constants("pads value") })],
  Range: [entry(1, "constant", "start limit delta", "Y", { slots: constants("start limit delta") })],
  Trilu: [entry(1, "shape", "X k", "Y", { slots: constants("k") })],
  Unique: [entry(1, "shape", "x", "y idx counts")],
  GatherND: [entry(1, "shape", "data indices", "output", { slots: constants("indices") })],
  GridSample: [entry(1, "shape", "X Grid", "Y", { label: label(text("mode", "bilinear")) })],
  CropAndResize: [
    entry(1, "shape", "X rois batch_indices crop_size", "Y", {
      slots: constants("batch_indices crop_size"),
    }),
  ],
  TorchEmbedding: [
    entry(1, "shape", "weight indices padding_idx scale_grad_by_freq", "Y", {
      slots: { weight: table, ...constants("indices padding_idx scale_grad_by_freq") },
    }),
  ],
  NhwcMaxPool: [entry(1, "pooling", "x", "y", { label: label(kernel(), steps("strides", "stride")) })],
  MaxpoolWithMask: [entry(1, "pooling", "X M", "Y", { label: label(kernel(), steps("strides", "stride")) })],
};
