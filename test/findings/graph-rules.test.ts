import { describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { DEFAULTS } from "../../src/findings/configuration";
import { lint } from "../../src/findings/lint";
import type { AttributeValue, Node } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import { graph, model, node } from "../analysis/build";

const int = (value: number): AttributeValue => ({ kind: "int", value });

const stored = (name: string, ...shape: number[]): Tensor => ({
  name,
  dtype: "float32",
  shape,
  location: { kind: "raw", pieces: [] },
});

const scalar = (name: string, dtype: "bool" | "float32", value: number): Tensor => ({
  name,
  dtype,
  shape: [],
  location: { kind: "numbers", values: [value] },
});

interface Network {
  readonly nodes: readonly Node[];
  readonly tensors?: readonly Tensor[];
  readonly outputs?: readonly string[];
}

/** What is found, as `rule place`. */
function found({ nodes, tensors = [], outputs = ["y"] }: Network): readonly string[] {
  const index = indexModel(
    model(
      graph({
        inputs: [{ name: "x", type: { kind: "tensor", dtype: "float32", shape: [2, 8] }, docString: "" }],
        outputs,
        nodes,
        tensors,
      }),
    ),
  );
  const evidence = { index, analysis: analyse(index, NO_ASSUMPTIONS) };
  return lint(evidence, new Set(["graph"]), DEFAULTS).findings.map(
    ({ rule, node: name, tensor, value }) => `${rule} ${name ?? tensor ?? value ?? ""}`,
  );
}

const softmax = (name: string, input: string, output: string): Node =>
  node("Softmax", [input], [output], { name });
const gemm = (name: string, input: string, weight: string, output: string): Node =>
  node("Gemm", [input, weight], [output], { name });
const conv = (name: string, input: string, weight: string, output: string, group = 1): Node =>
  node("Conv", [input, weight], [output], { name, attributes: { group: int(group) } });
const texts = (...value: readonly string[]): AttributeValue => ({ kind: "strings", value });
const fusedPair = (...steps: readonly string[]): readonly Node[] => [
  node("_FusedMatMul", ["x", "a"], ["h"], {
    name: "g",
    domain: "tf",
    attributes: { fused_ops: texts(...steps) },
  }),
  node("_FusedMatMul", ["h", "b"], ["y"], {
    name: "k",
    domain: "tf",
    attributes: { fused_ops: texts("BiasAdd") },
  }),
];
const sigmoids = (count: number, from: string, to: string): readonly Node[] =>
  Array.from({ length: count }, (_, index) =>
    node(
      "Sigmoid",
      [index === 0 ? from : `s${String(index)}`],
      [index === count - 1 ? to : `s${String(index + 1)}`],
      { name: `sigmoid${String(index)}` },
    ),
  );
const dropout = (training: number, ratio: number): Network => ({
  nodes: [node("Dropout", ["x", "ratio", "mode"], ["y"], { name: "drop" })],
  tensors: [scalar("ratio", "float32", ratio), scalar("mode", "bool", training)],
});

const A = stored("a", 8, 8);
const B = stored("b", 8, 8);

describe("rules on the graph", () => {
  test.each<[what: string, network: Network, findings: readonly string[]]>([
    [
      "softmax of a softmax",
      { nodes: [softmax("p", "x", "q"), softmax("s", "q", "y")] },
      ["double-softmax s"],
    ],
    [
      "softmax, Identity, sigmoid",
      {
        nodes: [
          softmax("p", "x", "q"),
          node("Identity", ["q"], ["r"]),
          node("Sigmoid", ["r"], ["y"], { name: "s" }),
        ],
      },
      ["double-softmax s"],
    ],
    ["softmax, Log", { nodes: [softmax("p", "x", "q"), node("Log", ["q"], ["y"])] }, []],
    [
      "softmax, matrix product, softmax",
      { nodes: [softmax("p", "x", "q"), gemm("g", "q", "a", "r"), softmax("s", "r", "y")], tensors: [A] },
      [],
    ],
    [
      "two matrices in a row",
      { nodes: [gemm("g", "x", "a", "h"), gemm("k", "h", "b", "y")], tensors: [A, B] },
      ["linear-stack k"],
    ],
    [
      "two fused layers of TensorFlow, the first with an activation",
      { nodes: fusedPair("BiasAdd", "Relu"), tensors: [A, B] },
      [],
    ],
    [
      "two fused layers of TensorFlow with biases alone",
      { nodes: fusedPair("BiasAdd"), tensors: [A, B] },
      ["linear-stack k"],
    ],
    [
      "two matrices and a bias between",
      {
        nodes: [
          node("MatMul", ["x", "a"], ["h"], { name: "g" }),
          node("Add", ["h", "bias"], ["i"]),
          node("MatMul", ["i", "b"], ["y"], { name: "k" }),
        ],
        tensors: [A, B, stored("bias", 8)],
      },
      ["linear-stack k"],
    ],
    [
      "two matrices with a ReLU between",
      {
        nodes: [gemm("g", "x", "a", "h"), node("Relu", ["h"], ["i"]), gemm("k", "i", "b", "y")],
        tensors: [A, B],
      },
      [],
    ],
    [
      "two matrices whose value goes elsewhere, too",
      {
        nodes: [gemm("g", "x", "a", "h"), gemm("k", "h", "b", "i"), node("Add", ["h", "i"], ["y"])],
        tensors: [A, B],
      },
      [],
    ],
    [
      "a low-rank pair",
      {
        nodes: [gemm("g", "x", "a", "h"), gemm("k", "h", "b", "y")],
        tensors: [stored("a", 64, 8), stored("b", 8, 64)],
      },
      [],
    ],
    [
      "two 3×3 convolutions in a row",
      {
        nodes: [conv("g", "x", "a", "h"), conv("k", "h", "b", "y")],
        tensors: [stored("a", 8, 8, 3, 3), stored("b", 8, 8, 3, 3)],
      },
      ["linear-stack k"],
    ],
    [
      "a depthwise and a pointwise convolution",
      {
        nodes: [conv("g", "x", "a", "h", 8), conv("k", "h", "b", "y")],
        tensors: [stored("a", 8, 1, 3, 3), stored("b", 8, 8, 1, 1)],
      },
      [],
    ],
    ["six sigmoids in a row", { nodes: sigmoids(6, "x", "y") }, ["saturating-stack sigmoid5"]],
    ["five sigmoids in a row", { nodes: sigmoids(5, "x", "y") }, []],
    [
      "six sigmoids around a skip connection",
      { nodes: [...sigmoids(6, "x", "h"), node("Add", ["h", "x"], ["i"]), node("Tanh", ["i"], ["y"])] },
      ["saturating-stack sigmoid5"],
    ],
    [
      "three sigmoids, a sum with the input, three sigmoids",
      {
        nodes: [
          ...sigmoids(3, "x", "h"),
          node("Add", ["h", "x"], ["i"]),
          ...["i", "j", "k"].map((input, at) =>
            node("Sigmoid", [input], [["j", "k", "y"][at] ?? ""], { name: `t${String(at)}` }),
          ),
        ],
      },
      [],
    ],
    ["a Dropout that drops", dropout(1, 0.5), ["training-mode drop"]],
    ["a Dropout that drops nothing", dropout(1, 0), []],
    ["a Dropout in inference mode", dropout(0, 0.5), []],
    [
      "a BatchNormalization in training mode",
      {
        nodes: [
          node("BatchNormalization", ["x", "s", "s", "s", "s"], ["y"], {
            name: "bn",
            attributes: { training_mode: int(1) },
          }),
        ],
        tensors: [stored("s", 8)],
      },
      ["training-mode bn"],
    ],
    [
      "what a control edge of TensorFlow names",
      {
        nodes: [
          node("Identity", ["x"], ["pivot"], { name: "pivot", domain: "tf" }),
          node("Relu", ["x"], ["y"], { domain: "tf", attributes: { "control inputs": texts("pivot") } }),
        ],
      },
      [],
    ],
    [
      "a branch that ends nowhere and a tensor nobody takes",
      {
        nodes: [node("Relu", ["x"], ["y"]), node("Exp", ["x"], ["lost"], { name: "lost" })],
        tensors: [stored("never", 512)],
      },
      ["unreachable-node lost", "unused-tensor never"],
    ],
  ])("%s", (_, network, findings) => {
    expect(found(network)).toEqual(findings);
  });
});
