import type { Family } from "../entry";
import { entry, constants, slope } from "../entry";
import type { Part } from "../label";
import { float, int, label, text } from "../label";
import type { Operator } from "../operator";

function activation(since: number, input = "X", output = "Y", ...parts: readonly Part[]): Operator {
  return entry(since, "activation", input, output, parts.length === 0 ? {} : { label: label(...parts) });
}

function softmax(): readonly Operator[] {
  return [
    activation(1, "input", "output", int("axis", "axis", 1)),
    // From 13 on along one axis, not over the rest flattened; the default became the last axis.
    activation(13, "input", "output", int("axis", "axis", -1)),
  ];
}

export const activations: Family = {
  Relu: [activation(1)],
  LeakyRelu: [activation(1, "X", "Y", float("alpha", "α"))],
  PRelu: [entry(1, "activation", "X slope", "Y", { slots: { slope } })],
  ThresholdedRelu: [activation(10, "X", "Y", float("alpha", "α", 1))],
  Elu: [activation(1, "X", "Y", float("alpha", "α", 1))],
  Celu: [activation(12, "X", "Y", float("alpha", "α", 1))],
  Selu: [activation(1)],
  Gelu: [activation(20, "X", "Y", text("approximate", "none"))],
  SwiGLU: [activation(28, "A B")],
  Swish: [activation(24, "X", "Y", float("alpha", "α", 1))],
  Mish: [activation(18)],
  HardSwish: [activation(14)],
  HardSigmoid: [activation(1)],
  Sigmoid: [activation(1)],
  Softplus: [activation(1)],
  Softsign: [activation(1, "input", "output")],
  Tanh: [activation(1, "input", "output")],
  Shrink: [activation(9, "input", "output")],
  Softmax: softmax(),
  LogSoftmax: softmax(),
  Hardmax: softmax(),
  Clip: [
    activation(1, "input", "output", float("min", "min"), float("max", "max")),
    entry(11, "activation", "input min max", "output", { slots: constants("min max") }),
  ],
  Dropout: [
    entry(1, "other", "data", "output mask", { label: label(float("ratio", "p")) }),
    entry(12, "other", "data ratio training_mode", "output mask", {
      slots: constants("ratio training_mode"),
    }),
  ],
};
