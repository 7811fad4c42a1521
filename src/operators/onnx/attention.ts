import { add } from "../../model/expression";
import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { dividedBy, oneProduct, times } from "../contraction";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { flag, int, label } from "../label";
import { noMacs } from "../operator";
import type { Value } from "../value";
import { rotaryGradient } from "../rotary-gradient";
import { tensor } from "../value";
import { attentionGradient } from "./attention-gradient";

/** Query, key and value as `[batch, heads, length, size]`, whichever of the two forms the inputs have. */
interface Heads {
  readonly batch: Dimension;
  readonly heads: Dimension;
  readonly keyHeads: Dimension;
  readonly length: Dimension;
  readonly size: Dimension;
  readonly valueSize: Dimension;
  /** Keys at hand: those of the past and the new ones. */
  readonly keys: Dimension;
  readonly flat: boolean;
}

/** https://onnx.ai/onnx/operators/onnx__Attention.html: 4-D as it stands, 3-D with the heads side by side. */
function headsOf(node: Context): Heads {
  const flat = node.rank(0) === 3;
  const [heads, keyHeads] = flat
    ? [node.int("q_num_heads"), node.int("kv_num_heads")]
    : [node.dimension(0, 1), node.dimension(1, 1)];
  const newKeys = flat ? node.dimension(1, 1) : node.dimension(1, 2);
  const past = node.given(4) ? node.dimension(4, 2) : 0;
  return {
    batch: node.dimension(0, 0),
    heads,
    keyHeads,
    length: node.dimension(0, flat ? 1 : 2),
    size: flat ? dividedBy(node.dimension(0, 2), heads) : node.dimension(0, 3),
    valueSize: flat ? dividedBy(node.dimension(2, 2), keyHeads) : node.dimension(2, 3),
    keys: past === undefined || newKeys === undefined ? undefined : add(past, newKeys),
    flat,
  };
}

function attended(node: Context): readonly Value[] {
  const { batch, heads: q, keyHeads, length, size, valueSize, keys, flat } = headsOf(node);
  const dtype = node.dtype(0);
  if (node.rank(0) === undefined) return [tensor(dtype, undefined)];
  return [
    tensor(dtype, flat ? [batch, length, times(q, valueSize)] : [batch, q, length, valueSize]),
    tensor(node.dtype(1), [batch, keyHeads, keys, size]),
    tensor(node.dtype(2), [batch, keyHeads, keys, valueSize]),
    tensor(dtype, [batch, q, length, keys]),
  ];
}

/** The products with keys and with values, masked or not. */
function attentionMacs(node: Context): Products | undefined {
  const { batch, heads: q, length, size, valueSize, keys } = headsOf(node);
  const width = size === undefined || valueSize === undefined ? undefined : add(size, valueSize);
  return oneProduct(batch, q, length, keys, width);
}

/** https://onnx.ai/onnx/operators/onnx__LinearAttention.html */
function linearHeads(node: Context) {
  const [q, kv] = [node.int("q_num_heads", 1), node.int("kv_num_heads", 1)];
  return {
    keyHeads: kv,
    heads: Math.max(q, kv),
    keySize: dividedBy(node.dimension(0, 2), q),
    valueSize: dividedBy(node.dimension(2, 2), kv),
  };
}

function linearlyAttended(node: Context): readonly Value[] {
  const { heads: most, keyHeads, keySize, valueSize } = linearHeads(node);
  const [batch, length] = [node.dimension(0, 0), node.dimension(0, 1)];
  const state = node.given(3) ? node.dtype(3) : node.dtype(0);
  return [
    tensor(node.dtype(0), [batch, length, times(most, valueSize)]),
    tensor(state, [batch, keyHeads, keySize, valueSize]),
  ];
}

/** Per token and key head an outer product and a read-out; delta rules take one product more. */
function linearMacs(node: Context): Products | undefined {
  const { keyHeads, keySize, valueSize } = linearHeads(node);
  const products = node.text("update_rule", "gated_delta").includes("delta") ? 3 : 2;
  return oneProduct(node.dimension(0, 0), node.dimension(0, 1), keyHeads, products, keySize, valueSize);
}

const heads = label(
  int("q_num_heads", "heads"),
  int("kv_num_heads", "key heads"),
  flag("is_causal", "causal"),
);
const PAST = "past_key past_value";
const PRESENT = "Y present_key present_value qk_matmul_output";

export const attention: Family = {
  Attention: [
    entry(23, "attention", "Q K V attn_mask past_key past_value", PRESENT, {
      slots: constants(PAST),
      label: heads,
      infer: attended,
      macs: attentionMacs,
      gradient: attentionGradient,
    }),
    entry(24, "attention", "Q K V attn_mask past_key past_value nonpad_kv_seqlen", PRESENT, {
      slots: constants(`${PAST} nonpad_kv_seqlen`),
      label: heads,
      infer: attended,
      macs: attentionMacs,
      gradient: attentionGradient,
    }),
  ],
  LinearAttention: [
    entry(27, "attention", "query key value past_state decay beta", "output present_state", {
      slots: constants("past_state"),
      label: heads,
      infer: linearlyAttended,
      macs: linearMacs,
    }),
  ],
  RotaryEmbedding: [
    entry(23, "attention", "X cos_cache sin_cache position_ids", "Y", {
      slots: constants("position_ids"),
      infer: like(),
      macs: noMacs,
      gradient: rotaryGradient,
      label: label(int("num_heads", "heads", 0), flag("interleaved", "interleaved")),
    }),
  ],
};

/** Of ONNX's preview domain. */
export const previewAttention: Family = {
  FlexAttention: [entry(1, "attention", "Q K V", "Y", { infer: attended, macs: attentionMacs })],
};
