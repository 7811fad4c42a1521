import type { PlacedNode } from "../analysis/uses";
import type { ModelIndex } from "../analysis/model-index";
import type { Node } from "../model/model";
import { literalElements } from "../operators/literals";
import { operatorOf } from "../operators/registry";
import { tensorAt } from "./inputs/takers";

/** Between what an activation's outputs lie; undefined where there is no end. */
export interface ActivationRange {
  /** What a unit that never fires gives. */
  readonly floor: number | undefined;
  /** The ends at which a unit is stuck. */
  readonly low: number | undefined;
  readonly high: number | undefined;
}

const UNBOUNDED: ActivationRange = { floor: undefined, low: undefined, high: undefined };
const rectified = (floor: number): ActivationRange => ({ ...UNBOUNDED, floor });
const between = (low: number, high: number): ActivationRange => ({ floor: undefined, low, high });

/**
 * GELU, SiLU and Mish come near zero from both sides: a unit counts as fired above 2 % of their scale, where they
 * pass on about what they get.
 */
const NEAR_ZERO = 0.02;

/** By operator, as its definition in ONNX has it. LeakyRelu, PRelu and the like can not die and have no ends. */
const RANGES: Readonly<Record<string, (node: Node) => ActivationRange>> = {
  Relu: () => rectified(0),
  ThresholdedRelu: () => rectified(0),
  Gelu: () => rectified(NEAR_ZERO),
  FastGelu: () => rectified(NEAR_ZERO),
  QuickGelu: () => rectified(NEAR_ZERO),
  BiasGelu: () => rectified(NEAR_ZERO),
  Swish: () => rectified(NEAR_ZERO),
  Mish: () => rectified(NEAR_ZERO),
  HardSwish: () => rectified(0),
  Elu: (node) => rectified(-(floatOf(node, "alpha") ?? 1)),
  Celu: (node) => rectified(-(floatOf(node, "alpha") ?? 1)),
  // alpha · gamma, by the constants of Klambauer et al. 2017 that ONNX has as defaults.
  Selu: (node) => rectified(-(floatOf(node, "alpha") ?? 1.67326319) * (floatOf(node, "gamma") ?? 1.05070102)),
  Softplus: () => rectified(0),
  Sigmoid: () => between(0, 1),
  HardSigmoid: () => between(0, 1),
  Tanh: () => between(-1, 1),
  Softsign: () => between(-1, 1),
};

/** The range of a node's outputs; undefined where it is no activation. */
export function activationRange(index: ModelIndex, placed: PlacedNode): ActivationRange | undefined {
  const { node } = placed;
  if (node.domain === "keras") return kerasRange(node);
  if (operatorOf(node, index.model.opsets)?.role !== "activation") return undefined;
  if (node.operator === "Clip") return clipRange(index, placed);
  return RANGES[node.operator]?.(node) ?? UNBOUNDED;
}

/** By the names of Keras's activations what they are in ONNX; the layers that are activations bear such names, too. */
const IN_KERAS: ReadonlyMap<string, string> = new Map([
  ["relu", "Relu"],
  ["thresholdedrelu", "ThresholdedRelu"],
  ["elu", "Elu"],
  ["selu", "Selu"],
  ["gelu", "Gelu"],
  ["silu", "Swish"],
  ["swish", "Swish"],
  ["mish", "Mish"],
  ["hardswish", "HardSwish"],
  ["softplus", "Softplus"],
  ["sigmoid", "Sigmoid"],
  ["hardsigmoid", "HardSigmoid"],
  ["tanh", "Tanh"],
  ["softsign", "Softsign"],
]);

/** Layers of Keras end in the activation that their settings name. Recurrent ones end in a product of two. */
function kerasRange(node: Node): ActivationRange | undefined {
  const setting = node.attributes.get("activation");
  const given =
    setting?.kind === "string" && !node.attributes.has("recurrent_activation") ? setting.value : undefined;
  const name = IN_KERAS.get((given ?? node.operator).toLowerCase().replaceAll("_", ""));
  const leaks = floatOf(node, "negative_slope") ?? 0;
  return name === undefined || leaks !== 0 ? undefined : RANGES[name]?.(node);
}

/** Clip at zero is a ReLU with an upper end; between other bounds it saturates at both. */
function clipRange(index: ModelIndex, placed: PlacedNode): ActivationRange {
  const [low, high] = ["min", "max"].map(
    (name, at) => floatOf(placed.node, name) ?? scalarAt(index, placed, at + 1),
  );
  return low === 0 ? { floor: 0, low: undefined, high } : { floor: undefined, low, high };
}

function scalarAt(index: ModelIndex, placed: PlacedNode, slot: number): number | undefined {
  const tensor = tensorAt(index, placed, slot);
  const [element] = (tensor === undefined ? undefined : literalElements(tensor)) ?? [];
  return typeof element === "number" ? element : undefined;
}

function floatOf(node: Node, name: string): number | undefined {
  const attribute = node.attributes.get(name);
  return attribute?.kind === "float" ? attribute.value : undefined;
}
