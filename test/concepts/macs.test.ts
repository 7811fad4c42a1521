import { afterEach, describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { placesOf } from "../../src/concepts/in-model";
import { symbol } from "../../src/model/expression";
import type { Model } from "../../src/model/model";
import type { Dimension } from "../../src/model/shape";
import { RUSSIAN } from "../../src/words/russian";
import { speak } from "../../src/words/texts";
import { graph, model, node, tensor, value } from "../analysis/build";

/*
 * By hand, of one sample. The convolution, 1×1: 4·6 positions of 5·8 multiplications, 960. The product of two
 * activations, 4×6 by 6×4 for each of 8 channels: 768. That with a weight of 4×2, for 8·4 rows: 256.
 */
const WEIGHTS = [tensor("kernel", "float32", [8, 5, 1, 1]), tensor("matrix", "float32", [4, 2])];
const NODES = [
  node("Conv", ["image", "kernel"], ["seen"]),
  node("Relu", ["seen"], ["kept"]),
  node("Transpose", ["kept"], ["turned"], {
    attributes: { perm: { kind: "ints", value: [0n, 1n, 3n, 2n] } },
  }),
  node("MatMul", ["kept", "turned"], ["scores"]),
  node("MatMul", ["scores", "matrix"], ["y"]),
];

function network(batch: Dimension, height: Dimension = 4, nodes = NODES): Model {
  const image = value("image", { kind: "tensor", dtype: "float32", shape: [batch, 5, height, 6] });
  const outputs = nodes.at(-1)?.outputs ?? [];
  return model(graph({ inputs: [image], outputs, nodes, tensors: WEIGHTS }));
}

/** The places of the answer on how to compute less that say what is computed, as the page has them. */
function told(of: Model): readonly string[] {
  const index = indexModel(of);
  return placesOf(45, index, analyse(index, NO_ASSUMPTIONS))
    .filter(({ detail }) => detail !== "")
    .map(({ title, detail }) => `${title}: ${detail}`);
}

afterEach(() => {
  speak(undefined);
});

describe("where the multiply–accumulates of a model go", () => {
  test("is told by kind with number and percent, the most first", () => {
    expect(told(network(1))).toEqual([
      "Convolutions: 960 MACs, 48.4 %",
      "Matrix products of two activations, as in attention: 768 MACs, 38.7 %",
      "Matrix products with stored weights: 256 MACs, 12.9 %",
    ]);
  });

  test("is told of one sample where the model takes any number of them", () => {
    expect(told(network(symbol("batch")))[0]).toBe("Convolutions: 960 MACs a sample, 48.4 %");
  });

  test("is an expression without a percent where another size is open", () => {
    expect(told(network(1, symbol("height"), NODES.slice(0, 1)))).toEqual(["Convolutions: 240*height MACs"]);
  });

  test("is told in Russian to whom VS Code speaks it", () => {
    speak(RUSSIAN);
    expect(told(network(symbol("batch")))[0]).toBe("Свёртки: 960 MACs на пример, 48.4 %");
  });
});
