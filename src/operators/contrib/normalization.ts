import type { Context } from "../context";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { bias, constants, entry, scale, table } from "../entry";
import { int, label } from "../label";
import { embedLayerGradient, skipLayerGradient, skipSimplifiedGradient } from "../layer-gradient";
import { simplifiedLayerNormalization } from "../onnx/normalization";
import type { Value } from "../value";
import { tensor } from "../value";

/** The result, two statistics per row, and the sum that was normalised. */
function skipped(node: Context): readonly Value[] {
  const rows = tensor("float32", node.shape(0)?.with(-1, 1));
  return [{ type: node.type(0) }, rows, rows, { type: node.type(0) }];
}

/** A vector per token, the number of tokens per sequence, and the sum of the embeddings. */
function embedded(node: Context): readonly Value[] {
  const tokens = node.shape(0);
  const vectors = tensor(node.dtype(2), tokens && [...tokens, node.dimension(2, 1)]);
  return [vectors, tensor("int32", [node.dimension(0, 0)]), vectors];
}

/** The embeddings are stored in 8 bits; what comes out has the type of their scales. */
function embeddedFromQuantized(node: Context): readonly Value[] {
  const tokens = node.shape(0);
  const vectors = tensor(node.dtype(8), tokens && [...tokens, node.dimension(2, 1)]);
  return [vectors, tensor("int32", [node.dimension(0, 0)])];
}

const STATISTICS = "mean inv_std_var";
const SKIPPED = `output ${STATISTICS} input_skip_bias_sum`;
const affine = { gamma: scale, beta: bias };
const TABLES = "word_embedding position_embedding segment_embedding gamma beta".split(" ");
const quantised = (suffix: string): string => TABLES.map((name) => `${name}_${suffix}`).join(" ");

export const normalization: Family = {
  SimplifiedLayerNormalization: [simplifiedLayerNormalization],
  SkipLayerNormalization: [
    entry(1, "normalization", "input skip gamma beta bias", SKIPPED, {
      slots: { ...affine, bias },
      infer: skipped,
      gradient: skipLayerGradient,
    }),
  ],
  SkipSimplifiedLayerNormalization: [
    entry(1, "normalization", "input skip gamma bias", SKIPPED, {
      slots: { gamma: scale, bias },
      infer: skipped,
      gradient: skipSimplifiedGradient,
    }),
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
        infer: embedded,
        gradient: embedLayerGradient,
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
        infer: embeddedFromQuantized,
      },
    ),
  ],
  GroupNorm: [
    entry(1, "normalization", "X gamma beta", "Y", {
      slots: affine,
      label: label(int("groups")),
      infer: like(),
    }),
  ],
  SkipGroupNorm: [
    entry(1, "normalization", "X gamma beta skip bias", "Y S", {
      slots: { ...affine, bias },
      label: label(int("groups")),
      infer: (node) => [{ type: node.type(0) }, { type: node.type(0) }],
    }),
  ],
  GatedRMSNorm: [entry(1, "normalization", "X scale gate", "Y", { slots: { scale }, infer: like() })],
};
