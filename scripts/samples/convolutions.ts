import { int, ints } from "./network";
import type { Network } from "./network";

/** A value of channels, with the mean and the variance that each is expected to have over images and positions. */
export interface Signal {
  readonly name: string;
  readonly means: readonly number[];
  readonly variances: readonly number[];
}

/** So many deviations below zero a channel that is switched off is shifted: it never fires. */
const DEAD_SHIFT = 8;
/** How far training has moved scales from 1 and shifts from 0. */
const [SCALE_SPREAD, SHIFT_SPREAD] = [0.15, 0.1];

/** A convolution without a bias, with weights as He et al. 2015 initialise them: deviation √(2/fan-in). */
export function convolve(
  network: Network,
  module: string,
  input: Signal,
  channels: number,
  { kernel = 3, stride = 1 }: { readonly kernel?: number; readonly stride?: number } = {},
): Signal {
  const each = kernel * kernel;
  const fanIn = input.means.length * each;
  const shape = [channels, input.means.length, kernel, kernel];
  const weights = network.storeNormal(`${module}.weight`, shape, Math.sqrt(2 / fanIn));
  const pad = (kernel - 1) / 2;
  const name = network.add("Conv", module, [input.name, `${module}.weight`], {
    kernel_shape: ints(kernel, kernel),
    pads: ints(pad, pad, pad, pad),
    strides: ints(stride, stride),
  });
  // Of independent inputs: the sum's mean and variance are the sums of theirs.
  const over = (values: readonly number[], power: number): readonly number[] =>
    Array.from({ length: channels }, (_, channel) => {
      const own = weights.slice(channel * fanIn, (channel + 1) * fanIn);
      return own.reduce((sum, weight, at) => sum + weight ** power * (values[Math.floor(at / each)] ?? 0), 0);
    });
  return { name, means: over(input.means, 1), variances: over(input.variances, 2) };
}

/** A batch normalisation that knows its input's statistics. @param dead channels that it shifts far below zero. */
export function normalise(
  network: Network,
  module: string,
  input: Signal,
  dead: readonly number[] = [],
): Signal {
  const channels = input.means.length;
  const scales = input.means.map(() => 1 + SCALE_SPREAD * network.random.normal());
  const shifts = scales.map((scale, channel) =>
    dead.includes(channel) ? -DEAD_SHIFT * scale : SHIFT_SPREAD * network.random.normal(),
  );
  network.store(`${module}.weight`, [channels], scales);
  network.store(`${module}.bias`, [channels], shifts);
  network.store(`${module}.running_mean`, [channels], input.means);
  network.store(`${module}.running_var`, [channels], input.variances);
  const stored = ["weight", "bias", "running_mean", "running_var"].map((part) => `${module}.${part}`);
  const name = network.add("BatchNormalization", module, [input.name, ...stored]);
  return { name, means: shifts, variances: scales.map((scale) => scale * scale) };
}

/** A ReLU of what a batch normalisation puts out: normal, around zero or far below it. */
export function rectify(network: Network, module: string, input: Signal): Signal {
  const name = network.add("Relu", module, [input.name]);
  const deviations = input.variances.map((variance, channel) => {
    const deviation = Math.sqrt(variance);
    return (input.means[channel] ?? 0) < -deviation ? 0 : deviation;
  });
  // Of max(0, z) with a standard normal z: mean 1/√(2π), mean square 1/2.
  return {
    name,
    means: deviations.map((deviation) => deviation / Math.sqrt(2 * Math.PI)),
    variances: deviations.map((deviation) => deviation ** 2 * (1 / 2 - 1 / (2 * Math.PI))),
  };
}

/** A linear layer with Glorot's deviation that scores classes. @param input flat: a row of features for each image. */
export function score(network: Network, input: string, features: number, classes: number): string {
  network.storeNormal("head.fc.weight", [classes, features], Math.sqrt(2 / (features + classes)));
  network.storeNormal("head.fc.bias", [classes], 0.01);
  const inputs = [input, "head.fc.weight", "head.fc.bias"];
  return network.add("Gemm", "head.fc", inputs, { transB: int(1) }, "scores");
}
