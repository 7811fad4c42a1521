import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { flag, int, kernel, label, steps } from "../label";
import type { Operator } from "../operator";

const window = label(
  kernel(),
  steps("strides", "stride"),
  steps("dilations", "dilation"),
  flag("ceil_mode", "ceil"),
);

const pool = (since: number, outputs = "Y"): Operator =>
  entry(since, "pooling", "X", outputs, { label: window });

const global = [entry(1, "pooling", "X", "Y")];

export const pooling: Family = {
  AveragePool: [pool(1)],
  LpPool: [pool(1)],
  MaxPool: [pool(1), pool(8, "Y Indices")],
  GlobalAveragePool: global,
  GlobalMaxPool: global,
  GlobalLpPool: [entry(1, "pooling", "X", "Y", { label: label(int("p", "p", 2)) })],
  MaxUnpool: [
    entry(9, "pooling", "X I output_shape", "output", { slots: constants("output_shape"), label: window }),
  ],
  MaxRoiPool: [entry(1, "pooling", "X rois", "Y", { label: label(kernel("pooled_shape")) })],
  RoiAlign: [
    entry(10, "pooling", "X rois batch_indices", "Y", {
      slots: constants("batch_indices"),
      label: label(int("output_height", "height", 1), int("output_width", "width", 1)),
    }),
  ],
};
