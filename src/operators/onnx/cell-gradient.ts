import type { Context } from "../context";
import type { Emitter } from "../emit";
import { float } from "../emit";
import type { Sized } from "../scan";
import { scan } from "../scan";
import type { Cell, Direction } from "./recurrent-gradient";
import { gatesOf, outer, product, recurrentGradient } from "./recurrent-gradient";

/**
 * What the cells pass back, gate by gate
 * (https://onnx.ai/onnx/operators/onnx__LSTM.html, https://onnx.ai/onnx/operators/onnx__GRU.html).
 */

/** The functions of all directions, where they are those of `names` in each. */
const functionsAre = (node: Context, names: readonly string[]): boolean =>
  node.strings("activations")?.every((one, index) => one === names[index % names.length]) !== false;

/** `s·(1 - s)` of a sigmoid, `1 - t²` of a hyperbolic tangent. */
const sigmoidSlope = (emit: Emitter, s: string): string =>
  emit.one("Mul", [s, emit.one("Sub", [emit.floats(1), s])]);
const tanhSlope = (emit: Emitter, t: string): string =>
  emit.one("Sub", [emit.floats(1), emit.one("Mul", [t, t])]);

/** What opens and closes a cell's gates, and its derivative by its own result. */
interface Gate {
  readonly open: (emit: Emitter, sum: string) => string;
  readonly slope: (emit: Emitter, gate: string) => string;
}

const sigmoid: Gate = { open: (emit, sum) => emit.one("Sigmoid", [sum]), slope: sigmoidSlope };

/** `α·x + β` between zero and one: older Keras has it as a default. */
const hardSigmoid = (alpha: number, beta: number): Gate => ({
  open: (emit, sum) => emit.one("HardSigmoid", [sum], { alpha: float(alpha), beta: float(beta) }),
  slope: (emit, gate) => {
    const inside = emit.one("And", [
      emit.one("Greater", [gate, emit.floats(0)]),
      emit.one("Less", [gate, emit.floats(1)]),
    ]);
    return emit.one("Where", [inside, emit.floats(alpha), emit.floats(0)]);
  },
});

/** The gates of a cell whose other functions are tangents; undefined where there is no rule. */
function gateOf(node: Context, tangents: number): Gate | undefined {
  const others = new Array<string>(tangents).fill("Tanh");
  if (functionsAre(node, ["Sigmoid", ...others])) return sigmoid;
  if (!functionsAre(node, ["HardSigmoid", ...others])) return undefined;
  return hardSigmoid(node.floats("activation_alpha")?.[0] ?? 0.2, node.floats("activation_beta")?.[0] ?? 0.5);
}

/** A value of all steps with so many gates side by side. */
const whole = ({ steps, batch, hidden }: Direction, name: string, gates = 1): Sized => ({
  name,
  sizes: [steps, batch, gates * hidden],
});
const stateOf = ({ batch, hidden }: Direction, name: string): Sized => ({ name, sizes: [batch, hidden] });

/** Products with data and state, both biases added. */
function sums(one: Direction): string {
  const { emit, x, before, weight, recurrence, biases } = one;
  return emit.one("Add", [
    product(one, x, weight, biases?.[0]),
    product(one, before, recurrence, biases?.[1]),
  ]);
}

