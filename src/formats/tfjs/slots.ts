import type { JsonObject } from "./json";

/**
 * What a class of layers keeps, in the order of its registry entry: how many values it takes before its weights, and
 * the names of those, as the end of their names in the file: `query/kernel` also needs a part that begins with `query`.
 */
export interface WeightSlots {
  readonly values: number;
  readonly weights: readonly string[];
}

const slots = (weights: string, values = 1): WeightSlots => ({ values, weights: weights.split(" ") });

const KERNEL = slots("kernel bias");
const DEPTHWISE = slots("depthwise_kernel bias");
const SEPARABLE = slots("depthwise_kernel pointwise_kernel bias");
const AFFINE = slots("gamma beta");
const RECURRENT = slots("kernel recurrent_kernel bias");
const TABLE = slots("embeddings");
const HEADS = slots(
  "query/kernel query/bias key/kernel key/bias value/kernel value/bias attention_output/kernel attention_output/bias",
  3,
);

export const WEIGHT_SLOTS: Readonly<Record<string, WeightSlots>> = {
  Dense: KERNEL,
  EinsumDense: KERNEL,
  Conv1D: KERNEL,
  Conv2D: KERNEL,
  Conv3D: KERNEL,
  Conv1DTranspose: KERNEL,
  Conv2DTranspose: KERNEL,
  Conv3DTranspose: KERNEL,
  DepthwiseConv1D: DEPTHWISE,
  DepthwiseConv2D: DEPTHWISE,
  SeparableConv1D: SEPARABLE,
  SeparableConv2D: SEPARABLE,
  Embedding: TABLE,
  ReversibleEmbedding: slots("embeddings reverse_embeddings"),
  PositionEmbedding: TABLE,
  BatchNormalization: slots("gamma beta moving_mean moving_variance"),
  LayerNormalization: AFFINE,
  GroupNormalization: AFFINE,
  RMSNormalization: slots("scale"),
  Normalization: slots("mean variance count"),
  PReLU: slots("alpha"),
  SimpleRNN: RECURRENT,
  GRU: RECURRENT,
  LSTM: RECURRENT,
  ConvLSTM1D: RECURRENT,
  ConvLSTM2D: RECURRENT,
  ConvLSTM3D: RECURRENT,
  Bidirectional: slots(
    "forward/kernel forward/recurrent_kernel forward/bias backward/kernel backward/recurrent_kernel backward/bias",
  ),
  MultiHeadAttention: HEADS,
  GroupQueryAttention: HEADS,
  Attention: slots("scale concat_score_weight", 3),
  AdditiveAttention: slots("scale", 3),
};

/** Weights that a layer has only where its settings say so; what is not listed is always there. */
const WITHOUT: readonly (readonly [weight: RegExp, missing: (config: JsonObject) => boolean])[] = [
  [/(^|\/)bias$/, ({ use_bias: used }) => used === false],
  [/^gamma$/, ({ scale }) => scale === false],
  [/^beta$/, ({ center }) => center === false],
  [/^reverse_embeddings$/, ({ tie_weights: tied }) => tied !== false],
  [/^scale$/, ({ use_scale: used }) => used === false],
  [/^concat_score_weight$/, ({ score_mode: mode }) => mode !== "concat"],
  [/^(mean|variance|count)$/, ({ mean }) => mean !== undefined && mean !== null],
];

/** What a layer of a class keeps; undefined for classes that are not known, whatever they are called. */
export function slotsOf(className: string): WeightSlots | undefined {
  return Object.hasOwn(WEIGHT_SLOTS, className) ? WEIGHT_SLOTS[className] : undefined;
}

/** The weights that a layer must have by its settings. */
export function expectedWeights({ weights }: WeightSlots, config: JsonObject): readonly string[] {
  return weights.filter((weight) => !WITHOUT.some(([name, missing]) => name.test(weight) && missing(config)));
}
