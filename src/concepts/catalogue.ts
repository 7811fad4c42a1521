import type { Role } from "../operators/operator";

/** What an operator of a role is explained by, where its type says nothing closer. */
const ROLES: Partial<Readonly<Record<Role, number>>> = {
  linear: 3,
  activation: 4,
  normalization: 13,
  pooling: 11,
  recurrent: 18,
  attention: 19,
  quantization: 45,
  loss: 22,
};

/** Operators and layers by concept: ONNX's and its contributed ones, Keras's layers, TensorFlow's operators. */
const TYPES: Readonly<Record<number, readonly string[]>> = {
  9: [
    ...["Conv", "FusedConv", "ConvInteger", "QLinearConv", "DeformConv", "Conv1D", "Conv2D", "Conv3D"],
    ...["_FusedConv2D", "Cropping2D", "ZeroPadding2D", "Im2Col", "Col2Im"],
  ],
  10: [
    ...["Flatten", "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool"],
    ...["GlobalAveragePooling1D", "GlobalAveragePooling2D", "GlobalMaxPooling1D", "GlobalMaxPooling2D"],
  ],
  12: ["Dropout"],
  14: ["TFOpLambda", "Hub", "KerasLayer"],
  15: ["RNN", "SimpleRNN", "Bidirectional", "TimeDistributed"],
  16: ["Loop", "Scan", "While", "StatelessWhile", "SimpleRNNCell", "RepeatVector"],
  17: ["Masking", "ReverseSequence"],
  18: ["LSTM", "GRU", "LSTMCell", "GRUCell", "ConvLSTM2D", "DynamicQuantizeLSTM", "StackedRNNCells"],
  19: ["Attention", "MultiHeadAttention", "AdditiveAttention", "GroupQueryAttention", "QAttention"],
  20: [
    ...["ConvTranspose", "Conv2DTranspose", "Conv3DTranspose", "Conv2DBackpropInput", "MaxUnpool"],
    ...["UpSampling1D", "UpSampling2D", "UpSampling3D", "Resize", "Upsample", "DepthToSpace"],
  ],
  21: ["RandomNormal", "RandomNormalLike", "RandomUniform", "RandomUniformLike", "RandomStandardNormal"],
  23: ["Softmax", "LogSoftmax", "Hardmax"],
  31: [
    ...["RandomFlip", "RandomRotation", "RandomZoom", "RandomCrop", "RandomContrast", "RandomBrightness"],
    ...["RandomTranslation", "RandomHeight", "RandomWidth", "CenterCrop", "Rescaling"],
  ],
  38: ["GaussianNoise", "GaussianDropout", "ActivityRegularization"],
  40: ["ArgMax", "ArgMin", "TopK", "TopKV2", "NonMaxSuppression", "NonMaxSuppressionV5", "ZipMap"],
  41: ["SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D", "AlphaDropout"],
  42: ["Clip", "ClipByValue"],
  43: ["Adam", "Adagrad", "Momentum", "Gradient"],
  45: [
    ...["DepthwiseConv2D", "DepthwiseConv2dNative", "FusedDepthwiseConv2dNative", "SeparableConv1D"],
    ...["SeparableConv2D", "MatMulNBits", "MatMulInteger", "QLinearMatMul"],
  ],
  47: ["Imputer", "IsNaN", "IsNan", "IsInf"],
  48: [
    ...["TreeEnsemble", "TreeEnsembleClassifier", "TreeEnsembleRegressor", "Average", "Mean"],
    ...["LinearClassifier", "SVMClassifier"],
  ],
  49: ["Identity", "LeakyRelu", "LeakyReLU", "PRelu", "PReLU"],
  50: ["RotaryEmbedding", "SkipLayerNormalization", "EmbedLayerNormalization", "MoE", "LinearAttention"],
};

const BY_TYPE: ReadonlyMap<string, number> = new Map(
  Object.entries(TYPES).flatMap(([number, types]) => types.map((type) => [type, Number(number)] as const)),
);

/** The concept that explains an operator or layer best; undefined: none does. */
export function conceptOfOperator(type: string, role: Role | undefined): number | undefined {
  return BY_TYPE.get(type) ?? (role === undefined ? undefined : ROLES[role]);
}

/** What a model's file says of its training, by the key under which it is shown. */
export const TRAINING: ReadonlyMap<string, readonly number[]> = new Map([
  ["optimizer", [43, 24, 25, 27, 28, 32]],
  ["loss", [22, 32]],
  ["loss weights", [22]],
  ["metrics", [33, 34, 36, 7, 32]],
  ["weighted metrics", [33, 37]],
]);

/** Words that must stand in what is said of the training for a concept to be shown there. */
export const TRAINING_WORDS: ReadonlyMap<number, RegExp> = new Map([
  [24, /\bsgd\b/i],
  [27, /learning_rate|\blr\b/i],
  [28, /momentum|nesterov|beta/i],
  [34, /precision|recall/i],
  [36, /\bauc\b|roc/i],
]);