/** Gates i o f c. */
const lstm =
  (gate: Gate): Cell =>
  (one) => {
    const { emit, recurrence, reversed, initial, all, last } = one;
    const [a = "", b = "", c = "", d = ""] = gatesOf(one, sums(one), 4);
    const [i = "", o = "", f = ""] = [a, b, c].map((sum) => gate.open(emit, sum));
    const g = emit.one("Tanh", [d]);
    const cells = scan(
      emit,
      [stateOf(one, initial.c)],
      [whole(one, f), whole(one, emit.one("Mul", [i, g]))],
      reversed,
      (body, [cell = ""], [kept = "", added = ""]) => {
        const next = body.one("Add", [body.one("Mul", [cell, kept]), added]);
        return { states: [next], outputs: [cell, next] };
      },
    );
    const [before = "", behind = ""] = cells.outputs;
    const seen = emit.one("Tanh", [behind]);
    const slopes = [
      emit.one("Mul", [g, gate.slope(emit, i)]),
      emit.one("Mul", [seen, gate.slope(emit, o)]),
      emit.one("Mul", [before, gate.slope(emit, f)]),
      emit.one("Mul", [i, tanhSlope(emit, g)]),
    ];
    const back = scan(
      emit,
      [stateOf(one, last.h), stateOf(one, last.c)],
      [
        whole(one, all),
        whole(one, emit.one("Mul", [o, tanhSlope(emit, seen)])),
        whole(one, emit.one("Concat", slopes, { axis: -1 }), 4),
        whole(one, f),
      ],
      !reversed,
      (body, [h = "", cell = ""], [given = "", shown = "", slope = "", kept = ""]) => {
        const dh = body.one("Add", [h, given]);
        const dc = body.one("Add", [cell, body.one("Mul", [dh, shown])]);
        const sides = body.one("Concat", [dc, dh, dc, dc], { axis: -1 });
        const gates = body.one("Mul", [sides, slope]);
        return {
          states: [body.one("MatMul", [gates, recurrence]), body.one("Mul", [dc, kept])],
          outputs: [gates],
        };
      },
    );
    const [gates = ""] = back.outputs;
    const [h = "", passed = ""] = back.states;
    return { data: gates, state: gates, h, c: passed };
  };

/** Gates z r h, what they are made of, and what their slopes have in common. */
function gruGates(one: Direction, gate: Gate, linearBeforeReset: boolean) {
  const { emit, x, before, weight, recurrence, biases } = one;
  const [xz = "", xr = "", xh = ""] = gatesOf(one, product(one, x, weight, biases?.[0]), 3);
  const [hz = "", hr = "", hh = ""] = gatesOf(one, product(one, before, recurrence, biases?.[1]), 3);
  const z = gate.open(emit, emit.one("Add", [xz, hz]));
  const r = gate.open(emit, emit.one("Add", [xr, hr]));
  const left = emit.one("Mul", [r, before]);
  const own = (): string => {
    const [, , matrix = ""] = gatesOf(one, recurrence, 3, 0);
    const [, , bias] = biases === undefined ? [] : gatesOf(one, biases[1], 3, 0);
    return product(one, left, matrix, bias);
  };
  const h = emit.one("Tanh", [emit.one("Add", [xh, linearBeforeReset ? emit.one("Mul", [r, hh]) : own()])]);
  const rest = emit.one("Sub", [emit.floats(1), z]);
  return {
    z,
    r,
    left,
    slopes: [
      emit.one("Mul", [emit.one("Sub", [before, h]), gate.slope(emit, z)]),
      emit.one("Mul", [rest, tanhSlope(emit, h)]),
      emit.one("Mul", [linearBeforeReset ? hh : before, gate.slope(emit, r)]),
    ],
  };
}

/** The product with the state is made first, then reset. */
const gruResetLast =
  (gate: Gate): Cell =>
  (one) => {
    const { emit, recurrence, reversed, all, last } = one;
    const { z, r, slopes } = gruGates(one, gate, true);
    const back = scan(
      emit,
      [stateOf(one, last.h)],
      [all, z, r, ...slopes].map((name) => whole(one, name)),
      !reversed,
      (body, [h = ""], [given = "", kept = "", reset = "", slopeZ = "", slopeH = "", slopeR = ""]) => {
        const dh = body.one("Add", [h, given]);
        const [pz, ph] = [body.one("Mul", [dh, slopeZ]), body.one("Mul", [dh, slopeH])];
        const pr = body.one("Mul", [ph, slopeR]);
        const state = body.one("Concat", [pz, pr, body.one("Mul", [ph, reset])], { axis: -1 });
        const before = body.one("Add", [
          body.one("Mul", [dh, kept]),
          body.one("MatMul", [state, recurrence]),
        ]);
        return { states: [before], outputs: [body.one("Concat", [pz, pr, ph], { axis: -1 }), state] };
      },
    );
    const [data = "", state = ""] = back.outputs;
    return { data, state, h: back.states[0] ?? "" };
  };

