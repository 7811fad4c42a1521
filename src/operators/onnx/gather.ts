import { blocked } from "../blocked";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry, table } from "../entry";
import { int, label, text } from "../label";
import type { Operator } from "../operator";
import type { Gradient } from "../recipe";
import { tensor } from "../value";
import {
  compressGradient,
  gatherElementsGradient,
  gatherNdGradient,
  oneHotGradient,
  reverseSequenceGradient,
  scatterElementsGradient,
  scatterNdGradient,
  topKGradient,
} from "./gather-gradient";
import { chosen, gathered, gatheredByPlace, oneHot, topped, uniqueOnes } from "./choose";

const alongAxis = label(int("axis", "axis", 0));

const scatter = (since: number, gradient: Gradient): Operator =>
  entry(since, "shape", "data indices updates", "output", {
    slots: constants("indices"),
    label: label(int("axis", "axis", 0), text("reduction", "none")),
    infer: like(),
    gradient,
  });

export const gathering: Family = {
  Gather: [
    entry(1, "shape", "data indices", "output", {
      slots: { data: table, ...constants("indices") },
      label: alongAxis,
      infer: gathered,
    }),
  ],
  GatherElements: [
    entry(11, "shape", "data indices", "output", {
      slots: constants("indices"),
      label: alongAxis,
      infer: (node) => [tensor(node.dtype(0), node.shape(1))],
      gradient: gatherElementsGradient,
    }),
  ],
  GatherND: [
    entry(11, "shape", "data indices", "output", {
      slots: constants("indices"),
      infer: gatheredByPlace,
      gradient: gatherNdGradient,
    }),
    entry(12, "shape", "data indices", "output", {
      slots: constants("indices"),
      infer: gatheredByPlace,
      gradient: gatherNdGradient,
      label: label(int("batch_dims", "batch dims", 0)),
    }),
  ],
  Scatter: [scatter(9, scatterElementsGradient)],
  ScatterElements: [scatter(11, scatterElementsGradient)],
  ScatterND: [scatter(11, scatterNdGradient)],
  TensorScatter: [
    entry(24, "shape", "past_cache update write_indices", "present_cache", {
      slots: constants("past_cache write_indices"),
      infer: like(),
    }),
  ],
  TopK: [
    entry(1, "shape", "X", "Values Indices", {
      label: label(int("k"), int("axis", "axis", -1)),
      infer: (node) => topped(node, node.int("k")),
      gradient: topKGradient,
    }),
    entry(10, "shape", "X K", "Values Indices", {
      slots: constants("K"),
      infer: (node) => topped(node, node.scalar(1)),
      gradient: topKGradient,
      label: label(int("axis", "axis", -1)),
    }),
  ],
  OneHot: [
    entry(9, "shape", "indices depth values", "output", {
      slots: constants("indices depth values"),
      infer: oneHot,
      gradient: oneHotGradient,
      label: label(int("axis", "axis", -1)),
    }),
  ],
  NonZero: [
    entry(9, "shape", "X", "Y", {
      infer: (node) => [
        tensor("int64", [
          node.rank(0) === undefined ? undefined : Math.max(node.rank(0) ?? 0, 1),
          node.fresh("nonzero"),
        ]),
      ],
      gradient: blocked,
    }),
  ],
  Compress: [
    entry(9, "shape", "input condition", "output", {
      slots: constants("condition"),
      label: label(int("axis")),
      infer: chosen,
      gradient: compressGradient,
    }),
  ],
  Unique: [
    entry(11, "shape", "X", "Y indices inverse_indices counts", {
      label: label(int("axis")),
      infer: uniqueOnes,
    }),
  ],
  ReverseSequence: [
    entry(10, "shape", "input sequence_lens", "Y", {
      slots: constants("sequence_lens"),
      label: label(int("time_axis", "time axis", 0)),
      infer: like(),
      gradient: reverseSequenceGradient,
    }),
  ],
  NonMaxSuppression: [
    entry(
      10,
      "other",
      "boxes scores max_output_boxes_per_class iou_threshold score_threshold",
      "selected_indices",
      {
        slots: constants("max_output_boxes_per_class iou_threshold score_threshold"),
        infer: (node) => [tensor("int64", [node.fresh("selected"), 3])],
        gradient: blocked,
      },
    ),
  ],
};
