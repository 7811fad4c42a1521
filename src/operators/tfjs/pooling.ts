import type { Context } from "../context";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { bias, entry, mean, scale, variance } from "../entry";
import { int, label, text } from "../label";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import { spatialKernel, spatialSteps } from "./label";
import { arranged, partsOf, slid, spatialOf } from "./window";

const window = label(spatialKernel("ksize"), spatialSteps("strides", "stride"), text("padding", "VALID"));

function pooled(node: Context, rank: number): readonly Value[] {
  const parts = partsOf(node, node.shape(0), rank);
  if (parts === undefined) return [tensor(node.dtype(0), undefined)];
  const spatial = slid(node, parts.spatial, spatialOf(node, "ksize", rank));
  const shape = arranged(node, { ...parts, spatial });
  return [tensor(node.dtype(0), shape), tensor("int32", shape)];
}

const pool = (rank: number, outputs = "y"): readonly Operator[] => [
  entry(1, "pooling", "x", outputs, { label: window, infer: (node) => pooled(node, rank) }),
];

export const pooling: Family = {
  AvgPool: pool(2),
  AvgPool3D: pool(3),
  MaxPool: pool(2),
  MaxPool3D: pool(3),
  MaxPoolWithArgmax: pool(2, "y argmax"),
};

/** The data as it was; the statistics behind it matter to training only. */
const batchNormalized: readonly Operator[] = [
  entry(
    1,
    "normalization",
    "x scale offset mean variance",
    "y batch_mean batch_variance reserve_space_1 reserve_space_2 reserve_space_3",
    {
      slots: { scale, offset: bias, mean, variance },
      infer: (node) => {
        const statistics = tensor(node.dtype(1), node.shape(1));
        return [{ type: node.type(0) }, ...new Array<Value>(5).fill(statistics)];
      },
    },
  ),
];

export const normalization: Family = {
  FusedBatchNorm: batchNormalized,
  FusedBatchNormV2: batchNormalized,
  FusedBatchNormV3: batchNormalized,
  LRN: [entry(1, "normalization", "x", "y", { label: label(int("depth_radius", "radius")), infer: like() })],
};
