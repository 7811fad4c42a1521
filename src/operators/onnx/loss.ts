import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { label, text } from "../label";
import type { Context } from "../context";
import type { Value } from "../value";
import { tensor } from "../value";
import { crossEntropyGradient, likelihoodLossGradient } from "./loss-gradient";

/** One loss per target, or a single one; from the scores also their logarithmic probabilities. */
function lossOf(node: Context): readonly Value[] {
  const shape = node.text("reduction") === "none" ? node.shape(1) : [];
  return [tensor(node.dtype(0), shape), { type: node.type(0) }];
}

/** R and T, then for k tensors their values, gradients and states: updated come back the values and the states. */
const updated =
  (perTensor: number) =>
  (node: Context): readonly Value[] => {
    const count = Math.floor((node.inputs.length - 2) / perTensor);
    const kept = [0, ...Array.from({ length: perTensor - 2 }, (_, state) => state + 2)];
    return kept.flatMap((part) =>
      Array.from({ length: count }, (_, index) => ({ type: node.type(2 + part * count + index) })),
    );
  };

const reduction = label(text("reduction", "mean"));

export const losses: Family = {
  NegativeLogLikelihoodLoss: [
    entry(12, "loss", "input target weight", "loss", {
      slots: constants("target weight"),
      infer: lossOf,
      gradient: likelihoodLossGradient,
      label: reduction,
    }),
  ],
  SoftmaxCrossEntropyLoss: [
    entry(12, "loss", "scores labels weights", "output log_prob", {
      slots: constants("labels weights"),
      infer: lossOf,
      gradient: crossEntropyGradient,
      label: reduction,
    }),
  ],
};

const step = (perTensor: number) => [
  entry(1, "other", "R T inputs…", "outputs…", { slots: constants("R T"), infer: updated(perTensor) }),
];

/** Of ONNX's preview domain for training. */
export const training: Family = {
  Adagrad: step(3),
  Adam: step(4),
  Momentum: step(3),
  Gradient: [
    // A gradient has the shape of what it is taken by: the inputs that `xs` names come first.
    entry(1, "other", "Inputs…", "Outputs…", {
      infer: (node) => (node.strings("xs") ?? []).map((_, index) => ({ type: node.type(index) })),
    }),
  ],
};