/** The state is reset first, then multiplied. */
const gruResetFirst =
  (gate: Gate): Cell =>
  (one) => {
    const { emit, recurrence, reversed, all, last, hidden, before } = one;
    const { z, r, left, slopes } = gruGates(one, gate, false);
    const gated = emit.slice(recurrence, [0], [2 * hidden], [0]);
    const own = emit.slice(recurrence, [2 * hidden], [3 * hidden], [0]);
    const back = scan(
      emit,
      [stateOf(one, last.h)],
      [all, z, r, ...slopes].map((name) => whole(one, name)),
      !reversed,
      (body, [h = ""], [given = "", kept = "", reset = "", slopeZ = "", slopeH = "", slopeR = ""]) => {
        const dh = body.one("Add", [h, given]);
        const [pz, ph] = [body.one("Mul", [dh, slopeZ]), body.one("Mul", [dh, slopeH])];
        const through = body.one("MatMul", [ph, own]);
        const pr = body.one("Mul", [through, slopeR]);
        const gates = body.one("MatMul", [body.one("Concat", [pz, pr], { axis: -1 }), gated]);
        const parts = [body.one("Mul", [dh, kept]), body.one("Mul", [through, reset]), gates];
        return {
          states: [body.one("Sum", parts)],
          outputs: [body.one("Concat", [pz, pr, ph], { axis: -1 })],
        };
      },
    );
    const [data = ""] = back.outputs;
    const [pz = "", pr = "", ph = ""] = gatesOf(one, data, 3);
    const zr = emit.one("Concat", [pz, pr], { axis: -1 });
    const matrices = [outer(one, zr, before, hidden), outer(one, ph, left, hidden)];
    return {
      data,
      state: data,
      recurrence: emit.one("Concat", matrices, { axis: 0 }),
      h: back.states[0] ?? "",
    };
  };

/** A plain cell, of a function whose slope its sum tells. */
const rnn =
  (slopeOf: (emit: Emitter, sum: string) => string): Cell =>
  (one) => {
    const { emit, recurrence, reversed, all, last } = one;
    const inputs = [all, slopeOf(emit, sums(one))].map((name) => whole(one, name));
    const back = scan(
      emit,
      [stateOf(one, last.h)],
      inputs,
      !reversed,
      (body, [h = ""], [given = "", slope = ""]) => {
        const gates = body.one("Mul", [body.one("Add", [h, given]), slope]);
        return { states: [body.one("MatMul", [gates, recurrence])], outputs: [gates] };
      },
    );
    const [gates = ""] = back.outputs;
    return { data: gates, state: gates, h: back.states[0] ?? "" };
  };

export const lstmGradient = recurrentGradient((node) => {
  const gate = gateOf(node, 2);
  return gate && lstm(gate);
});

export const gruGradient = recurrentGradient((node) => {
  const gate = gateOf(node, 1);
  if (gate === undefined) return undefined;
  return node.flag("linear_before_reset") ? gruResetLast(gate) : gruResetFirst(gate);
});

export const rnnGradient = recurrentGradient((node) => {
  if (functionsAre(node, ["Tanh"])) return rnn((emit, sum) => tanhSlope(emit, emit.one("Tanh", [sum])));
  return functionsAre(node, ["Relu"])
    ? rnn((emit, sum) => emit.one("Sign", [emit.one("Relu", [sum])]))
    : undefined;
});
