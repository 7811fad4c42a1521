import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AttributeValue } from "../../src/model/model";
import { Context } from "../../src/operators/context";
import { REGISTRY } from "../../src/operators/registry";
import type { Value } from "../../src/operators/value";
import { tensor } from "../../src/operators/value";
import { node } from "../analysis/build";

/** Settings that several entries read: in a broken file any of them may be anything. */
const SETTINGS = (
  "units filters kernel_size strides dilation_rate padding data_format pool_size size axis axes dims n target_shape " +
  "output_size cropping depth_multiplier groups output_padding height width num_tokens num_heads key_dim value_dim " +
  "output_shape return_sequences return_state layer layer.units layer.filters layer.kernel_size merge_mode cell " +
  "cell.units equation output_dim ksize dilations rates explicit_paddings squeeze_dims block_size batch_dims num_split " +
  "begin_mask end_mask shrink_axis_mask new_axis_mask ellipsis_mask keep_dims transpose_a adj_x shape"
).split(" ");

const TEXTS = [
  "same",
  "SAME",
  "valid",
  "EXPLICIT",
  "causal",
  "channels_first",
  "NCHW",
  "LSTM",
  "Dense",
  "Conv2D",
];

const attribute: fc.Arbitrary<AttributeValue> = fc.oneof(
  fc.integer({ min: -3, max: 6 }).map((value) => ({ kind: "int", value }) as const),
  fc
    .array(fc.integer({ min: -3, max: 6 }), { maxLength: 6 })
    .map((value) => ({ kind: "ints", value }) as const),
  fc
    .constantFrom(...TEXTS, "LSTMCell", "ab,bc->ac", "...a,ab->...b")
    .map((value) => ({ kind: "string", value }) as const),
);

const size = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constant(undefined));
const value: fc.Arbitrary<Value> = fc.oneof(
  fc.array(size, { maxLength: 5 }).map((shape) => tensor("float32", shape)),
  fc
    .array(fc.integer({ min: -2, max: 5 }), { maxLength: 6 })
    .map((all) => tensor("int32", [all.length], all)),
  fc.integer({ min: -2, max: 5 }).map((one) => tensor("int32", [], [one])),
  fc.constant(tensor("float32", undefined)),
);

describe.each(["keras", "tf"])("every entry of %s", (domain) => {
  test.each([...(REGISTRY.get(domain) ?? [])])("%s takes any shapes and settings", (operator, [one]) => {
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 6 }),
        fc.dictionary(fc.constantFrom(...SETTINGS), attribute),
        (inputs, attributes) => {
          const names = inputs.map((_, index) => `x${String(index)}`);
          const context = new Context(node(operator, names, ["y", "z"], { domain, attributes }), 1, inputs);
          const outputs = one?.infer?.(context) ?? [];
          one?.macs?.(context, outputs);
          expect(Array.isArray(outputs)).toBe(true);
        },
      ),
      { numRuns: 150, seed: 1 },
    );
  });
});
