import type { DataType } from "../../model/dtype";
import { add } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { allProducts, dividedBy, oneProduct, times } from "../contraction";
import type { Value } from "../value";
import { tensor } from "../value";

/**
 * Shapes and costs of ONNX Runtime's attentions
 * (https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md).
 */

/** Adds what may be unknown: then the sum is, too. */
function plus(a: Dimension, b: Dimension): Dimension {
  return a === undefined || b === undefined ? undefined : add(a, b);
}

/** The widths of query, key and value behind the projection: a third of the weight's each, where nothing else is said. */
function widthsOf(node: Context): { query: Dimension; value: Dimension; all: Dimension } {
  const all = node.dimension(1, 1);
  const sizes = node.ints("qkv_hidden_sizes");
  const third = dividedBy(all, 3);
  return { query: sizes?.[0] ?? third, value: sizes?.[2] ?? third, all };
}

/** Query, key and value come from one input and one weight: `[batch, length, input]`, `[input, q + k + v]`. */
export function projectedAttended(
  node: Context,
  pastAt: number,
  dtype: DataType | undefined = node.dtype(0),
): readonly Value[] {
  const [batch, length, heads] = [node.dimension(0, 0), node.dimension(0, 1), node.int("num_heads")];
  const { query, value } = widthsOf(node);
  const keys = node.given(pastAt) ? plus(node.dimension(pastAt, 3), length) : length;
  return [
    tensor(dtype, [batch, length, value]),
    tensor(dtype, [2, batch, heads, keys, dividedBy(query, heads)]),
  ];
}

/** The projection, then the products with keys and values. */
export function projectedMacs(node: Context, pastAt: number): Products | undefined {
  const [batch, length] = [node.dimension(0, 0), node.dimension(0, 1)];
  const { query, value, all } = widthsOf(node);
  const keys = node.given(pastAt) ? plus(node.dimension(pastAt, 3), length) : length;
  return allProducts(
    oneProduct(batch, length, node.dimension(0, 2), all),
    oneProduct(batch, length, keys, plus(query, value)),
  );
}

/** Tokens of all sequences one after the other, without padding. */
export function packedAttended(node: Context): readonly Value[] {
  return [tensor(node.dtype(0), [node.dimension(0, 0), widthsOf(node).value])];
}

/** How the tokens part into sequences stands in values: only with a single one is the cost known. */
export function packedMacs(node: Context): Products | undefined {
  const tokens = node.dimension(0, 0);
  const { query, value, all } = widthsOf(node);
  if (node.dimension(3, 0) !== 1) return undefined;
  return allProducts(
    oneProduct(tokens, node.dimension(0, 1), all),
    oneProduct(tokens, tokens, plus(query, value)),
  );
}

interface Cross {
  readonly batch: Dimension;
  readonly heads: Dimension;
  readonly length: Dimension;
  readonly keys: Dimension;
  /** Per head. */
  readonly size: Dimension;
  readonly valueSize: Dimension;
}

/** Query `[batch, length, hidden]`, or packed with key and value `[batch, length, heads, 3, size]`. */
function crossOf(node: Context, pastAt: number): Cross {
  const heads = node.int("num_heads");
  const packed = node.rank(0) === 5;
  const length = node.dimension(0, 1);
  const size = packed ? node.dimension(0, 4) : dividedBy(node.dimension(0, 2), heads);
  // Keys as [batch, length, hidden], packed with values [batch, length, heads, 2, size], or [batch, heads, length, size].
  const keyRank = node.rank(1);
  const given = keyRank === 4 ? node.dimension(1, 2) : node.dimension(1, 1);
  const fresh = packed ? length : given;
  const past = node.given(pastAt) ? node.dimension(pastAt, 2) : 0;
  const valueRank = node.rank(2);
  const apart = valueRank === 4 ? node.dimension(2, 3) : dividedBy(node.dimension(2, 2), heads);
  const valueSize = packed || keyRank === 5 ? size : apart;
  return { batch: node.dimension(0, 0), heads, length, keys: plus(past, fresh), size, valueSize };
}

export function crossAttended(node: Context, pastAt: number): readonly Value[] {
  const { batch, heads, length, keys, size, valueSize } = crossOf(node, pastAt);
  const dtype = node.dtype(0);
  return [
    tensor(dtype, [batch, length, times(heads, valueSize)]),
    tensor(dtype, [batch, heads, keys, size]),
    tensor(dtype, [batch, heads, keys, valueSize]),
    tensor(dtype, [batch, heads, length, keys]),
  ];
}

export function crossMacs(node: Context, pastAt: number): Products | undefined {
  const { batch, heads, length, keys, size, valueSize } = crossOf(node, pastAt);
  return oneProduct(batch, heads, length, keys, plus(size, valueSize));
}

interface Grouped {
  readonly batch: Dimension;
  readonly length: Dimension;
  readonly hidden: Dimension;
  readonly size: Dimension;
  /** Keys in the cache behind this step; as long as the buffer where past and present share one. */
  readonly keys: Dimension;
  readonly keyHeads: Dimension;
}

/** Query `[batch, length, heads·size]`; packed with key and value where those are omitted. */
function groupOf(node: Context): Grouped {
  const [heads, keyHeads] = [node.int("num_heads"), node.int("kv_num_heads")];
  const [length, width] = [node.dimension(0, 1), node.dimension(0, 2)];
  const together = heads === undefined || keyHeads === undefined ? undefined : heads + 2 * keyHeads;
  const size = node.given(1) ? dividedBy(width, heads) : dividedBy(width, together);
  const past = node.given(3) ? node.dimension(3, 2) : 0;
  const total = node.scalar(node.node.operator === "SparseAttention" ? 7 : 6);
  return {
    batch: node.dimension(0, 0),
    length,
    hidden: times(heads, size),
    size,
    keys: total ?? plus(past, length),
    keyHeads,
  };
}

export function groupAttended(node: Context): readonly Value[] {
  const { batch, length, hidden, size, keys, keyHeads } = groupOf(node);
  const cache = tensor(node.given(3) ? node.dtype(3) : node.dtype(0), [batch, keyHeads, keys, size]);
  return [
    tensor(node.dtype(0), [batch, length, hidden]),
    cache,
    cache,
    tensor(node.dtype(0), [batch, node.int("num_heads"), length, keys]),
  ];
}

export function groupMacs(node: Context): Products | undefined {
  const { batch, length, hidden, keys } = groupOf(node);
  return oneProduct(batch, length, keys, hidden, 2);
}
