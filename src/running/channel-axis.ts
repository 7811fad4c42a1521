import type { ModelIndex } from "../analysis/model-index";
import type { PlacedNode } from "../analysis/uses";
import { qualify } from "../model/model";

/** Layers that keep channels behind the samples: N C …. */
const CHANNELS_FIRST =
  /^(Conv|ConvTranspose|ConvInteger|QLinearConv|FusedConv|BatchNormalization|InstanceNormalization|GroupNormalization|.*Pool|LRN|Resize|Upsample|DepthToSpace|SpaceToDepth)$/;
/** Layers that keep features at the end: N … C. */
const CHANNELS_LAST =
  /^(.*MatMul.*|Gemm|Einsum|LayerNormalization|SimplifiedLayerNormalization|SkipLayerNormalization|LSTM|GRU|RNN|Attention|MultiHeadAttention|Gather)$/;

/** Nodes gone back over: the layer before an activation is near, or the axis is taken by the rank. */
const FARTHEST = 32;

/**
 * The axis of a node's output along which its units lie: 1 behind convolutions and what goes with them, the last
 * behind matrix products. Where neither is found: 1 for images (rank 4 and more), else the last.
 */
export function channelAxis(index: ModelIndex, placed: PlacedNode, rank: number): number | undefined {
  if (rank < 2) return undefined;
  if (rank === 2) return 1;
  if (placed.node.domain === "keras" || placed.node.domain === "tf") {
    return channelsComeFirst(index, placed) ? 1 : rank - 1;
  }
  return layerAxis(index, placed, rank) ?? (rank > 3 ? 1 : rank - 1);
}

function layerAxis({ uses }: ModelIndex, placed: PlacedNode, rank: number): number | undefined {
  let at: PlacedNode | undefined = placed;
  for (let steps = 0; at !== undefined && steps < FARTHEST; steps++) {
    const { node, graph }: PlacedNode = at;
    if (CHANNELS_FIRST.test(node.operator)) return 1;
    if (CHANNELS_LAST.test(node.operator)) return rank - 1;
    if (node.operator === "Transpose") return transposedAxis(node.attributes.get("perm"), rank);
    // Of two inputs the first that is computed: a bias or a scale is not.
    at = node.inputs
      .filter((name) => name !== "")
      .map((name) => uses.producers.get(qualify(graph, name)))
      .find((port) => port !== undefined && port.node.operator !== "Constant");
  }
  return undefined;
}

/** Behind a Transpose that moves channels: to the end, or behind the samples. */
function transposedAxis(
  perm: ReturnType<PlacedNode["node"]["attributes"]["get"]>,
  rank: number,
): number | undefined {
  if (perm?.kind !== "ints" || perm.value.length !== rank) return undefined;
  if (Number(perm.value[rank - 1]) === 1) return rank - 1;
  return Number(perm.value[1]) === rank - 1 ? 1 : undefined;
}

/** TensorFlow has channels last, unless the nearest layer that says anything about it says otherwise. */
function channelsComeFirst({ uses }: ModelIndex, placed: PlacedNode): boolean {
  let at: PlacedNode | undefined = placed;
  for (let steps = 0; at !== undefined && steps < FARTHEST; steps++) {
    const { node, graph }: PlacedNode = at;
    const format = node.attributes.get("data_format");
    if (format?.kind === "string") return format.value === "channels_first" || format.value.startsWith("NC");
    at = node.inputs
      .map((name) => uses.producers.get(qualify(graph, name)))
      .find((port) => port !== undefined);
  }
  return false;
}
