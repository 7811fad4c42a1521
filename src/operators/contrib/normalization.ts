import type { Family } from "../entry";
import { bias, constants, entry, scale, table } from "../entry";
import { int, label } from "../label";
import { simplifiedLayerNormalization } from "../onnx/normalization";

const STATISTICS = "mean inv_std_var";
const SKIPPED = `output ${STATISTICS} input_skip_bias_sum`;
const affine = { gamma: scale, beta: bias };
const TABLES = "word_embedding position_embedding segment_embedding gamma beta".split(" ");
const quantised = (suffix: string): string => TABLES.map((name) => `${name}_${suffix}`).join(" ");

export const normalization: Family = {
  SimplifiedLayerNormalization: [simplifiedLayerNormalization],
  SkipLayerNormalization: [
    entry(1, "normalization", "input skip gamma beta bias", SKIPPED, { slots: { ...affine, bias } }),
  ],
  SkipSimplifiedLayerNormalization: [
    entry(1, "normalization", "input skip gamma bias", SKIPPED, { slots: { gamma: scale, bias } }),
  ],
  EmbedLayerNormalization: [
    entry(
      1,
      "normalization",
      "input_ids segment_ids word_embedding position_embedding segment_embedding gamma beta mask position_ids",
      "output mask_index embedding_sum",
      {
        slots: {
          word_embedding: table,
          position_embedding: table,
          segment_embedding: table,
          ...affine,
          ...constants("input_ids segment_ids mask position_ids"),
        },
      },
    ),
  ],
  QEmbedLayerNormalization: [
    entry(
      1,
      "normalization",
      `input_ids segment_ids word_embedding_quant position_embedding_quant segment_embedding gamma_quant beta_quant mask ${quantised("scale")} ${quantised("zero_point")}`,
      "layernorm_out mask_index_out",
      {
        slots: {
          word_embedding_quant: table,
          position_embedding_quant: table,
          segment_embedding: table,
          gamma_quant: scale,
          beta_quant: bias,
          ...constants(`input_ids segment_ids mask ${quantised("scale")} ${quantised("zero_point")}`),
        },
      },
    ),
  ],
  GroupNorm: [entry(1, "normalization", "X gamma beta", "Y", { slots: affine, label: label(int("groups")) })],
  SkipGroupNorm: [
    entry(1, "normalization", "X gamma beta skip bias", "Y S", {
      slots: { ...affine, bias },
      label: label(int("groups")),
    }),
  ],
  GatedRMSNorm: [entry(1, "normalization", "X scale gate", "Y", { slots: { scale } })],
};
