import type { Context } from "../../context";
import type { Emitter } from "../../emit";
import { float } from "../../emit";
import type { Lower } from "../../recipe";

type Make = (emit: Emitter, input: string) => string;

const one =
  (operator: string, settings: Parameters<Emitter["one"]>[2] = {}): Make =>
  (emit, input) =>
    emit.one(operator, [input], settings);

const times: (by: Make) => Make = (by) => (emit, input) => emit.one("Mul", [input, by(emit, input)]);

/** x·Φ(x) (Hendrycks and Gimpel 2016), by the error function or by what stands for it in the same paper. */
const gelu: Make = (emit, input) => {
  const erf = emit.one("Erf", [emit.one("Mul", [input, emit.floats(Math.SQRT1_2)])]);
  return halved(emit, input, erf);
};

const geluByTanh: Make = (emit, input) => {
  const cube = emit.one("Mul", [emit.one("Mul", [input, input]), input]);
  const sum = emit.one("Add", [input, emit.one("Mul", [cube, emit.floats(0.044715)])]);
  return halved(emit, input, emit.one("Tanh", [emit.one("Mul", [sum, emit.floats(Math.sqrt(2 / Math.PI))])]));
};

/** x/2 · (1 + inner) */
function halved(emit: Emitter, input: string, inner: string): string {
  const half = emit.one("Mul", [input, emit.floats(0.5)]);
  return emit.one("Mul", [half, emit.one("Add", [inner, emit.floats(1)])]);
}

function clipped(emit: Emitter, input: string, low: number, high?: number): string {
  return emit.one("Clip", [input, emit.floats(low), ...(high === undefined ? [] : [emit.floats(high)])]);
}

/** By the names that Keras and TensorFlow.js have for them, in lower case and without underscores. */
const ACTIVATIONS: Readonly<Record<string, Make>> = {
  linear: (_, input) => input,
  relu: one("Relu"),
  relu6: (emit, input) => clipped(emit, input, 0, 6),
  leakyrelu: one("LeakyRelu", { alpha: float(0.2) }),
  elu: one("Elu"),
  selu: one("Selu"),
  sigmoid: one("Sigmoid"),
  // TensorFlow.js has Keras 2's: 0.2·x + 0.5.
  hardsigmoid: one("HardSigmoid"),
  tanh: one("Tanh"),
  softmax: one("Softmax", { axis: -1 }),
  logsoftmax: one("LogSoftmax", { axis: -1 }),
  softplus: one("Softplus"),
  softsign: one("Softsign"),
  swish: times(one("Sigmoid")),
  silu: times(one("Sigmoid")),
  mish: times((emit, input) => emit.one("Tanh", [emit.one("Softplus", [input])])),
  hardswish: times((emit, input) =>
    emit.one("HardSigmoid", [input], { alpha: float(1 / 6), beta: float(0.5) }),
  ),
  hardsilu: times((emit, input) =>
    emit.one("HardSigmoid", [input], { alpha: float(1 / 6), beta: float(0.5) }),
  ),
  exponential: one("Exp"),
  gelu,
  gelunew: geluByTanh,
};

/** An activation by its name; undefined for one that nobody here knows. */
function activated(emit: Emitter, input: string, name: string): string | undefined {
  const plain = name.toLowerCase().replaceAll("_", "");
  return Object.hasOwn(ACTIVATIONS, plain) ? ACTIVATIONS[plain]?.(emit, input) : undefined;
}

/** What a layer computes, with the activation that its settings name. */
export function withActivation(node: Context, emit: Emitter, input: string): readonly string[] | undefined {
  const output = activated(emit, input, node.text("activation", "linear"));
  return output === undefined ? undefined : [output];
}

export const lowerActivation: Lower = ({ node, emit, inputNames: [input = ""] }) =>
  withActivation(node, emit, input);

/** https://keras.io/api/layers/activation_layers/relu/ */
export const lowerRelu: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const high = node.float("max_value") ?? node.int("max_value");
  const slope = number(node, "negative_slope", 0);
  const threshold = number(node, "threshold", 0);
  if (slope === 0 && threshold === 0) return [clipped(emit, input, 0, high)];
  const above = high === undefined ? input : emit.one("Min", [input, emit.floats(high)]);
  const below = emit.one("Mul", [emit.one("Sub", [input, emit.floats(threshold)]), emit.floats(slope)]);
  const fires = emit.one("GreaterOrEqual", [input, emit.floats(threshold)]);
  return [emit.one("Where", [fires, above, below])];
};

export const lowerLeakyRelu: Lower = ({ node, emit, inputNames: [input = ""] }) => {
  const alpha = number(node, "negative_slope", number(node, "alpha", 0.3));
  return [emit.one("LeakyRelu", [input], { alpha: float(alpha) })];
};

export const lowerElu: Lower = ({ node, emit, inputNames: [input = ""] }) => [
  emit.one("Elu", [input], { alpha: float(number(node, "alpha", 1)) }),
];

export const lowerThresholdedRelu: Lower = ({ node, emit, inputNames: [input = ""] }) => [
  emit.one("ThresholdedRelu", [input], { alpha: float(number(node, "theta", 1)) }),
];

export const lowerSoftmax: Lower = ({ node, emit, inputNames: [input = ""] }) => [
  emit.one("Softmax", [input], { axis: node.int("axis", -1) }),
];

/** Slopes have the input's axes but for the samples, of size one where they are shared: they broadcast as they are. */
export const lowerPrelu: Lower = ({ emit, inputNames: [input = "", alpha = ""] }) => [
  emit.one("PRelu", [input, alpha]),
];

/** A setting that a file may write as a whole number. */
export function number(node: Context, name: string, otherwise: number): number {
  return node.float(name) ?? node.int(name) ?? otherwise;
}
