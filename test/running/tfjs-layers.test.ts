import "@tensorflow/tfjs-backend-cpu";
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { input, layers, model, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, test } from "vitest";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import type { Answer, Given, Sample } from "./layers-case";
import {
  answerOf,
  filesOf,
  filled,
  given,
  isNear,
  optionsOf,
  predicted,
  runOf,
  valueOf,
} from "./layers-case";

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

/** Steps of which the second and the last two are all zero: what a Masking passes over. */
const STEPS = (() => {
  const { shape, values } = given([2, 5, 3]);
  const isZero = (at: number): boolean => [1, 3, 4].includes(Math.floor(at / 3) % 5);
  return { shape, values: values.map((value, at) => (isZero(at) ? 0 : value)) };
})();

/** TensorFlow.js draws recurrent kernels by an operation that is in another of its packages. */
const PLAIN = { recurrentInitializer: "zeros" } as const;
const x = (...shape: readonly number[]) => input({ name: "x", shape: [...shape] });
const masking = (): layers.Layer => layers.masking({ maskValue: 0 });
const lstm = (units: number, returnSequences = false): layers.Layer =>
  layers.lstm({ units, returnSequences, ...PLAIN });
const through = (from: SymbolicTensor, ...row: readonly layers.Layer[]): SymbolicTensor =>
  row.reduce((value, layer) => layer.apply(value) as SymbolicTensor, from);
const inARow = (from: SymbolicTensor, ...row: readonly layers.Layer[]): LayersModel =>
  filled(model({ inputs: from, outputs: through(from, ...row) }));

interface Case {
  readonly about: string;
  readonly make: () => LayersModel;
  readonly sample: Sample;
  /** What of it ONNX has no counterpart for. */
  readonly refused: string;
}

const CASES: readonly Case[] = [
  {
    about: "Masking, LSTM",
    make: () => inARow(x(5, 3), masking(), lstm(4), layers.dense({ units: 2 })),
    sample: { x: STEPS },
    refused: "Masking",
  },
  {
    about: "a mask that goes through layers and sequences",
    make: () =>
      inARow(
        x(5, 3),
        masking(),
        layers.dense({ units: 3, activation: "hardSigmoid" }),
        layers.dropout({ rate: 0.5 }),
        layers.gru({ units: 4, returnSequences: true, ...PLAIN }),
        layers.bidirectional({ layer: lstm(3) as layers.RNN, mergeMode: "concat" }),
      ),
    sample: { x: STEPS },
    refused: "Masking",
  },
  {
    about: "ConvLSTM2D",
    make: () =>
      inARow(
        x(3, 6, 6, 2),
        layers.convLstm2d({
          filters: 3,
          kernelSize: 3,
          padding: "same",
          returnSequences: true,
          ...PLAIN,
        }) as layers.Layer,
        layers.convLstm2d({ filters: 2, kernelSize: 2, strides: 2, ...PLAIN }) as layers.Layer,
        layers.flatten(),
        layers.dense({ units: 2, kernelRegularizer: "l1l2" }),
      ),
    sample: { x: given([2, 3, 6, 6, 2]) },
    refused: "ConvLSTM2D",
  },
  {
    about: "RNN with stacked cells",
    make: () =>
      inARow(
        x(5, 3),
        layers.rnn({
          cell: [
            layers.lstmCell({ units: 4, dropout: 0.5, recurrentDropout: 0.5, ...PLAIN }),
            layers.gruCell({ units: 4, ...PLAIN }),
            layers.simpleRNNCell({ units: 2, ...PLAIN }),
          ],
          returnSequences: true,
        }) as layers.Layer,
      ),
    sample: { x: given([2, 5, 3]) },
    refused: "RNN",
  },
  {
    about: "an Embedding that masks",
    make: () =>
      inARow(
        x(4),
        layers.embedding({ inputDim: 6, outputDim: 3, maskZero: true }),
        layers.simpleRNN({ units: 2, ...PLAIN }),
      ),
    sample: { x: { shape: [2, 4], values: [0, 3, 0, 1, 5, 2, 0, 0] } },
    refused: "Embedding",
  },
  {
    about: "a layer that is applied to each step",
    make: () =>
      inARow(
        x(5, 3),
        masking(),
        layers.timeDistributed({ layer: layers.dense({ units: 4, activation: "relu" }) }),
        layers.batchNormalization(),
      ),
    sample: { x: STEPS },
    refused: "Masking",
  },
];

async function expectNear(found: Promise<Answer>, wanted: Answer | undefined): Promise<void> {
  const answer = await found;
  const text = JSON.stringify([answer, wanted]);
  expect(wanted !== undefined && isNear(answer, wanted), text).toBe(true);
}

