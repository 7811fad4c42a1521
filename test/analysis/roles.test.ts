import { expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import type { DataType } from "../../src/model/dtype";
import type { Node } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import type { TensorRole } from "../../src/reports/types/parts";
import { graph, model, node } from "./build";

const stored = (dtype: DataType, ...shape: number[]): Tensor => ({
  name: "t",
  dtype,
  shape,
  location: { kind: "raw", pieces: [] },
});

const tail = (value: string): Node => node("Relu", [value], ["y"]);

test.each<[what: string, tensor: Tensor, nodes: readonly Node[], role: TensorRole]>([
  ["a kernel", stored("float32", 4, 3, 3, 3), [node("Conv", ["x", "t"], ["y"])], "parameter"],
  ["a bias of one element", stored("float32", 1), [node("Gemm", ["x", "w", "t"], ["y"])], "parameter"],
  ["a table", stored("float32", 100, 8), [node("Gather", ["t", "x"], ["y"])], "parameter"],
  ["an embedding that is added", stored("float32", 16, 8), [node("Add", ["x", "t"], ["y"])], "parameter"],
  ["a number that is added", stored("float32"), [node("Add", ["x", "t"], ["y"])], "constant"],
  [
    "a running mean",
    stored("float32", 8),
    [node("BatchNormalization", ["x", "s", "b", "t", "v"], ["y"])],
    "statistic",
  ],
  [
    "a scale of a normalisation",
    stored("float32", 8),
    [node("BatchNormalization", ["x", "t", "b", "m", "v"], ["y"])],
    "parameter",
  ],
  ["a shape", stored("int64", 2), [node("Reshape", ["x", "t"], ["y"])], "constant"],
  ["a mask of whole numbers", stored("int64", 4, 4), [node("Add", ["x", "t"], ["y"])], "constant"],
  [
    "an initial state",
    stored("float32", 1, 1, 8),
    [node("LSTM", ["x", "w", "r", "", "", "t"], ["y"])],
    "constant",
  ],
  ["a clip bound", stored("float32"), [node("Clip", ["x", "t"], ["y"])], "constant"],
  ["a tensor nobody takes", stored("float32", 8), [tail("x")], "constant"],
  [
    "a weight behind a Transpose",
    stored("float32", 8, 4),
    [node("Transpose", ["t"], ["u"]), node("MatMul", ["x", "u"], ["y"])],
    "parameter",
  ],
  [
    "a quantised weight",
    stored("int8", 8, 4),
    [node("DequantizeLinear", ["t", "s"], ["u"]), node("MatMul", ["x", "u"], ["y"])],
    "parameter",
  ],
  [
    "the scale of a quantised weight",
    stored("float32"),
    [node("DequantizeLinear", ["q", "t"], ["u"]), node("MatMul", ["x", "u"], ["y"])],
    "constant",
  ],
  [
    "a weight behind Cast and Reshape",
    stored("float16", 32),
    [node("Cast", ["t"], ["u"]), node("Reshape", ["u", "n"], ["v"]), node("Mul", ["x", "v"], ["y"])],
    "parameter",
  ],
])("%s", (_, tensor, nodes, role) => {
  const index = indexModel(
    model(
      graph({
        inputs: [{ name: "x", type: { kind: "tensor", dtype: "float32", shape: [4, 8] }, docString: "" }],
        outputs: ["y"],
        nodes,
        tensors: [tensor],
      }),
    ),
  );
  expect(index.roles.get("t")).toBe(role);
});
