import fc from "fast-check";
import type { RandomNode } from "./node";
import { fed, int, text } from "./node";
import { between, maybe, oneOf, shape } from "./sizes";

const size = between(1, 5);

/** Matrices in batches that broadcast, vectors on either side. */
const matrices: fc.Arbitrary<RandomNode> = fc
  .tuple(size, size, size, shape(0, 2), between(0, 2), fc.boolean(), oneOf("matrix", "left", "right", "both"))
  .map(([rows, inner, columns, batch, skipped, ones, vectors]) => {
    const other = batch.slice(skipped).map((one) => (ones ? 1 : one));
    const left = vectors === "left" || vectors === "both" ? [inner] : [...batch, rows, inner];
    const right = vectors === "right" || vectors === "both" ? [inner] : [...other, inner, columns];
    return { operator: "MatMul", opset: 13, operands: [fed(left), fed(right)] };
  });

const gemm: fc.Arbitrary<RandomNode> = fc
  .tuple(
    size,
    size,
    size,
    fc.boolean(),
    fc.boolean(),
    maybe(oneOf<"row" | "scalar" | "full">("row", "scalar", "full")),
    oneOf(7, 11, 13),
  )
  .map(([rows, inner, columns, turnedA, turnedB, bias, opset]) => {
    const biases = { row: [columns], scalar: [1], full: [rows, columns] };
    const third = bias === undefined ? (opset < 11 ? fed([columns]) : undefined) : fed(biases[bias]);
    return {
      operator: "Gemm",
      opset,
      operands: [
        fed(turnedA ? [inner, rows] : [rows, inner]),
        fed(turnedB ? [columns, inner] : [inner, columns]),
        ...(third === undefined ? [] : [third]),
      ],
      attributes: { transA: int(turnedA ? 1 : 0), transB: int(turnedB ? 1 : 0) },
    };
  });

const EQUATIONS = [
  "ij,jk->ik",
  "ij , jk -> ki",
  "ij,jk",
  "ba,ac",
  "bij,bjk->bik",
  "...ij,...jk->...ik",
  "...ij,jk",
  "bhqd,bhkd->bhqk",
  "ij->ji",
  "ij->",
  "ii->i",
  "ii",
  "i,j->ij",
  "b...c->...b",
  "ij,ij->j",
  "i,ij,j->",
  "b...,b...->b...",
  "...ii->...i",
  "abc,cd,def->abef",
];

/** Each letter has one size in all operands; an ellipsis stands for the same axes everywhere. */
const einsum: fc.Arbitrary<RandomNode> = fc
  .tuple(oneOf(...EQUATIONS), fc.array(size, { minLength: 26, maxLength: 26 }), shape(0, 2))
  .map(([equation, sizes, hidden]) => {
    const [left = ""] = equation.replaceAll(" ", "").split("->");
    const operands = left
      .split(",")
      .map((term) =>
        (term.match(/\.\.\.|[a-z]/g) ?? []).flatMap((part) =>
          part === "..." ? hidden : [sizes[part.charCodeAt(0) - "a".charCodeAt(0)] ?? 1],
        ),
      );
    return {
      operator: "Einsum",
      opset: 12,
      operands: operands.map((one) => fed(one)),
      attributes: { equation: text(equation) },
    };
  });

const integers: fc.Arbitrary<RandomNode> = fc
  .tuple(size, size, size, shape(0, 2))
  .map(([rows, inner, columns, batch]) => ({
    operator: "MatMulInteger",
    opset: 10,
    operands: [fed([...batch, rows, inner], "uint8"), fed([inner, columns], "uint8")],
  }));

export const products = fc.oneof(matrices, gemm, einsum, integers);

const CELLS: readonly (readonly [string, gates: number])[] = [
  ["RNN", 1],
  ["GRU", 3],
  ["LSTM", 4],
];

const DIRECTIONS = ["forward", "reverse", "bidirectional"];

export const recurrence: fc.Arbitrary<RandomNode> = fc
  .tuple(oneOf(...CELLS), oneOf(...DIRECTIONS), size, size, size, size, fc.boolean())
  .map(([[operator, gates], direction, steps, batch, input, hidden, starts]) => {
    const directions = direction === "bidirectional" ? 2 : 1;
    const weights = [
      fed([directions, gates * hidden, input]),
      fed([directions, gates * hidden, hidden]),
      fed([directions, 2 * gates * hidden]),
    ];
    return {
      operator,
      opset: 14,
      operands: [
        fed([steps, batch, input]),
        ...weights,
        ...(starts ? [undefined, fed([directions, batch, hidden])] : []),
      ],
      attributes: { direction: text(direction), hidden_size: int(hidden) },
      outputs: operator === "LSTM" ? 3 : 2,
    };
  });

/** Heads share keys and values in groups; a past of keys and values, each `[batch, heads, past, head]`. */
export const attention: fc.Arbitrary<RandomNode> = fc
  .record({
    batch: between(1, 2),
    kvHeads: between(1, 2),
    group: between(1, 2),
    queries: size,
    keys: size,
    past: between(0, 3),
    head: between(2, 4),
    valueHead: between(2, 4),
    flat: fc.boolean(),
  })
  .map(({ batch, kvHeads, group, queries, keys, past, head, valueHead, flat }) => {
    const heads = kvHeads * group;
    const laid = (count: number, length: number, width: number) =>
      fed(flat ? [batch, length, count * width] : [batch, count, length, width]);
    return {
      operator: "Attention",
      opset: 23,
      operands: [
        laid(heads, queries, head),
        laid(kvHeads, keys, head),
        laid(kvHeads, keys, valueHead),
        undefined,
        fed([batch, kvHeads, past, head]),
        fed([batch, kvHeads, past, valueHead]),
      ],
      attributes: flat ? { q_num_heads: int(heads), kv_num_heads: int(kvHeads) } : {},
      outputs: 4,
    };
  });
