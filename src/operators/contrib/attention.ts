import type { Family } from "../entry";
import { bias, constants, entry, scale, table, weight } from "../entry";
import { flag, int, label } from "../label";

const heads = label(
  int("num_heads", "heads"),
  int("kv_num_heads", "key heads"),
  flag("unidirectional", "causal"),
);

const QKV_PRESENT = "output present_key present_value";
const ROTARY = "cos_cache sin_cache";

export const attention: Family = {
  Attention: [
    entry(
      1,
      "attention",
      "input weights bias mask_index past attention_bias past_sequence_length",
      "output present",
      {
        slots: { weights: weight, bias, ...constants("mask_index past past_sequence_length") },
        label: heads,
      },
    ),
  ],
  QAttention: [
    entry(
      1,
      "attention",
      "input weight bias input_scale weight_scale mask_index input_zero_point weight_zero_point past",
      "output present",
      {
        slots: {
          weight,
          bias,
          ...constants("input_scale weight_scale mask_index input_zero_point weight_zero_point past"),
        },
        label: heads,
      },
    ),
  ],
  PackedAttention: [
    entry(
      1,
      "attention",
      "input weights bias token_offset cumulative_sequence_length attention_bias",
      "output",
      {
        slots: { weights: weight, bias, ...constants("token_offset cumulative_sequence_length") },
        label: heads,
      },
    ),
  ],
  LongformerAttention: [
    entry(1, "attention", "input weight bias mask global_weight global_bias global", "output", {
      slots: { weight, bias, global_weight: weight, global_bias: bias, ...constants("mask global") },
      label: heads,
    }),
  ],
  DecoderAttention: [
    entry(
      1,
      "attention",
      "query key q_weight kv_weight bias key_padding_mask key_cache value_cache static_kv use_past has_layer_state has_key_padding_mask",
      "output new_key_cache new_value_cache",
      {
        slots: {
          q_weight: weight,
          kv_weight: weight,
          bias,
          ...constants(
            "key_padding_mask key_cache value_cache static_kv use_past has_layer_state has_key_padding_mask",
          ),
        },
        label: heads,
      },
    ),
  ],
  MultiHeadAttention: [
    entry(
      1,
      "attention",
      "query key value bias key_padding_mask attention_bias past_key past_value past_sequence_length cache_indirection",
      `${QKV_PRESENT} qk`,
      {
        slots: {
          bias,
          ...constants("key_padding_mask past_key past_value past_sequence_length cache_indirection"),
        },
        label: heads,
      },
    ),
  ],
  DecoderMaskedSelfAttention: [
    entry(
      1,
      "attention",
      "input weights bias mask_index past attention_bias past_sequence_length beam_width cache_indirection",
      "output present",
      {
        slots: {
          weights: weight,
          bias,
          ...constants("mask_index past past_sequence_length beam_width cache_indirection"),
        },
        label: heads,
      },
    ),
  ],
  DecoderMaskedMultiHeadAttention: [
    entry(
      1,
      "attention",
      "query key value mask_index attention_bias past_key past_value past_sequence_length beam_width cache_indirection bias",
      `${QKV_PRESENT} qk`,
      {
        slots: {
          bias,
          ...constants("mask_index past_key past_value past_sequence_length beam_width cache_indirection"),
        },
        label: heads,
      },
    ),
  ],
  PackedMultiHeadAttention: [
    entry(
      1,
      "attention",
      "query key value bias token_offset cumulative_sequence_length attention_bias",
      "output",
      { slots: { bias, ...constants("token_offset cumulative_sequence_length") }, label: heads },
    ),
  ],
  GroupQueryAttention: [
    entry(
      1,
      "attention",
      `query key value past_key past_value seqlens_k total_sequence_length ${ROTARY} position_ids attention_bias head_sink k_scale v_scale q_norm_weight k_norm_weight`,
      `${QKV_PRESENT} output_qk`,
      {
        slots: {
          head_sink: weight,
          q_norm_weight: scale,
          k_norm_weight: scale,
          ...constants("past_key past_value seqlens_k total_sequence_length position_ids k_scale v_scale"),
        },
        label: heads,
      },
    ),
  ],
  SparseAttention: [
    entry(
      1,
      "attention",
      `query key value past_key past_value block_row_indices block_col_indices total_sequence_length key_total_sequence_lengths ${ROTARY}`,
      QKV_PRESENT,
      {
        slots: constants(
          "past_key past_value block_row_indices block_col_indices total_sequence_length key_total_sequence_lengths",
        ),
        label: heads,
      },
    ),
  ],
  LinearAttention: [
    entry(1, "attention", "query key value past_state decay beta", "output present_state", {
      slots: constants("past_state"),
    }),
  ],
  RotaryEmbedding: [
    entry(1, "attention", `input position_ids ${ROTARY}`, "output", {
      slots: constants("position_ids"),
      label: label(int("num_heads", "heads", 0), flag("interleaved", "interleaved")),
    }),
  ],
  RelativePositionBias: [
    entry(1, "attention", "bias_table query_length key_length", "output", {
      slots: { bias_table: table, ...constants("query_length key_length") },
    }),
  ],
  GatedRelativePositionBias: [
    entry(1, "attention", "query_layer query_bias rel_pos weight bias eco_a token_offset", "output", {
      slots: { query_bias: bias, weight, bias, eco_a: weight, ...constants("token_offset") },
      label: heads,
    }),
  ],
};
