import { blockedAll } from "../blocked";
import type { Context } from "../context";
import type { Rule } from "../elementwise";
import { broadcasting, like } from "../elementwise";
import type { Family } from "../entry";
import { entry, constants, slope, withGradient } from "../entry";
import { FOLDS } from "../folds";
import { geluGradient, swishGradient } from "../gelu";
import type { Part } from "../label";
import { float, int, label, text } from "../label";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";
import { atLeastZero } from "./arithmetic";
import { celuGradient, preluGradient, shrinkGradient, thresholdedReluGradient } from "./kink-gradient";
import { mishGradient } from "./power-gradient";

function activation(since: number, input = "X", output = "Y", ...parts: readonly Part[]): Operator {
  const infer = like();
  return entry(since, "activation", input, output, {
    infer,
    ...(parts.length === 0 ? {} : { label: label(...parts) }),
  });
}

function softmax(): readonly Operator[] {
  return [
    activation(1, "input", "output", int("axis", "axis", 1)),
    // From 13 on along one axis, not over the rest flattened; the default became the last axis.
    activation(13, "input", "output", int("axis", "axis", -1)),
  ];
}

/** From opset 11 on, with the bounds as inputs: exporters clip shapes, too. */
function clip(node: Context): readonly Value[] {
  const [low, high] = [node.scalar(1), node.scalar(2)];
  const known = (!node.given(1) || low !== undefined) && (!node.given(2) || high !== undefined);
  const elements = node.elements(0)?.map((one) => {
    if (one === undefined || !known) return undefined;
    const raised = low === undefined ? one : FOLDS.Max(one, low, node);
    return raised === undefined || high === undefined ? raised : FOLDS.Min(raised, high, node);
  });
  return [tensor(node.dtype(0), node.shape(0), elements)];
}

/** The data unchanged, and a mask of its shape. */
const dropout =
  (mask?: "bool"): Rule =>
  (node) => [node.input(0), tensor(mask ?? node.dtype(0), node.shape(0))];

export const activations: Family = {
  Relu: [entry(1, "activation", "X", "Y", { infer: atLeastZero })],
  LeakyRelu: [activation(1, "X", "Y", float("alpha", "α"))],
  PRelu: [
    entry(1, "activation", "X slope", "Y", { slots: { slope }, infer: like(), gradient: preluGradient }),
  ],
  ThresholdedRelu: withGradient([activation(10, "X", "Y", float("alpha", "α", 1))], thresholdedReluGradient),
  Elu: [activation(1, "X", "Y", float("alpha", "α", 1))],
  Celu: withGradient([activation(12, "X", "Y", float("alpha", "α", 1))], celuGradient),
  Selu: [activation(1)],
  Gelu: withGradient([activation(20, "X", "Y", text("approximate", "none"))], geluGradient),
  SwiGLU: [entry(28, "activation", "A B", "Y", { infer: broadcasting() })],
  Swish: withGradient([activation(24, "X", "Y", float("alpha", "α", 1))], swishGradient),
  Mish: withGradient([activation(18)], mishGradient),
  HardSwish: [activation(14)],
  HardSigmoid: [activation(1)],
  Sigmoid: [activation(1)],
  Softplus: [activation(1)],
  Softsign: [activation(1, "input", "output")],
  Tanh: [activation(1, "input", "output")],
  Shrink: withGradient([activation(9, "input", "output")], shrinkGradient),
  Softmax: softmax(),
  LogSoftmax: softmax(),
  ...blockedAll({ Hardmax: softmax() }),
  Clip: [
    activation(1, "input", "output", float("min", "min"), float("max", "max")),
    entry(11, "activation", "input min max", "output", { slots: constants("min max"), infer: clip }),
  ],
  Dropout: [
    entry(1, "other", "data", "output mask", { label: label(float("ratio", "p")), infer: dropout() }),
    entry(10, "other", "data", "output mask", { label: label(float("ratio", "p")), infer: dropout("bool") }),
    entry(12, "other", "data ratio training_mode", "output mask", {
      slots: constants("ratio training_mode"),
      infer: dropout("bool"),
    }),
  ],
};
