import { elementsOf } from "../../src/model/tensor";
import { seededRandom } from "../../src/running/inputs/random";

type Json = Readonly<Record<string, unknown>>;

interface Stored {
  readonly name: string;
  readonly shape: readonly number[];
  readonly elements: readonly number[];
}

const [SIZE, CLASSES] = [32, 4];
/** Of the shard beside model.json, as the converter names it. */
export const SHARD = "group1-shard1of1.bin";

/**
 * A Keras classifier as TensorFlow.js stores it, with the optimiser and the loss that it was trained with: model.json
 * and its shard, by name.
 */
export function recipe(): ReadonlyMap<string, Uint8Array> {
  const weights = stored();
  const document = {
    format: "layers-model",
    generatedBy: "layerscope samples",
    convertedBy: null,
    modelTopology: {
      keras_version: "2.15.0",
      backend: "tensorflow",
      model_config: TOPOLOGY,
      training_config: TRAINING,
    },
    weightsManifest: [
      { paths: [SHARD], weights: weights.map(({ name, shape }) => ({ name, shape, dtype: "float32" })) },
    ],
  };
  const elements = weights.flatMap((one) => one.elements);
  return new Map([
    ["model.json", Buffer.from(`${JSON.stringify(document)}\n`)],
    [SHARD, Buffer.from(Float32Array.from(elements).buffer)],
  ]);
}

const TRAINING = {
  loss: "categorical_crossentropy",
  metrics: ["accuracy"],
  weighted_metrics: null,
  loss_weights: null,
  optimizer_config: {
    class_name: "Adam",
    config: {
      name: "Adam",
      learning_rate: 0.001,
      decay: 0,
      beta_1: 0.9,
      beta_2: 0.999,
      epsilon: 1e-7,
      amsgrad: false,
    },
  },
};

const convolution = (name: string, filters: number): Json => ({
  name,
  filters,
  kernel_size: [3, 3],
  strides: [1, 1],
  padding: "same",
  data_format: "channels_last",
  activation: "relu",
  use_bias: true,
  trainable: true,
  dtype: "float32",
});

const pooling = (name: string): Json => ({
  name,
  pool_size: [2, 2],
  strides: [2, 2],
  padding: "valid",
  data_format: "channels_last",
  trainable: true,
});

const dense = (name: string, units: number, activation: string): Json => ({
  name,
  units,
  activation,
  use_bias: true,
  trainable: true,
});

const layer = (class_name: string, config: Json): Json => ({ class_name, config });

const TOPOLOGY = layer("Sequential", {
  name: "seasons",
  layers: [
    layer("Conv2D", { ...convolution("conv1", 12), batch_input_shape: [null, SIZE, SIZE, 3] }),
    layer("MaxPooling2D", pooling("pool1")),
    layer("Conv2D", convolution("conv2", 20)),
    layer("MaxPooling2D", pooling("pool2")),
    layer("Conv2D", convolution("conv3", 28)),
    layer("GlobalAveragePooling2D", { name: "average", data_format: "channels_last", trainable: true }),
    layer("Dropout", { name: "dropout", rate: 0.3, noise_shape: null, seed: null, trainable: true }),
    layer("Dense", dense("season", CLASSES, "softmax")),
  ],
});

/** What the layers learned: He's deviations before a ReLU, Glorot's before the softmax. */
function stored(): readonly Stored[] {
  const { normal } = seededRandom(5, "recipe");
  const one = (name: string, shape: readonly number[], deviation: number): Stored => ({
    name,
    shape,
    elements: Array.from({ length: elementsOf(shape) }, () => deviation * normal()),
  });
  const pair = (name: string, shape: readonly number[], deviation: number): readonly Stored[] => [
    one(`${name}/kernel`, shape, deviation),
    one(`${name}/bias`, [shape.at(-1) ?? 0], 0.01),
  ];
  return [
    ...pair("conv1", [3, 3, 3, 12], Math.sqrt(2 / 27)),
    ...pair("conv2", [3, 3, 12, 20], Math.sqrt(2 / 108)),
    ...pair("conv3", [3, 3, 20, 28], Math.sqrt(2 / 180)),
    ...pair("season", [28, CLASSES], Math.sqrt(2 / (28 + CLASSES))),
  ];
}
