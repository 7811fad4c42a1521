import { seededRandom } from "../../src/running/inputs/random";
import { BATCH, ints, Network } from "./network";

/** How many times He's deviation the weights of one layer have. */
const EXPLODED = 200;
/** Deviation of the biases. */
const BIAS = 0.01;

/** An autoencoder that takes noise out of grey images, one layer of which has run away in training. */
export function explodingWeight(): Uint8Array {
  const network = new Network(
    seededRandom(3, "exploding weight"),
    "A sample of Layerscope: the weights of one layer are 200 times too large. Check the weights in Findings.",
  );
  let value = convolve(network, "encoder1", "noisy", [1, 12], { stride: 2 });
  value = convolve(network, "encoder2", value, [12, 16], { stride: 2 });
  value = convolve(network, "middle1", value, [16, 16], { times: EXPLODED });
  value = convolve(network, "middle2", value, [16, 16]);
  value = enlarge(network, "decoder1", value, [16, 12]);
  value = enlarge(network, "decoder2", value, [12, 8]);
  value = convolve(network, "decoder3", value, [8, 1], { output: "clean" });
  return network.finish(["noisy", [BATCH, 1, 28, 28]], [value, [BATCH, 1, 28, 28]]);
}

type Channels = readonly [from: number, to: number];

interface Layer {
  readonly stride?: number;
  /** He's deviation. */
  readonly times?: number;
  /** The model's, which has no ReLU behind it. */
  readonly output?: string;
}

/** A convolution of 3 × 3 with a bias, and a ReLU. */
function convolve(
  network: Network,
  module: string,
  input: string,
  [from, to]: Channels,
  { stride = 1, times = 1, output }: Layer = {},
): string {
  const conv = `${module}.conv`;
  network.storeNormal(`${conv}.weight`, [to, from, 3, 3], times * Math.sqrt(2 / (9 * from)));
  network.storeNormal(`${conv}.bias`, [to], BIAS);
  const inputs = [input, `${conv}.weight`, `${conv}.bias`];
  const attributes = { kernel_shape: ints(3, 3), pads: ints(1, 1, 1, 1), strides: ints(stride, stride) };
  const value = network.add("Conv", conv, inputs, attributes, output);
  return output === undefined ? network.add("Relu", `${module}.relu`, [value]) : value;
}

/** A transposed convolution that doubles width and height, and a ReLU. */
function enlarge(network: Network, module: string, input: string, [from, to]: Channels): string {
  const up = `${module}.up`;
  // Each output sees one position of the input: the fan-in is the channels alone.
  network.storeNormal(`${up}.weight`, [from, to, 2, 2], Math.sqrt(2 / from));
  network.storeNormal(`${up}.bias`, [to], BIAS);
  const output = network.add("ConvTranspose", up, [input, `${up}.weight`, `${up}.bias`], {
    kernel_shape: ints(2, 2),
    strides: ints(2, 2),
  });
  return network.add("Relu", `${module}.relu`, [output]);
}
