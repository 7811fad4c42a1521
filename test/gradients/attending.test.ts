import { describe, expect, test } from "vitest";
import { float } from "../../src/operators/emit";
import type { Heads } from "./attention-reference";
import { attentionOf } from "./attention-reference";
import { testCases } from "./cases";
import type { Case, Given } from "./one-node";
import { between, check, derivatives, fixed, normal, titleOf, uniform } from "./one-node";

const [smooth, linear] = ["smooth", "linear"] as const;
const domain = "com.microsoft";

/** Numbers below a bound, in any order. */
const places = (bound: number, ...shape: readonly number[]): Given => {
  const count = shape.reduce((product, size) => product * size, 1);
  return fixed(
    Array.from({ length: count }, () => Math.floor(bound * uniform())),
    shape,
  );
};

/** Which keys a query sees: every other one and the first. */
const seen = (...shape: readonly number[]): Given => {
  const { values } = places(3, ...shape);
  const keys = shape.at(-1) ?? 1;
  return fixed(
    values.map((one, index) => (one > 0 || index % keys === 0 ? 1 : 0)),
    shape,
    "bool",
  );
};

const still = (given: Given): Given => fixed(given.values, given.shape, given.dtype);

const STANDARD: readonly Omit<Case, "operator" | "kind">[] = [
  { inputs: [normal(2, 3, 4, 5), normal(2, 3, 6, 5), normal(2, 3, 6, 7)] },
  {
    inputs: [normal(2, 4, 12), normal(2, 3, 6), normal(2, 3, 10)],
    attributes: { q_num_heads: 4, kv_num_heads: 2, scale: float(0.7), is_causal: 1 },
  },
  {
    inputs: [normal(2, 6, 4, 5), normal(2, 2, 3, 5), normal(2, 2, 3, 7), normal(4, 3)],
    attributes: { softcap: float(1.5) },
  },
  { inputs: [normal(2, 2, 4, 5), normal(2, 2, 3, 5), normal(2, 2, 3, 5), seen(2, 1, 4, 3)] },
  {
    inputs: [
      ...[normal(2, 4, 3, 5), normal(2, 2, 3, 5), normal(2, 2, 3, 4), normal(2, 4, 3, 5)],
      ...[normal(2, 2, 2, 5), normal(2, 2, 2, 4)],
    ],
    attributes: { is_causal: 1 },
    outputs: 3,
  },
  {
    inputs: [
      ...[normal(2, 3, 8), normal(2, 3, 8), normal(2, 3, 8), seen(3, 5)],
      ...[normal(2, 2, 2, 4), normal(2, 2, 2, 4)],
    ],
    attributes: { q_num_heads: 2, kv_num_heads: 2 },
    outputs: 3,
    unreached: [1],
  },
  {
    // The keys alone, as the next step has them.
    inputs: [
      ...[still(normal(2, 3, 8)), normal(2, 3, 8), still(normal(2, 3, 8)), undefined],
      ...[normal(2, 2, 2, 4), still(normal(2, 2, 2, 4))],
    ],
    attributes: { q_num_heads: 2, kv_num_heads: 2 },
    outputs: 3,
    unreached: [0, 2],
  },
  {
    // The second query sees nothing.
    inputs: [
      ...[normal(1, 2, 3, 5), normal(1, 2, 2, 5), normal(1, 2, 2, 4)],
      fixed([1, 0, 0, 0, 1, 1], [3, 2], "bool"),
    ],
  },
];

const PADDED: readonly Case[] = [
  {
    operator: "Attention",
    opset: 24,
    kind: smooth,
    inputs: [
      ...[normal(2, 2, 3, 5), normal(2, 2, 4, 5), normal(2, 2, 4, 5), undefined, undefined, undefined],
      fixed([3, 2]),
    ],
  },
];

