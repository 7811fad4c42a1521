import type { Tensor } from "@tensorflow/tfjs-core";
import { io, tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import type { ByteSource } from "../../src/bytes/source";
import { openModel } from "../../src/formats/open";
import { fetchValue } from "../../src/running/fetch";
import type { Engine } from "../../src/running/load";
import type { Run, RunOptions } from "../../src/running/run";
import { runModel } from "../../src/running/run";
import type { RunnableType, Values } from "../../src/running/values";
import { makeValues, numberAt } from "../../src/running/values";

/** Layers models as files, run here and by TensorFlow.js. */

export interface Given {
  readonly dtype?: RunnableType & ("float32" | "int32");
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** By input. */
export type Sample = Readonly<Record<string, Given>>;

export interface Answer {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** A model's files, and what the test changes of them. */
export interface LayersFiles {
  readonly topology: unknown;
  readonly weights: readonly WeightEntry[];
  readonly bytes: Uint8Array;
}

export interface WeightEntry {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly quantization?: Readonly<Record<string, unknown>>;
}

const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Numbers in [-1, 1) that are the same in each test run. */
export function numbers(length: number, seed = 1): number[] {
  let state = seed;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return Math.fround((2 * state) / 2_147_483_647 - 1);
  });
}

export function given(shape: readonly number[], seed = 7): Given {
  return { shape, values: numbers(count(shape), seed) };
}

export function whole(shape: readonly number[], ...values: readonly number[]): Given {
  return { dtype: "int32", shape, values };
}

/** Weights that no initialiser would draw: all different, and those of variances above zero. */
export function filled(model: LayersModel): LayersModel {
  const weights = model.getWeights().map(({ shape }, at) => {
    const values = numbers(count(shape), at + 2).map((value) => value / 2 + 0.6);
    return tensor(at % 2 === 0 ? values.map((value) => value - 0.6) : values, shape);
  });
  model.setWeights(weights);
  return model;
}

/** What TensorFlow.js itself writes of a model. */
export async function filesOf(model: LayersModel): Promise<LayersFiles> {
  const saved: { artifacts?: io.ModelArtifacts } = {};
  await model.save(
    io.withSaveHandler((artifacts) => {
      saved.artifacts = artifacts;
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(artifacts) });
    }),
  );
  const { modelTopology, weightSpecs = [], weightData = new ArrayBuffer(0) } = saved.artifacts ?? {};
  const bytes = new Uint8Array(io.CompositeArrayBuffer.join(weightData));
  return { topology: modelTopology, weights: weightSpecs as readonly WeightEntry[], bytes };
}

export function sourceOf({ topology, weights, bytes }: LayersFiles): ByteSource {
  const json = {
    format: "layers-model",
    modelTopology: topology,
    weightsManifest: [{ paths: ["w.bin"], weights }],
  };
  const text = new TextEncoder().encode(JSON.stringify(json));
  return memorySource("model.json", text, new Map([["w.bin", bytes]]));
}

/** @throws where the model cannot be read at all. */
export async function optionsOf(
  engine: Engine,
  files: LayersFiles,
  samples: readonly Sample[],
): Promise<RunOptions> {
  const source = sourceOf(files);
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const feeds = samples.map(
    (sample) =>
      new Map(
        Object.entries(sample).map(([name, { dtype = "float32", shape, values }]): [string, Values] => [
          name,
          makeValues(dtype, shape, (at) => values[at] ?? NaN),
        ]),
      ),
  );
  const shapes = new Map(Object.entries(samples[0] ?? {}).map(([name, { shape }]) => [name, shape]));
  return {
    engine,
    source,
    index: indexModel(model.value),
    budget: 2 ** 28,
    inputs: {
      assumptions: { dimensions: new Map(), shapes },
      inputs: [],
      runs: samples.length,
      sideBySide: 1,
      feeds: (run) => ({ ok: true, value: feeds[run] ?? new Map<string, Values>() }),
    },
  };
}

/** @throws the Problem that keeps the model from being run. */
export async function runOf(options: RunOptions): Promise<Run> {
  const result = await runModel(options);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** One value whole. @throws the Problem that keeps it from being looked at. */
export async function valueOf(options: RunOptions, name: string, run = 0): Promise<Answer> {
  const value = await fetchValue(options, name, run);
  if (!value.ok) throw new Error(value.problem.message);
  return answerOf(value.value);
}

export function answerOf(values: Values): Answer {
  return {
    shape: values.shape,
    values: Array.from({ length: values.data.length }, (_, at) => numberAt(values, at)),
  };
}

/** What TensorFlow.js itself gives for a sample, output by output. */
export function predicted(model: LayersModel, sample: Sample): readonly Answer[] {
  const inputs = model.inputNames.map((name) => {
    const { dtype = "float32", shape, values } = sample[name] ?? given([]);
    return tensor([...values], [...shape], dtype);
  });
  const made = model.predict(inputs) as Tensor | Tensor[];
  return (Array.isArray(made) ? made : [made]).map((one) => ({
    shape: one.shape,
    values: Array.from(one.dataSync(), Number),
  }));
}

/** Far below what a wrong weight or mask would change. */
export function isNear(found: Answer, wanted: Answer): boolean {
  return (
    found.shape.join() === wanted.shape.join() &&
    found.values.every((value, at) => Math.abs(value - (wanted.values[at] ?? NaN)) <= 1e-5)
  );
}
