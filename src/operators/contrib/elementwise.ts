import type { Dimension } from "../../model/shape";
import { axisOf } from "../axis";
import type { Context } from "../context";
import { broadcasting, like } from "../elementwise";
import type { Family } from "../entry";
import { bias, constants, entry, rulesOf, table, withGradients } from "../entry";
import { fastGeluGradient, geluGradient, quickGeluGradient } from "../gelu";
import { float, int, kernel, label, steps, text } from "../label";
import { gatheredByPlace, uniqueOnes } from "../onnx/choose";
import { constant } from "../onnx/constant";
import { gatherNdGradient } from "../onnx/gather-gradient";
import { viewGradients } from "../onnx/gradient/view";
import { gridSampleGradient } from "../onnx/grid-gradient";
import { sampled } from "../onnx/interpolate";
import { pieces } from "../onnx/piece";
import { rangeGradient, triluGradient } from "../onnx/shape-gradient";
import type { Value } from "../value";
import { tensor } from "../value";
import { slide, windowOf } from "../window";
import { inverseGradient } from "./inverse-gradient";

const complex = [entry(1, "arithmetic", "A B", "C", { infer: broadcasting() })];

/** Half of the channels gate the other half. */
function splitGated(node: Context): readonly Value[] {
  const [shape, width] = [node.shape(0), node.dimension(0, -1)];
  return [
    tensor(node.dtype(0), shape?.with(-1, typeof width === "number" ? Math.floor(width / 2) : undefined)),
  ];
}

/** The transform over the last axes; real parts and imaginary parts stand in a new last axis of two. */
function spectrum(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const last = shape?.at(-1);
  const half = node.flag("onesided", true);
  const size: Dimension = half ? (typeof last === "number" ? Math.floor(last / 2) + 1 : undefined) : last;
  return [tensor(node.dtype(0), shape && [...shape.with(-1, size), 2])];
}

/** Back to a real signal, which is twice as long less two where half a spectrum was kept. */
function signal(node: Context): readonly Value[] {
  const shape = node.shape(0)?.slice(0, -1);
  const bins = shape?.at(-1);
  const size = typeof bins === "number" && node.flag("onesided", true) ? 2 * (bins - 1) : bins;
  return [tensor(node.dtype(0), shape?.with(-1, size))];
}

function expandedBy(node: Context): readonly Value[] {
  const [shape, given] = [node.shape(0), node.numbers(1)?.[0]];
  const axis = shape === undefined || given === undefined ? undefined : axisOf(given, shape.length + 1);
  return [tensor(node.dtype(0), axis === undefined ? undefined : shape?.toSpliced(axis, 0, 1))];
}

/** As many boxes as regions, of one size. */
function cropped(node: Context): readonly Value[] {
  const [height, width] = node.elements(3) ?? [];
  return [tensor(node.dtype(0), [node.dimension(1, 0), node.dimension(0, 1), height, width])];
}

function embedded(node: Context): readonly Value[] {
  const indices = node.shape(1);
  return [tensor(node.dtype(0), indices && [...indices, node.dimension(0, 1)])];
}

/** Channels last: the spatial axes are those between. */
export function pooledLast(node: Context): readonly Value[] {
  const shape = node.shape(0);
  if (shape === undefined) return [tensor(node.dtype(0), undefined)];
  const spatial = shape.slice(1, -1);
  return [tensor(node.dtype(0), [shape[0], ...slide(spatial, windowOf(node, spatial.length)), shape.at(-1)])];
}

function masked(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const spatial = shape?.slice(2);
  return [
    tensor(
      node.dtype(0),
      shape && spatial && [...shape.slice(0, 2), ...slide(spatial, windowOf(node, spatial.length))],
    ),
  ];
}

