import type { Context } from "../../context";
import type { Emitter, Settings } from "../../emit";
import { floats } from "../../emit";
import type { AttributeValue } from "../../../model/model";
import type { Lower } from "../../recipe";

/** The cells that ONNX has, as Keras stores them: gates side by side, in Keras's order. */
interface Cell {
  readonly operator: "RNN" | "GRU" | "LSTM";
  /** For each of ONNX's gates, the place of Keras's. */
  readonly gates: readonly number[];
  readonly states: number;
}

const CELLS: Readonly<Record<string, Cell>> = {
  SimpleRNN: { operator: "RNN", gates: [0], states: 1 },
  // Both have update, reset, new.
  GRU: { operator: "GRU", gates: [0, 1, 2], states: 1 },
  // Input, forget, cell, output in Keras; input, output, forget, cell in ONNX.
  LSTM: { operator: "LSTM", gates: [0, 3, 1, 2], states: 2 },
};

/** Activations of Keras that ONNX's recurrent operators know, with their settings there. */
const ACTIVATIONS: Readonly<Record<string, readonly [name: string, alpha?: number, beta?: number]>> = {
  tanh: ["Tanh"],
  sigmoid: ["Sigmoid"],
  relu: ["Relu"],
  linear: ["Affine", 1, 0],
  hardsigmoid: ["HardSigmoid", 0.2, 0.5],
  softsign: ["Softsign"],
  softplus: ["Softplus"],
  elu: ["Elu", 1],
};

/** Biases are written out, some of them for each unit: more than any layer has are a file's word alone. */
const MOST_UNITS = 2 ** 20;

/** What one direction is made of, by name in the graph. */
interface Weights {
  readonly kernel: string;
  readonly recurrent: string;
  readonly bias: string;
}

/** A sequence `[batch, steps, width]` through one direction or both. */
interface Passed {
  /** By direction, `[batch, steps, units]` in the order in which the steps were gone through. */
  readonly sequences: readonly string[];
  /** By direction, the states behind the last step, `[batch, units]` each. */
  readonly states: readonly (readonly string[])[];
}

/**
 * The operator of ONNX for a layer's settings, over one or two directions; undefined where it has no counterpart.
 *
 * @param initial by state, `[directions, batch, units]`; "" begins with zeros.
 */
export function pass(
  node: Context,
  className: string,
  emit: Emitter,
  input: string,
  weights: readonly Weights[],
  direction: "forward" | "reverse" | "bidirectional",
  initial: readonly string[] = [],
): Passed | undefined {
  const cell = Object.hasOwn(CELLS, className) ? CELLS[className] : undefined;
  const units = node.int("units");
  const activations = cell && activationsOf(node, cell, weights.length);
  if (cell === undefined || units === undefined || activations === undefined) return undefined;
  if (units > MOST_UNITS) return undefined;
  if (node.flag("time_major") || node.flag("stateful")) return undefined;
  const resetAfter = className === "GRU" && node.flag("reset_after");
  const settings: Settings = {
    hidden_size: units,
    direction,
    ...activations,
    ...(cell.operator === "GRU" && { linear_before_reset: resetAfter ? 1 : 0 }),
  };
  const stacked = (of: (one: Weights) => string): string =>
    emit.one(
      "Concat",
      weights.map((one) => emit.unsqueeze(of(one), [0])),
      { axis: 0 },
    );
  const matrix = (name: string): string => reordered(emit, emit.transpose(name, [1, 0]), cell.gates, units);
  const biases = weights.every(({ bias }) => bias !== "")
    ? stacked(({ bias }) => biasOf(emit, bias, cell, units, resetAfter))
    : "";
  const steps = emit.transpose(input, [1, 0, 2]);
  const inputs = [
    steps,
    stacked((one) => matrix(one.kernel)),
    stacked((one) => matrix(one.recurrent)),
    biases,
    "",
  ];
  const [sequence = "", ...states] = emit.several(
    cell.operator,
    [...inputs, ...initial],
    1 + cell.states,
    settings,
  );
  return {
    sequences: weights.map((_, at) =>
      emit.transpose(emit.squeeze(emit.slice(sequence, [at], [at + 1], [1]), [1]), [1, 0, 2]),
    ),
    states: weights.map((_, at) =>
      states.map((state) => emit.squeeze(emit.slice(state, [at], [at + 1], [0]), [0])),
    ),
  };
}

/** `[gates·units, …]` with its gates in another order. */
function reordered(emit: Emitter, value: string, gates: readonly number[], units: number): string {
  if (gates.every((gate, at) => gate === at)) return value;
  const parts = gates.map((gate) => emit.slice(value, [gate * units], [(gate + 1) * units], [0]));
  return emit.one("Concat", parts, { axis: 0 });
}

/** ONNX has a bias of the input and one of the state; Keras has the second only for a GRU that resets behind it. */
function biasOf(emit: Emitter, bias: string, { gates }: Cell, units: number, resetAfter: boolean): string {
  const size = gates.length * units;
  if (resetAfter) return emit.reshape(bias, [2 * size]);
  return emit.one(
    "Concat",
    [reordered(emit, bias, gates, units), emit.floats(new Array<number>(size).fill(0))],
    {
      axis: 0,
    },
  );
}

function activationsOf(node: Context, { operator }: Cell, directions: number): Settings | undefined {
  const named = (setting: string, otherwise: string) => {
    const name = node.text(setting, otherwise).toLowerCase().replaceAll("_", "");
    return Object.hasOwn(ACTIVATIONS, name) ? ACTIVATIONS[name] : undefined;
  };
  const own = named("activation", "tanh");
  const gate = named("recurrent_activation", "sigmoid");
  if (own === undefined || gate === undefined) return undefined;
  const each = { RNN: [own], GRU: [gate, own], LSTM: [gate, own, own] }[operator];
  const all = Array.from({ length: directions }, () => each).flat();
  const names: AttributeValue = { kind: "strings", value: all.map(([name]) => name) };
  const numbers = (at: 1 | 2): AttributeValue => floats(all.map((one) => one[at] ?? 0));
  const plainOnes = all.every(([, alpha]) => alpha === undefined);
  return {
    activations: names,
    ...(!plainOnes && { activation_alpha: numbers(1), activation_beta: numbers(2) }),
  };
}

/** The sequence or its last step, and the states where they are asked for. */
export const lowerRecurrent: Lower = ({ node, emit, inputNames }) => {
  const [input = "", kernel = "", recurrent = "", bias = "", ...initial] = inputNames;
  const className = node.node.operator;
  const backwards = node.flag("go_backwards");
  const begin = initial.map((state) => emit.unsqueeze(state, [0]));
  const direction = backwards ? "reverse" : "forward";
  const passed = pass(node, className, emit, input, [{ kernel, recurrent, bias }], direction, begin);
  const [sequence, states] = [passed?.sequences[0], passed?.states[0]];
  if (sequence === undefined || states === undefined) return undefined;
  // Keras gives the steps in the order in which it went through them, ONNX in that of the input.
  const steps = backwards ? reversed(emit, sequence) : sequence;
  const output = node.flag("return_sequences") ? steps : (states[0] ?? "");
  return [output, ...(node.flag("return_state") ? states : [])];
};

/** The steps the other way round. */
export function reversed(emit: Emitter, sequence: string): string {
  return emit.slice(sequence, [-1], [-(2 ** 31)], [1], [-1]);
}
