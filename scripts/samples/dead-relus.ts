import { seededRandom } from "../../src/running/inputs/random";
import type { Signal } from "./convolutions";
import { convolve, normalise, rectify, score } from "./convolutions";
import { BATCH, Network } from "./network";

const CLASSES = 10;

/** Channels of the third block that its batch normalisation shifts out of the ReLU's reach. */
const DEAD_CHANNELS = [2, 5, 9, 14, 19];

/** A small classifier of digits, a part of which is dead. */
export function deadRelus(): Uint8Array {
  const network = new Network(
    seededRandom(2, "dead ReLUs"),
    "A sample of Layerscope: five channels of the third block never fire. Run it, then see Findings.",
  );
  let signal: Signal = { name: "digit", means: [0.1], variances: [1] };
  signal = block(network, "block1", signal, 12, 1);
  signal = block(network, "block2", signal, 16, 2);
  signal = block(network, "block3", signal, 24, 2, DEAD_CHANNELS);
  signal = block(network, "block4", signal, 24, 1);
  const pooled = network.add("GlobalAveragePool", "head.pool", [signal.name]);
  const flat = network.add("Flatten", "head.flatten", [pooled]);
  const scores = score(network, flat, signal.means.length, CLASSES);
  return network.finish(["digit", [BATCH, 1, 28, 28]], [scores, [BATCH, CLASSES]]);
}

function block(
  network: Network,
  module: string,
  input: Signal,
  channels: number,
  stride: number,
  dead?: readonly number[],
): Signal {
  const convolved = convolve(network, `${module}.conv`, input, channels, { stride });
  return rectify(network, `${module}.relu`, normalise(network, `${module}.bn`, convolved, dead));
}
