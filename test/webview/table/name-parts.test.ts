import { expect, test } from "vitest";
import { endOfPath, endOfWord, tellingName } from "../../../webview/table/name-parts";

test.each([
  ["encoder/layers.11/query/MatMul_37", "query/MatMul_37"],
  ["features.18.0.weight", "0.weight"],
  ["p2o.Conv.0", "Conv.0"],
  // The last part by slashes has no room, the last ones of its own do.
  [
    "If_0_then_branch__Inline_0__/encoder.layers.0.lstm.weight_ih_decoder_reverse",
    "weight_ih_decoder_reverse",
  ],
  ["a/batch_normalization_12_gamma_read_variable_operation", undefined],
  ["conv1", undefined],
])("of %s the end is %s", (name, end) => {
  const at = endOfPath(name);
  expect(at === undefined ? undefined : name.slice(at)).toBe(end);
});

test.each([
  ["conv1", "conv1"],
  ["batch_normalization", "lization"],
])("of %s, which has no parts, the last letters are %s", (name, end) => {
  expect(name.slice(endOfWord(name))).toBe(end);
});

test.each([
  ["model/conv2d_58/Conv2D/ReadVariableOp", "model/conv2d_58/Conv2D…"],
  ["model/separable_conv2d/ReadVariableOp_1", "model/separable_conv2d…_1"],
  ["/block1/conv/Conv_output_0", "/block1/conv/Conv…"],
  ["/block1/split/Split_output_1", "/block1/split/Split_output_1"],
  ["model/ReadVariableOp/resource", "model/ReadVariableOp/resource"],
  ["ReadVariableOp", "ReadVariableOp"],
])("what tells %s from others is %s", (name, telling) => {
  expect(tellingName(name)).toBe(telling);
});
