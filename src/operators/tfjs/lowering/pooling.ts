import { channelsInFront, toFront, toLast } from "../../channels-in-front";
import type { Context } from "../../context";
import type { Settings } from "../../emit";
import { float } from "../../emit";
import type { Lower } from "../../recipe";
import { channelsFirst, partsOf, spatialOf } from "../window";
import { windowSettings } from "./convolution";
import { cast, outputType } from "./steering";

const poolSettings = (node: Context, rank: number): Settings =>
  windowSettings(node, rank, spatialOf(node, "ksize", rank));

/** What lies in the padding counts neither for the largest nor for the mean. */
const pool =
  (operator: "MaxPool" | "AveragePool", rank: number): Lower =>
  ({ node, emit, inputNames: [x = ""] }) => [
    channelsInFront(channelsFirst(node), emit, x, rank, (data) =>
      emit.one(operator, [data], poolSettings(node, rank)),
    ),
  ];

/** Places are counted with channels last, within an image or within the batch. */
const withPlaces: Lower = (recipe) => {
  const { node, emit, inputNames } = recipe;
  const parts = partsOf(node, node.shape(0), 2);
  const [height, width] = parts?.spatial ?? [];
  const channels = parts?.channels;
  if (typeof height !== "number" || typeof width !== "number" || typeof channels !== "number")
    return undefined;
  const data = toFront(emit, inputNames[0] ?? "", 2);
  const [y = "", places = ""] = emit.several("MaxPool", [data], 2, poolSettings(node, 2));
  const [area, depth] = [emit.ints(height * width), emit.ints(channels)];
  const plane = emit.one("Div", [places, area]);
  const channel = emit.one("Mod", [plane, depth]);
  const inside = emit.one("Add", [emit.one("Mul", [emit.one("Mod", [places, area]), depth]), channel]);
  const image = emit.one("Mul", [emit.one("Div", [plane, depth]), emit.ints(height * width * channels)]);
  const all = node.flag("include_batch_in_index") ? emit.one("Add", [inside, image]) : inside;
  return [toLast(emit, y, 2), cast(emit, toLast(emit, all, 2), outputType(recipe, 1)) ?? ""];
};

/** (tfjs-converter/src/operations/op_list/normalization.ts) */
const EPSILON = 0.001;

const batchNormalized: Lower = ({ node, emit, inputNames }) => {
  const rank = node.rank(0);
  if (rank === undefined || rank < 2) return undefined;
  const [x = "", ...parameters] = inputNames;
  const epsilon = float(node.float("epsilon") ?? EPSILON);
  return [
    channelsInFront(channelsFirst(node), emit, x, rank - 2, (data) =>
      emit.one("BatchNormalization", [data, ...parameters.slice(0, 4)], { epsilon }),
    ),
  ];
};

/** ONNX divides alpha by the size of the window, TensorFlow does not. */
const locallyNormalized: Lower = ({ node, emit, inputNames: [x = ""] }) => {
  const size = 2 * node.int("depth_radius", 5) + 1;
  const settings = {
    size,
    alpha: float((node.float("alpha") ?? 1) * size),
    beta: float(node.float("beta") ?? 0.5),
    bias: float(node.float("bias") ?? 1),
  };
  return [channelsInFront(channelsFirst(node), emit, x, 2, (data) => emit.one("LRN", [data], settings))];
};

export const pooling: Readonly<Record<string, Lower>> = {
  AvgPool: pool("AveragePool", 2),
  AvgPool3D: pool("AveragePool", 3),
  MaxPool: pool("MaxPool", 2),
  MaxPool3D: pool("MaxPool", 3),
  MaxPoolWithArgmax: withPlaces,
  FusedBatchNorm: batchNormalized,
  FusedBatchNormV2: batchNormalized,
  FusedBatchNormV3: batchNormalized,
  LRN: locallyNormalized,
};