const ROTARY: readonly Case[] = [
  ...[0, 1].map((interleaved): Case => ({
    operator: "RotaryEmbedding",
    opset: 23,
    kind: linear,
    inputs: [normal(2, 3, 4, 6), normal(9, 3), normal(9, 3), places(9, 2, 4)],
    attributes: { interleaved },
  })),
  {
    operator: "RotaryEmbedding",
    opset: 23,
    kind: linear,
    inputs: [normal(2, 4, 24), normal(2, 4, 2), normal(2, 4, 2)],
    attributes: { num_heads: 3, rotary_embedding_dim: 4 },
  },
  {
    operator: "RotaryEmbedding",
    domain,
    kind: linear,
    inputs: [normal(2, 3, 4, 6), places(9, 2, 4), normal(9, 3), normal(9, 3)],
    attributes: { interleaved: 1 },
  },
  {
    operator: "RotaryEmbedding",
    domain,
    kind: linear,
    inputs: [normal(2, 4, 12), fixed([3]), normal(9, 3), normal(9, 3)],
  },
  {
    operator: "RotaryEmbedding",
    domain,
    kind: linear,
    inputs: [normal(2, 4, 24), places(9, 2, 4), normal(9, 2), normal(9, 2)],
    attributes: { num_heads: 3, rotary_embedding_dim: 4 },
  },
];

/** Lengths as ONNX Runtime's attentions count them. */
const counts = (...values: readonly number[]): Given => fixed(values, [values.length], "int32");

/** A projection whose scores stay small: the step of the difference is meant for such. */
const projection = (rows: number, columns: number): Given => between(-0.3, 0.3, rows, columns);

const PROJECTED: readonly Omit<Case, "operator" | "kind">[] = [
  { inputs: [normal(2, 3, 5), projection(5, 24), normal(24)], attributes: { num_heads: 2 } },
  {
    inputs: [
      ...[normal(2, 3, 5), projection(5, 22), normal(22), counts(2, 3), undefined],
      normal(1, 2, 3, 3),
    ],
    attributes: { num_heads: 2, qkv_hidden_sizes: [8, 8, 6], scale: float(0.4) },
  },
  {
    inputs: [
      ...[normal(2, 3, 5), projection(5, 24), normal(24)],
      ...[fixed([0, 1, 1, 1, 1, 1, 1, 0, 1, 1], [2, 5], "int32"), normal(2, 2, 2, 2, 4)],
    ],
    attributes: { num_heads: 2, unidirectional: 1 },
    outputs: 2,
  },
  {
    inputs: [
      ...[normal(2, 3, 5), projection(5, 24), normal(24)],
      fixed([1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1, 0, 1, 0, 1, 0, 1], [2, 3, 3], "int32"),
    ],
    attributes: { num_heads: 2, mask_filter_value: float(-3) },
  },
];

const CROSSED: readonly Omit<Case, "operator" | "kind">[] = [
  { inputs: [normal(2, 3, 8), normal(2, 5, 8), normal(2, 5, 6)], attributes: { num_heads: 2 } },
  {
    inputs: [
      ...[normal(2, 3, 8), normal(2, 3, 8), normal(2, 3, 8), normal(24), counts(1, 3)],
      normal(2, 1, 3, 3),
    ],
    attributes: { num_heads: 2, unidirectional: 1, scale: float(0.6) },
  },
  {
    inputs: [normal(2, 3, 8), normal(2, 2, 5, 4), normal(2, 2, 5, 4)],
    attributes: { num_heads: 2 },
  },
  {
    inputs: [
      ...[normal(2, 3, 8), normal(2, 3, 8), normal(2, 3, 8), undefined],
      ...[fixed([0, 1, 1, 1, 1, 1, 1, 1, 1, 0], [2, 5], "int32"), undefined],
      ...[normal(2, 2, 2, 4), normal(2, 2, 2, 4)],
    ],
    attributes: { num_heads: 2 },
    outputs: 3,
  },
];

