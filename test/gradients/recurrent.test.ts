import { describe, expect, test } from "vitest";
import type { AttributeValue } from "../../src/model/model";
import type { Settings } from "../../src/operators/emit";
import { float } from "../../src/operators/emit";
import { testCases } from "./cases";
import type { Case, Given } from "./one-node";
import { between, check, fixed, normal } from "./one-node";

const [batch, inputs, hidden] = [2, 3, 5];
const GATES: Readonly<Record<string, number>> = { LSTM: 4, GRU: 3, RNN: 1 };
const strings = (value: readonly string[]): AttributeValue => ({ kind: "strings", value });

interface Parts {
  readonly steps?: number;
  readonly bias?: boolean;
  readonly states?: boolean;
  readonly settings?: Settings;
  readonly unreached?: readonly number[];
  readonly lengths?: Given;
}

function cell(operator: string, direction: string, parts: Parts = {}): Case {
  const directions = direction === "bidirectional" ? 2 : 1;
  const rows = (GATES[operator] ?? 0) * hidden;
  const outputs = operator === "LSTM" ? 3 : 2;
  const states =
    parts.states === true ? [normal(directions, batch, hidden), normal(directions, batch, hidden)] : [];
  return {
    operator,
    kind: "recurrent",
    inputs: [
      normal(parts.steps ?? 4, batch, inputs),
      between(-0.7, 0.7, directions, rows, inputs),
      between(-0.7, 0.7, directions, rows, hidden),
      parts.bias === false ? undefined : normal(directions, 2 * rows),
      parts.lengths,
      ...states.slice(0, outputs - 1),
    ],
    attributes: { hidden_size: hidden, direction, ...parts.settings },
    outputs,
    ...(parts.unreached && { unreached: parts.unreached }),
  };
}

const CASES: readonly Case[] = [
  ...["forward", "reverse", "bidirectional"].flatMap((direction) => [
    cell("LSTM", direction),
    cell("LSTM", direction, { states: true, unreached: [1] }),
    cell("GRU", direction, { settings: { linear_before_reset: 0 } }),
    cell("GRU", direction, { states: true, settings: { linear_before_reset: 1 } }),
    cell("RNN", direction, { states: true, unreached: [0] }),
  ]),
  cell("LSTM", "forward", { bias: false, unreached: [0, 2] }),
  cell("LSTM", "forward", { lengths: fixed([4, 4], [2], "int32") }),
  cell("LSTM", "bidirectional", {
    settings: { activations: strings(["Sigmoid", "Tanh", "Tanh", "Sigmoid", "Tanh", "Tanh"]) },
  }),
  cell("GRU", "reverse", { bias: false, states: true, unreached: [0] }),
  cell("GRU", "forward", { bias: false, settings: { linear_before_reset: 1 } }),
  cell("LSTM", "bidirectional", { steps: 1 }),
  cell("RNN", "forward", { settings: { activations: strings(["Relu"]) } }),
];

describe("Recurrent cells", () => {
  testCases(CASES);

  for (const [what, one] of [
    ["sequences of several lengths", cell("LSTM", "forward", { lengths: fixed([4, 2], [2], "int32") })],
    ["clipping", cell("GRU", "forward", { settings: { clip: float(3) } })],
    [
      "other functions",
      cell("LSTM", "forward", { settings: { activations: strings(["Softsign", "Tanh", "Tanh"]) } }),
    ],
  ] as const) {
    test(`have no rule for ${what}`, async () => {
      expect((await check(one)).said).toBeUndefined();
    });
  }
});
