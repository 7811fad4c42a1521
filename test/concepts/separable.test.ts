import { expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import { separableFact } from "../../src/concepts/separable";
import { openModel } from "../../src/formats/open";
import type { AttributeValue, Model, Node } from "../../src/model/model";
import { symbol } from "../../src/model/expression";
import type { Dimension } from "../../src/model/shape";
import { graph, model, node, tensor, value } from "../analysis/build";

function factOf(of: Model): string | undefined {
  const index = indexModel(of);
  return separableFact(index, analyse(index, NO_ASSUMPTIONS));
}

const ints = (...value: number[]): AttributeValue => ({ kind: "ints", value: value.map(BigInt) });

function conv(name: string, input: string, attributes: Readonly<Record<string, AttributeValue>> = {}): Node {
  return node("Conv", [input, `${name}.weight`], [name], { name, attributes });
}

function network(
  batch: Dimension,
  nodes: readonly Node[],
  weights: Readonly<Record<string, number[]>>,
): Model {
  const image = value("image", { kind: "tensor", dtype: "float32", shape: [batch, 3, 8, 8] });
  const tensors = Object.entries(weights).map(([name, shape]) => tensor(`${name}.weight`, "float32", shape));
  return model(graph({ inputs: [image], outputs: [nodes.at(-1)?.name ?? ""], nodes, tensors }));
}

const PADDED = { pads: ints(1, 1, 1, 1) };
const GROUPS: AttributeValue = { kind: "int", value: 32n };
/** Two ordinary convolutions, one over channels alone and one over windows alone, which both count for nothing. */
const NODES = [
  conv("wide", "image", PADDED),
  conv("deep", "wide", { ...PADDED, strides: ints(2, 2) }),
  conv("apart", "deep", { ...PADDED, group: GROUPS }),
  conv("across", "apart"),
];
const WEIGHTS = { wide: [16, 3, 3, 3], deep: [32, 16, 3, 3], apart: [32, 1, 3, 3], across: [8, 32, 1, 1] };

/*
 * By hand. wide: 8·8 positions of 9·3·16 = 432 multiplications, 27,648; separable 9·3 + 3·16 = 75, so 4,800.
 * deep: 4·4 positions of 9·16·32 = 4,608, so 73,728; separable 9·16 + 16·32 = 656, so 10,496.
 */
test("two convolutions would take 15,296 instead of 101,376 multiplications", () => {
  expect(factOf(network(1, NODES, WEIGHTS))).toBe(
    "As depthwise-separable convolutions, its 2 convolutions with windows above 1 would take 15,296 MACs instead of 101,376: 85 % less.",
  );
});

test("with any number of samples, the same is said of one", () => {
  expect(factOf(network(symbol("batch"), NODES, WEIGHTS))).toContain(
    "15,296 MACs a sample instead of 101,376:",
  );
});

test("an open side stands in the count", () => {
  const image = value("image", { kind: "tensor", dtype: "float32", shape: [1, 3, symbol("h"), 1] });
  const line = model(
    graph({
      inputs: [image],
      outputs: ["wide"],
      nodes: [conv("wide", "image", PADDED)],
      tensors: [tensor("wide.weight", "float32", [16, 3, 3, 3])],
    }),
  );
  expect(factOf(line)).toContain(
    "its 1 convolution with windows above 1 would take 75*h MACs instead of 432*h.",
  );
});

test("nothing is said where nothing would be saved", () => {
  const narrow = { narrow: [1, 3, 3, 3] };
  expect(factOf(network(1, [conv("narrow", "image", PADDED)], narrow))).toBeUndefined();
  expect(factOf(network(1, [conv("across", "image")], { across: [8, 3, 1, 1] }))).toBeUndefined();
  const apart = conv("apart", "image", { ...PADDED, group: { kind: "int", value: 3n } });
  expect(factOf(network(1, [apart], { apart: [3, 1, 3, 3] }))).toBeUndefined();
});

test("nothing is said where a cost is not known", () => {
  const [wide] = NODES;
  const lost = node("SomethingElse", ["wide"], ["lost"], { domain: "elsewhere" });
  const nodes = wide === undefined ? [] : [wide, lost, conv("deep", "lost", PADDED)];
  expect(factOf(network(1, nodes, WEIGHTS))).toBeUndefined();
});

/*
 * Layers of Keras have their kernels last. The first: 12·12 positions of 9·3·6 = 162, separable 9·3 + 3·6 = 45. The
 * second, of kernel 3×2 and stride 2 over 6×6 without padding: 2·3 positions of 6·6·8 = 288, separable 6·6 + 6·8 = 84.
 */
test("layers of Keras count as nodes of ONNX do", async () => {
  const source = await openFile("test/fixtures/tfjs/cnn/model.json");
  if (!source.ok) throw new Error(source.problem.message);
  const read = await openModel(source.value);
  await source.value.close();
  if (!read.ok) throw new Error(read.problem.message);
  expect(factOf(read.value)).toContain("6,984 MACs a sample instead of 25,056: 72 % less.");
});