const GROUPED: readonly Omit<Case, "operator" | "kind">[] = [
  {
    inputs: [
      ...[normal(2, 3, 32), normal(2, 3, 16), normal(2, 3, 16), undefined, undefined],
      ...[counts(2, 2), counts(3)],
    ],
    attributes: { num_heads: 4, kv_num_heads: 2 },
  },
  {
    inputs: [
      ...[normal(1, 3, 32), normal(1, 3, 16), normal(1, 3, 16), normal(1, 1, 2, 16), normal(1, 1, 2, 16)],
      ...[counts(4), counts(5), normal(9, 8), normal(9, 8)],
    ],
    attributes: { num_heads: 2, kv_num_heads: 1, do_rotary: 1, softcap: float(2), scale: float(0.2) },
  },
  {
    inputs: [
      ...[normal(2, 1, 32), normal(2, 1, 16), normal(2, 1, 16), normal(2, 1, 2, 16), normal(2, 1, 2, 16)],
      ...[counts(2, 2), counts(3), normal(9, 8), normal(9, 8), fixed([5, 3], [2, 1])],
    ],
    attributes: { num_heads: 2, kv_num_heads: 1, do_rotary: 1, scale: float(0.2) },
  },
  {
    inputs: [
      ...[normal(2, 4, 96), undefined, undefined, undefined, undefined, counts(3, 3), counts(4)],
      ...[normal(9, 8), normal(9, 8)],
    ],
    attributes: { num_heads: 2, kv_num_heads: 2, do_rotary: 1, rotary_interleaved: 1, local_window_size: 2 },
    unreached: [1],
  },
  {
    inputs: [
      ...[normal(2, 3, 32), normal(2, 3, 16), normal(2, 3, 16), undefined, undefined],
      ...[counts(2, 2), counts(3), normal(9, 8), normal(9, 8)],
      ...[fixed([1, 0, 4, 2, 3, 5], [2, 3]), normal(1, 2, 3, 3), normal(2)],
    ],
    attributes: { num_heads: 2, kv_num_heads: 1, do_rotary: 1, scale: float(0.1) },
  },
  {
    inputs: [
      ...[normal(1, 3, 16), normal(1, 3, 16), normal(1, 3, 16), undefined, undefined],
      ...[counts(2), counts(3)],
    ],
    attributes: { num_heads: 2, kv_num_heads: 2, smooth_softmax: 1 },
    unreached: [1, 2],
  },
];

describe("Attention", () => {
  testCases([
    ...[23, 24].flatMap((opset) =>
      STANDARD.map((one): Case => ({ operator: "Attention", opset, kind: smooth, ...one })),
    ),
    ...PADDED,
  ]);
});

describe("RotaryEmbedding", () => {
  testCases(ROTARY);
});

describe("ONNX Runtime's attentions", () => {
  testCases([
    ...PROJECTED.map((one): Case => ({ operator: "Attention", domain, kind: smooth, ...one })),
    ...CROSSED.map((one): Case => ({ operator: "MultiHeadAttention", domain, kind: smooth, ...one })),
    ...GROUPED.map((one): Case => ({
      operator: "GroupQueryAttention",
      domain,
      kind: smooth,
      outputs: 3,
      ...one,
    })),
  ]);
});

const PLAIN: Heads = {
  batch: 2,
  heads: 4,
  keyHeads: 2,
  length: 3,
  keys: 4,
  size: 5,
  valueSize: 6,
  scale: 0.4,
};

