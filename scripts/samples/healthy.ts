import { seededRandom } from "../../src/running/inputs/random";
import type { Signal } from "./convolutions";
import { convolve, normalise, rectify, score } from "./convolutions";
import { Network } from "./network";

const [SIZE, CLASSES] = [32, 10];

/** A small residual network for colour images, with pre-activations (He et al. 2016), in which nothing is wrong. */
export function healthy(): Uint8Array {
  const network = new Network(
    seededRandom(1, "healthy"),
    "A sample of Layerscope: a residual network in which nothing is wrong.",
  );
  const image: Signal = { name: "image", means: [0.06, -0.02, -0.04], variances: [1, 1, 1] };
  let signal = convolve(network, "stem", image, 12, { stride: 2 });
  signal = residual(network, "stage1.0", signal);
  signal = residual(network, "stage2.0", signal, 16);
  signal = residual(network, "stage3.0", signal, 24);
  signal = residual(network, "stage3.1", signal);
  const last = rectify(network, "head.relu", normalise(network, "head.bn", signal));
  // No average before the scores: it would make gradients smaller by the number of its positions.
  const flat = network.add("Flatten", "head.flatten", [last.name]);
  const scores = score(network, flat, 24 * (SIZE / 8) ** 2, CLASSES);
  return network.finish(["image", [1, 3, SIZE, SIZE]], [scores, [1, CLASSES]]);
}

/** A block with a way around it. @param widened to so many channels, at half the width and height. */
function residual(network: Network, module: string, input: Signal, widened?: number): Signal {
  const channels = widened ?? input.means.length;
  const stride = widened === undefined ? 1 : 2;
  const before = rectify(network, `${module}.relu1`, normalise(network, `${module}.bn1`, input));
  const first = convolve(network, `${module}.conv1`, before, channels, { stride });
  const between = rectify(network, `${module}.relu2`, normalise(network, `${module}.bn2`, first));
  const branch = convolve(network, `${module}.conv2`, between, channels);
  const around =
    widened === undefined
      ? input
      : convolve(network, `${module}.shortcut`, before, channels, { kernel: 1, stride });
  const sum = (left: readonly number[], right: readonly number[]): readonly number[] =>
    left.map((value, channel) => value + (right[channel] ?? 0));
  return {
    name: network.add("Add", module, [around.name, branch.name]),
    means: sum(around.means, branch.means),
    variances: sum(around.variances, branch.variances),
  };
}
