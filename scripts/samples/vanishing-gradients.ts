import { seededRandom } from "../../src/running/inputs/random";
import { BATCH, int, Network } from "./network";

const [FEATURES, WIDTH, LAYERS, CLASSES] = [16, 32, 12, 3];

/** A network as they were before 2010: many layers with sigmoids, initialised as Glorot and Bengio 2010 propose. */
export function vanishingGradients(): Uint8Array {
  const network = new Network(
    seededRandom(4, "vanishing gradients"),
    "A sample of Layerscope: twelve sigmoids in a row. Compute its gradients.",
  );
  let value = "features";
  for (let layer = 0; layer < LAYERS; layer++) {
    const module = `layer${String(layer + 1)}`;
    const output = linear(network, `${module}.fc`, value, [layer === 0 ? FEATURES : WIDTH, WIDTH]);
    value = network.add("Sigmoid", `${module}.act`, [output]);
  }
  const scores = linear(network, "head.fc", value, [WIDTH, CLASSES], "scores");
  return network.finish(["features", [BATCH, FEATURES]], [scores, [BATCH, CLASSES]]);
}

function linear(
  network: Network,
  module: string,
  input: string,
  [from, to]: readonly [from: number, to: number],
  output?: string,
): string {
  network.storeNormal(`${module}.weight`, [to, from], Math.sqrt(2 / (from + to)));
  network.storeNormal(`${module}.bias`, [to], 0.01);
  const inputs = [input, `${module}.weight`, `${module}.bias`];
  return network.add("Gemm", module, inputs, { transB: int(1) }, output);
}
