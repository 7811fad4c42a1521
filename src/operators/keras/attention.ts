import type { Dimension } from "../../model/shape";
import { withLast } from "../axis";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { allProducts, oneProduct } from "../contraction";
import type { Family } from "../entry";
import { bias, constants, entry, scale, weight } from "../entry";
import type { Part } from "../label";
import { flag, int, label, text } from "../label";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";

/** Query `[batch, T, d]`, value `[batch, S, d]`; the key is the value where there is none. */
interface Sizes {
  readonly batch: Dimension;
  readonly queries: Dimension;
  readonly keys: Dimension;
  readonly widths: readonly [query: Dimension, key: Dimension, value: Dimension];
}

function sizesOf(node: Context): Sizes | undefined {
  if (node.rank(0) !== 3) return undefined;
  return {
    batch: node.dimension(0, 0),
    queries: node.dimension(0, 1),
    keys: node.dimension(1, 1),
    widths: [node.dimension(0, 2), node.dimension(node.given(2) ? 2 : 1, 2), node.dimension(1, 2)],
  };
}

/** As wide as the query, unless the layer says otherwise. */
function attended(node: Context): readonly Value[] {
  const shape = node.shape(0);
  const width = node.int("output_shape") ?? node.ints("output_shape")?.at(-1);
  return [tensor(node.dtype(0), width === undefined ? shape : withLast(shape, width))];
}

/** Four projections, and for each head scores and weighted sums (Vaswani et al. 2017, section 3.2.2). */
function headsMacs(
  node: Context,
  heads: Dimension,
  groups: Dimension,
  width: Dimension,
): Products | undefined {
  const sizes = sizesOf(node);
  if (sizes === undefined) return undefined;
  const { batch, queries, keys, widths } = sizes;
  const [query, key, value] = widths;
  const valueWidth = node.int("value_dim") ?? width;
  const out = node.int("output_shape") ?? node.ints("output_shape")?.at(-1) ?? query;
  return allProducts(
    oneProduct(batch, queries, query, heads, width),
    oneProduct(batch, keys, key, groups, width),
    oneProduct(batch, keys, value, groups, valueWidth),
    oneProduct(batch, heads, queries, keys, width),
    oneProduct(batch, heads, queries, keys, valueWidth),
    oneProduct(batch, queries, heads, valueWidth, out),
  );
}

const heads = (
  macs: (node: Context) => Products | undefined,
  ...parts: readonly Part[]
): readonly Operator[] => [
  entry(
    1,
    "attention",
    "query value key query_kernel query_bias key_kernel key_bias value_kernel value_bias output_kernel output_bias masks…",
    "output scores",
    {
      slots: {
        query_kernel: weight,
        query_bias: bias,
        key_kernel: weight,
        key_bias: bias,
        value_kernel: weight,
        value_bias: bias,
        output_kernel: weight,
        output_bias: bias,
        ...constants("masks"),
      },
      label: label(...parts),
      infer: attended,
      macs,
    },
  ),
];

/** One weighted sum of the values for each query: as wide as they are. */
function summed(node: Context): readonly Value[] {
  return [tensor(node.dtype(0), withLast(node.shape(0), node.dimension(1, -1)))];
}

function plainMacs(node: Context, withScores: boolean): Products | undefined {
  const sizes = sizesOf(node);
  if (sizes === undefined) return undefined;
  const { batch, queries, keys, widths } = sizes;
  const sums = oneProduct(batch, queries, keys, widths[2]);
  return withScores ? allProducts(oneProduct(batch, queries, keys, widths[0]), sums) : sums;
}

export const attention: Family = {
  MultiHeadAttention: heads(
    (node) => headsMacs(node, node.int("num_heads"), node.int("num_heads"), node.int("key_dim")),
    int("num_heads", "heads"),
    int("key_dim", "width"),
  ),
  GroupQueryAttention: heads(
    (node) =>
      headsMacs(node, node.int("num_query_heads"), node.int("num_key_value_heads"), node.int("head_dim")),
    int("num_query_heads", "heads"),
    int("num_key_value_heads", "groups"),
    int("head_dim", "width"),
  ),
  Attention: [
    entry(1, "attention", "query value key scale concat_score_weight masks…", "output scores", {
      slots: { scale, concat_score_weight: scale, ...constants("masks") },
      label: label(text("score_mode", "dot"), flag("use_causal_mask", "causal")),
      infer: summed,
      macs: (node) => plainMacs(node, node.text("score_mode", "dot") === "dot"),
    }),
  ],
  // Scores are sums of tangents: no products of matrices (Bahdanau et al. 2015, without its projections).
  AdditiveAttention: [
    entry(1, "attention", "query value key scale masks…", "output scores", {
      slots: { scale, ...constants("masks") },
      infer: summed,
      macs: (node) => plainMacs(node, false),
    }),
  ],
};
