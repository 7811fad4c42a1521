import { like } from "../elementwise";
import type { Family } from "../entry";
import { bias, constants, entry, rightMatrix, rulesOf, scale, table, weight } from "../entry";
import { flag, int, label } from "../label";
import { attention as standard } from "../onnx/attention";
import { noMacs } from "../operator";
import { contribRotaryGradient } from "../rotary-gradient";
import { tensor } from "../value";
import { multiHeadGradient, projectedGradient } from "./attention-gradient";
import { groupGradient } from "./group-gradient";
import {
  crossAttended,
  crossMacs,
  groupAttended,
  groupMacs,
  packedAttended,
  packedMacs,
  projectedAttended,
  projectedMacs,
} from "./heads";

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
        slots: { weights: rightMatrix, bias, ...constants("mask_index past past_sequence_length") },
        label: heads,
        infer: (node) => projectedAttended(node, 4),
        macs: (node) => projectedMacs(node, 4),
        gradient: projectedGradient,
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
          weight: rightMatrix,
          bias,
          ...constants("input_scale weight_scale mask_index input_zero_point weight_zero_point past"),
        },
        label: heads,
        infer: (node) => projectedAttended(node, 8, node.dtype(3)),
        macs: (node) => projectedMacs(node, 8),
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
        slots: { weights: rightMatrix, bias, ...constants("token_offset cumulative_sequence_length") },
        label: heads,
        infer: packedAttended,
        macs: packedMacs,
      },
    ),
  ],
  LongformerAttention: [
    entry(1, "attention", "input weight bias mask global_weight global_bias global", "output", {
      slots: {
        weight: rightMatrix,
        bias,
        global_weight: rightMatrix,
        global_bias: bias,
        ...constants("mask global"),
      },
      label: heads,
      infer: like(),
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
          q_weight: rightMatrix,
          kv_weight: rightMatrix,
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
        infer: (node) => crossAttended(node, 6),
        macs: (node) => crossMacs(node, 6),
        gradient: multiHeadGradient,
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
          weights: rightMatrix,
          bias,
          ...constants("mask_index past past_sequence_length beam_width cache_indirection"),
        },
        label: heads,
        infer: (node) => projectedAttended(node, 4),
        macs: (node) => projectedMacs(node, 4),
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
        infer: (node) => crossAttended(node, 5),
        macs: (node) => crossMacs(node, 5),
      },
    ),
  ],
  PackedMultiHeadAttention: [
    entry(
      1,
      "attention",
      "query key value bias token_offset cumulative_sequence_length attention_bias",
      "output",
      {
        slots: { bias, ...constants("token_offset cumulative_sequence_length") },
        label: heads,
        infer: (node) => [{ type: node.type(0) }],
      },
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
        infer: groupAttended,
        macs: groupMacs,
        gradient: groupGradient,
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
        // Which blocks are looked at stands in values: the shapes are known, the cost is not.
        infer: groupAttended,
      },
    ),
  ],
  LinearAttention: [
    entry(1, "attention", "query key value past_state decay beta", "output present_state", {
      slots: constants("past_state"),
      ...rulesOf(standard, "LinearAttention"),
    }),
  ],
  RotaryEmbedding: [
    entry(1, "attention", `input position_ids ${ROTARY}`, "output", {
      slots: constants("position_ids"),
      label: label(int("num_heads", "heads", 0), flag("interleaved", "interleaved")),
      infer: like(),
      macs: noMacs,
      gradient: contribRotaryGradient,
    }),
  ],
  RelativePositionBias: [
    entry(1, "attention", "bias_table query_length key_length", "output", {
      slots: { bias_table: table, ...constants("query_length key_length") },
      infer: (node) => [tensor(node.dtype(0), [1, node.dimension(0, 1), node.scalar(1), node.scalar(2)])],
      macs: noMacs,
    }),
  ],
  GatedRelativePositionBias: [
    entry(1, "attention", "query_layer query_bias rel_pos weight bias eco_a token_offset", "output", {
      slots: { query_bias: bias, weight, bias, eco_a: weight, ...constants("token_offset") },
      label: heads,
    }),
  ],
};
