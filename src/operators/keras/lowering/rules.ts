import type { Lower } from "../../recipe";
import {
  lowerActivation,
  lowerElu,
  lowerLeakyRelu,
  lowerPrelu,
  lowerRelu,
  lowerSoftmax,
  lowerThresholdedRelu,
} from "./activation";
import { lowerAdditiveAttention, lowerAttention, lowerHeads } from "./attention";
import { lowerConvolution, lowerDepthwise, lowerSeparable, lowerTransposed } from "./convolution";
import { lowerDense, lowerEinsumDense, lowerEmbedding, lowerPositionEmbedding } from "./dense";
import { lowerConcatenate, lowerDot, lowerMerge, lowerMultiply, lowerSubtract } from "./merge";
import {
  lowerBatchNormalization,
  lowerGroupNormalization,
  lowerLayerNormalization,
  lowerNormalization,
  lowerRescaling,
  lowerRmsNormalization,
  lowerUnitNormalization,
} from "./normalization";
import { lowerGlobalPool, lowerPool } from "./pooling";
import { lowerRecurrent } from "./recurrent";
import {
  lowerCenterCrop,
  lowerCropping,
  lowerFlatten,
  lowerNothing,
  lowerPadding,
  lowerPermute,
  lowerRepeatVector,
  lowerReshape,
  lowerResizing,
  lowerUpSampling,
} from "./shaping";
import { lowerBidirectional, lowerDistributed } from "./wrapper";

/** One rule for each number of spatial axes: the name has it in place of the `#`. */
function perRank(name: string, rule: (rank: number) => Lower, ranks = [1, 2, 3]): Record<string, Lower> {
  return Object.fromEntries(ranks.map((rank) => [name.replace("#", String(rank)), rule(rank)]));
}

/** Layers that do something in training only. */
const INACTIVE = (
  "Dropout AlphaDropout GaussianDropout SpatialDropout1D SpatialDropout2D SpatialDropout3D GaussianNoise " +
  "ActivityRegularization Identity RandomBrightness RandomContrast RandomFlip RandomRotation RandomTranslation RandomZoom"
).split(" ");

/** What the layers of Keras are in operators of ONNX, by class. */
export const LOWERINGS: Readonly<Record<string, Lower>> = {
  ...Object.fromEntries(INACTIVE.map((name) => [name, lowerNothing])),
  Activation: lowerActivation,
  ReLU: lowerRelu,
  LeakyReLU: lowerLeakyRelu,
  PReLU: lowerPrelu,
  ELU: lowerElu,
  ThresholdedReLU: lowerThresholdedRelu,
  Softmax: lowerSoftmax,
  Dense: lowerDense,
  EinsumDense: lowerEinsumDense,
  Embedding: lowerEmbedding,
  PositionEmbedding: lowerPositionEmbedding,
  ...perRank("Conv#D", lowerConvolution),
  ...perRank("Conv#DTranspose", lowerTransposed),
  ...perRank("DepthwiseConv#D", lowerDepthwise, [1, 2]),
  ...perRank("SeparableConv#D", lowerSeparable, [1, 2]),
  BatchNormalization: lowerBatchNormalization,
  LayerNormalization: lowerLayerNormalization,
  GroupNormalization: lowerGroupNormalization,
  RMSNormalization: lowerRmsNormalization,
  UnitNormalization: lowerUnitNormalization,
  Normalization: lowerNormalization,
  Rescaling: lowerRescaling,
  ...perRank("MaxPooling#D", (rank) => lowerPool("MaxPool", rank)),
  ...perRank("AveragePooling#D", (rank) => lowerPool("AveragePool", rank)),
  ...perRank("GlobalMaxPooling#D", (rank) => lowerGlobalPool("ReduceMax", rank)),
  ...perRank("GlobalAveragePooling#D", (rank) => lowerGlobalPool("ReduceMean", rank)),
  Reshape: lowerReshape,
  Flatten: lowerFlatten,
  Permute: lowerPermute,
  RepeatVector: lowerRepeatVector,
  ...perRank("ZeroPadding#D", lowerPadding),
  ...perRank("Cropping#D", lowerCropping),
  ...perRank("UpSampling#D", lowerUpSampling),
  CenterCrop: lowerCenterCrop,
  Resizing: lowerResizing,
  Add: lowerMerge("Sum"),
  Average: lowerMerge("Mean"),
  Maximum: lowerMerge("Max"),
  Minimum: lowerMerge("Min"),
  Subtract: lowerSubtract,
  Multiply: lowerMultiply,
  Concatenate: lowerConcatenate,
  Dot: lowerDot,
  SimpleRNN: lowerRecurrent,
  GRU: lowerRecurrent,
  LSTM: lowerRecurrent,
  Bidirectional: lowerBidirectional,
  TimeDistributed: lowerDistributed(() => LOWERINGS),
  MultiHeadAttention: lowerHeads,
  Attention: lowerAttention,
  AdditiveAttention: lowerAdditiveAttention,
};