describe("a layers model with a layer that ONNX has no counterpart for", () => {
  test.each(CASES.map((one) => [one.about, one] as const))(
    "%s: every call of a layer gives what TensorFlow.js gives",
    async (_, { make, sample, refused }) => {
      const net = make();
      const options = await optionsOf(engine, await filesOf(net), [sample]);
      const run = await runOf(options);
      expect(run.engine).toBe("TensorFlow.js 4.22.0 (cpu)");
      expect(run.problems).toMatchObject([{ severity: "warning", code: "run-by-tfjs" }]);
      expect(run.problems[0]?.message).toContain(`(${refused})`);
      const inner = net.layers.slice(1);
      expect(run.values.map(({ name }) => name)).toEqual(inner.map(({ name }) => name));
      const all = model({ inputs: net.inputs, outputs: inner.map(({ output }) => output as SymbolicTensor) });
      for (const [at, wanted] of predicted(all, sample).entries()) {
        await expectNear(valueOf(options, inner[at]?.name ?? ""), wanted);
      }
    },
  );

  test("a nested model called twice has values of its own for each call", async () => {
    const backbone = inARow(input({ name: "inner", shape: [5, 3] }), masking(), lstm(2));
    backbone.name = "backbone";
    const [a, b] = [input({ name: "a", shape: [5, 3] }), input({ name: "b", shape: [5, 3] })];
    const both = [a, b].map((one) => backbone.apply(one) as SymbolicTensor);
    const net = model({
      inputs: [a, b],
      outputs: layers.concatenate({ name: "both" }).apply(both) as SymbolicTensor,
    });
    const sample = { a: STEPS, b: given([2, 5, 3], 99) };
    const options = await optionsOf(engine, await filesOf(net), [sample]);
    const [mask, recurrent] = backbone.layers.slice(1).map(({ name }) => name);
    expect((await runOf(options)).values.map(({ name }) => name)).toEqual([
      `backbone/${mask}`,
      `backbone/${recurrent}`,
      `backbone#2/${mask}`,
      `backbone#2/${recurrent}`,
      "both",
    ]);
    const alone = (steps: Given): Answer | undefined => predicted(backbone, { inner: steps })[0];
    await expectNear(valueOf(options, `backbone/${recurrent}`), alone(sample.a));
    await expectNear(valueOf(options, `backbone#2/${recurrent}`), alone(sample.b));
    await expectNear(valueOf(options, "both"), predicted(net, sample)[0]);
  });

  test("a mask is that of its own branch alone", async () => {
    const from = x(5, 3);
    // TensorFlow.js's executor would hand the first branch's mask on to the second one, too.
    const masked = through(from, masking(), lstm(4));
    const plain = through(from, layers.dense({ units: 3 }), lstm(4));
    const net = filled(
      model({ inputs: from, outputs: layers.add().apply([masked, plain]) as SymbolicTensor }),
    );
    const options = await optionsOf(engine, await filesOf(net), [{ x: STEPS }]);
    const alone = model({ inputs: from, outputs: plain });
    await expectNear(valueOf(options, plain.sourceLayer.name), predicted(alone, { x: STEPS })[0]);
  });

  test("a sum is masked where one of its summands is", async () => {
    const from = x(5, 3);
    const recurrent = lstm(4);
    const sum = layers.add().apply([from, through(from, masking())]) as SymbolicTensor;
    const net = filled(model({ inputs: from, outputs: recurrent.apply(sum) as SymbolicTensor }));
    const options = await optionsOf(engine, await filesOf(net), [{ x: STEPS }]);
    // TensorFlow.js does not run that; but what is summed is the same, and zero where it is masked.
    const alone = model({ inputs: from, outputs: through(from, masking(), recurrent) });
    const doubled = { shape: STEPS.shape, values: STEPS.values.map((value) => 2 * value) };
    await expectNear(valueOf(options, recurrent.name), predicted(alone, { x: doubled })[0]);
  });

  test("states go from an encoder to a decoder", async () => {
    const [from, to] = [x(5, 3), input({ name: "y", shape: [4, 3] })];
    const encoder = layers.lstm({ units: 4, returnState: true, ...PLAIN });
    const [, ...states] = encoder.apply(through(from, masking())) as SymbolicTensor[];
    const decoder = lstm(4, true);
    const net = filled(
      model({ inputs: [from, to], outputs: decoder.apply([to, ...states]) as SymbolicTensor }),
    );
    const sample = { x: STEPS, y: given([2, 4, 3], 5) };
    const options = await optionsOf(engine, await filesOf(net), [sample]);
    const [h, c] = predicted(model({ inputs: from, outputs: states }), sample);
    await expectNear(valueOf(options, `${encoder.name}:1`), h);
    await expectNear(valueOf(options, `${encoder.name}:2`), c);
    // The second half alone: in one model the encoder's mask would reach the decoder, too.
    const kept = ["h", "c"].map((name) => input({ name, shape: [4] }));
    const alone = model({ inputs: [to, ...kept], outputs: decoder.apply([to, ...kept]) as SymbolicTensor });
    const [end] = predicted(alone, { y: sample.y, ...(h && { h }), ...(c && { c }) });
    await expectNear(valueOf(options, decoder.name), end);
  });

  test("states are kept neither from one run to the next nor from one sample to the next", async () => {
    const recurrent = layers.lstm({ units: 3, stateful: true, batchInputShape: [1, 4, 2], ...PLAIN });
    const net = filled(sequential({ layers: [recurrent] }));
    const samples = [given([1, 4, 2], 3), given([1, 4, 2], 4)].map((one) => ({
      [net.inputNames[0] ?? ""]: one,
    }));
    const options = await optionsOf(engine, await filesOf(net), samples);
    const found = ((await runOf(options)).outputs.get(recurrent.name) ?? []).map(answerOf);
    expect(found).toHaveLength(2);
    for (const [run, sample] of samples.entries()) {
      net.resetStates();
      const [wanted] = predicted(net, sample);
      expect(await valueOf(options, recurrent.name, run)).toEqual(found[run]);
      await expectNear(valueOf(options, recurrent.name, run), wanted);
    }
  });
});