const REFERENCES: readonly { readonly one: Case; readonly heads: Heads }[] = [
  {
    one: {
      operator: "Attention",
      opset: 23,
      kind: smooth,
      inputs: [normal(2, 4, 3, 5), normal(2, 2, 4, 5), normal(2, 2, 4, 6)],
      attributes: { scale: float(0.4), softcap: float(2), is_causal: 1 },
    },
    heads: { ...PLAIN, softcap: 2, past: 0 },
  },
  {
    one: {
      operator: "Attention",
      opset: 24,
      kind: smooth,
      inputs: [normal(2, 3, 20), normal(2, 4, 10), normal(2, 4, 12)],
      attributes: { scale: float(0.4), q_num_heads: 4, kv_num_heads: 2 },
    },
    heads: { ...PLAIN, flat: true },
  },
  {
    one: {
      operator: "MultiHeadAttention",
      domain,
      kind: smooth,
      inputs: [normal(2, 4, 20), normal(2, 4, 20), normal(2, 4, 24)],
      attributes: { scale: float(0.4), num_heads: 4, unidirectional: 1 },
    },
    heads: { ...PLAIN, keyHeads: 4, length: 4, flat: true, past: 0 },
  },
  {
    one: {
      operator: "GroupQueryAttention",
      domain,
      kind: smooth,
      inputs: [
        ...[normal(2, 4, 32), normal(2, 4, 16), normal(2, 4, 16), undefined, undefined],
        ...[counts(3, 3), counts(4)],
      ],
      attributes: { num_heads: 4, kv_num_heads: 2, local_window_size: 2 },
      outputs: 3,
      unreached: [1, 2],
    },
    heads: { ...PLAIN, length: 4, size: 8, valueSize: 8, scale: 8 ** -0.5, flat: true, past: 0, window: 2 },
  },
];

describe("An attention in double precision", () => {
  for (const { one, heads } of REFERENCES) {
    test(`has the same result and the same derivatives as ${titleOf(one)}`, async () => {
      const { result, seed, gradients } = await derivatives(one);
      const inputs = one.inputs.slice(0, 3).map((given) => given?.values ?? []);
      const expected = attentionOf(heads, inputs);
      expect(farthest(result, expected)).toBeLessThan(1e-5);
      for (const [index, values] of inputs.entries()) {
        const along = (place: number, step: number): number => {
          const moved = inputs.with(index, values.with(place, (values[place] ?? NaN) + step));
          return attentionOf(heads, moved).reduce((sum, y, at) => sum + y * (seed[at] ?? NaN), 0);
        };
        const slopes = values.map((_, place) => (along(place, 1e-5) - along(place, -1e-5)) / 2e-5);
        expect(farthest(gradients[index] ?? [], slopes)).toBeLessThan(1e-5);
      }
    });
  }
});

const UNKNOWN: readonly Case[] = [
  {
    // The scores as a result of their own.
    operator: "Attention",
    opset: 23,
    kind: smooth,
    inputs: [normal(2, 3, 4, 5), normal(2, 3, 6, 5), normal(2, 3, 6, 7)],
    outputs: 4,
    unreached: [1, 2],
  },
  {
    // Where sequences begin and end.
    operator: "Attention",
    domain,
    kind: smooth,
    inputs: [normal(2, 3, 5), projection(5, 24), normal(24), counts(3, 2, 0, 1)],
    attributes: { num_heads: 2 },
  },
  {
    // Causal, between sequences of two lengths.
    operator: "MultiHeadAttention",
    domain,
    kind: smooth,
    inputs: [normal(2, 3, 8), normal(2, 4, 8), normal(2, 4, 8)],
    attributes: { num_heads: 2, unidirectional: 1 },
  },
  {
    // Samples of two lengths.
    operator: "GroupQueryAttention",
    domain,
    kind: smooth,
    inputs: [
      ...[normal(2, 3, 16), normal(2, 3, 16), normal(2, 3, 16), undefined, undefined],
      ...[counts(2, 1), counts(3)],
    ],
    attributes: { num_heads: 2, kv_num_heads: 2 },
    outputs: 3,
  },
];

describe("A form of attention that no rule covers", () => {
  for (const one of UNKNOWN) {
    test(`is unknown, not wrong: ${titleOf(one)}`, async () => {
      expect((await check(one)).said).toBeUndefined();
    });
  }
});

/** The largest difference. */
function farthest(a: ArrayLike<number>, b: readonly number[]): number {
  return Math.max(...b.map((one, index) => Math.abs(one - (a[index] ?? Infinity))));
}
