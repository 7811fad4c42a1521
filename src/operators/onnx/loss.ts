import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { label, text } from "../label";

const reduction = label(text("reduction", "mean"));

export const losses: Family = {
  NegativeLogLikelihoodLoss: [
    entry(12, "loss", "input target weight", "loss", {
      slots: constants("target weight"),
      label: reduction,
    }),
  ],
  SoftmaxCrossEntropyLoss: [
    entry(12, "loss", "scores labels weights", "output log_prob", {
      slots: constants("labels weights"),
      label: reduction,
    }),
  ],
};

const step = [entry(1, "other", "R T inputs…", "outputs…", { slots: constants("R T") })];

/** Of ONNX's preview domain for training. */
export const training: Family = {
  Adagrad: step,
  Adam: step,
  Momentum: step,
  Gradient: [entry(1, "other", "Inputs…", "Outputs…")],
};