export const activations: Family = {
  Gelu: [entry(1, "activation", "X", "Y", { infer: like(), gradient: geluGradient })],
  QuickGelu: [
    entry(1, "activation", "X", "Y", {
      label: label(float("alpha", "α")),
      infer: like(),
      gradient: quickGeluGradient,
    }),
  ],
  FastGelu: [
    entry(1, "activation", "X bias", "Y", { slots: { bias }, infer: like(), gradient: fastGeluGradient }),
  ],
  BiasGelu: [
    entry(1, "activation", "A B", "C", { slots: { B: bias }, infer: like(), gradient: geluGradient }),
  ],
  BiasSplitGelu: [entry(1, "activation", "X bias", "Y", { slots: { bias }, infer: splitGated })],
  BiasSoftmax: [
    entry(1, "activation", "data bias", "output", { label: label(int("axis", "axis", 1)), infer: like() }),
  ],
  BiasAdd: [entry(1, "arithmetic", "X bias skip", "Y", { slots: { bias }, infer: like() })],
  BiasDropout: [
    entry(1, "other", "data bias residual ratio training_mode", "output mask", {
      slots: { bias, ...constants("ratio training_mode") },
      infer: (node) => [{ type: node.type(0) }, tensor("bool", node.shape(0))],
    }),
  ],
};

const data: Family = {
  ComplexMul: complex,
  ComplexMulConj: complex,
  CDist: [
    entry(1, "arithmetic", "A B", "C", {
      label: label(text("metric", "sqeuclidean")),
      infer: (node) => [tensor(node.dtype(0), [node.dimension(0, 0), node.dimension(1, 0)])],
    }),
  ],
  Inverse: [entry(1, "other", "X", "Y", { infer: like() })],
  Rfft: [entry(1, "other", "X", "Y", { infer: spectrum })],
  Irfft: [entry(1, "other", "X", "Y", { infer: signal })],
  ExpandDims: [entry(1, "shape", "X axis", "Y", { slots: constants("axis"), infer: expandedBy })],
  Pad: [
    entry(1, "shape", "data pads value", "output", {
      slots: constants("pads value"),
      ...rulesOf(pieces, "Pad"),
    }),
  ],
  Range: [
    entry(1, "constant", "start limit delta", "Y", {
      slots: constants("start limit delta"),
      ...rulesOf(constant, "Range"),
    }),
  ],
  Trilu: [entry(1, "shape", "X k", "Y", { slots: constants("k"), infer: like() })],
  Unique: [
    entry(1, "shape", "x", "y idx counts", {
      infer: (node) => {
        const [values, , places, counts] = uniqueOnes(node);
        return [values, places, counts].flatMap((one) => one ?? []);
      },
    }),
  ],
  GatherND: [
    entry(1, "shape", "data indices", "output", { slots: constants("indices"), infer: gatheredByPlace }),
  ],
  GridSample: [entry(1, "shape", "X Grid", "Y", { label: label(text("mode", "bilinear")), infer: sampled })],
  CropAndResize: [
    entry(1, "shape", "X rois batch_indices crop_size", "Y", {
      slots: constants("batch_indices crop_size"),
      infer: cropped,
    }),
  ],
  TorchEmbedding: [
    entry(1, "shape", "weight indices padding_idx scale_grad_by_freq", "Y", {
      slots: { weight: table, ...constants("indices padding_idx scale_grad_by_freq") },
      infer: embedded,
    }),
  ],
  NhwcMaxPool: [
    entry(1, "pooling", "x", "y", { label: label(kernel(), steps("strides", "stride")), infer: pooledLast }),
  ],
  MaxpoolWithMask: [
    entry(1, "pooling", "X M", "Y", { label: label(kernel(), steps("strides", "stride")), infer: masked }),
  ],
};

const { Reshape: reshaped, Pad: padded } = viewGradients;

/** Most do what operators of the standard domain do. */
export const others: Family = withGradients(data, {
  Inverse: inverseGradient,
  GatherND: gatherNdGradient,
  GridSample: gridSampleGradient,
  Range: rangeGradient,
  Trilu: triluGradient,
  ...(reshaped && { ExpandDims: reshaped }),
  ...(padded && { Pad: padded }),
});
