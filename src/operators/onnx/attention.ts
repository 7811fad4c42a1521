import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { flag, int, label } from "../label";

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
    }),
    entry(24, "attention", "Q K V attn_mask past_key past_value nonpad_kv_seqlen", PRESENT, {
      slots: constants(`${PAST} nonpad_kv_seqlen`),
      label: heads,
    }),
  ],
  LinearAttention: [
    entry(27, "attention", "query key value past_state decay beta", "output present_state", {
      slots: constants("past_state"),
      label: heads,
    }),
  ],
  RotaryEmbedding: [
    entry(23, "attention", "X cos_cache sin_cache position_ids", "Y", {
      slots: constants("position_ids"),
      label: label(int("num_heads", "heads", 0), flag("interleaved", "interleaved")),
    }),
  ],
};

/** Of ONNX's preview domain. */
export const previewAttention: Family = {
  FlexAttention: [entry(1, "attention", "Q K V", "Y")],
};
