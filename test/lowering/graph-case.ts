import "@tensorflow/tfjs-backend-cpu";
import { loadGraphModelSync } from "@tensorflow/tfjs-converter";
import type { DataType as TfType, Tensor } from "@tensorflow/tfjs-core";
import { io, tensor } from "@tensorflow/tfjs-core";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import type { Values } from "../../src/running/values";
import { makeValues, numberAt } from "../../src/running/values";
import type { Engine } from "../../src/running/load";
import { runModel } from "../../src/running/run";

/** A graph of one operator, and what goes in. */

/** An array that is an input of the graph, or a constant in it. */
export interface Operand {
  readonly dtype: "float32" | "int32" | "bool";
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly constant: boolean;
}

export interface Case {
  readonly operator: string;
  readonly inputs: readonly Operand[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly outputs?: number;
}

interface Answer {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

const TYPES = { float32: "DT_FLOAT", int32: "DT_INT32", bool: "DT_BOOL" } as const;
const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Numbers around 0 that repeat in every test run. */
let state = 1;
function next(): number {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}

export function data(...shape: readonly number[]): Operand {
  const values = Array.from({ length: count(shape) }, () => Math.fround(4 * next() - 2));
  return { dtype: "float32", shape, values, constant: false };
}

export function positive(...shape: readonly number[]): Operand {
  const one = data(...shape);
  return { ...one, values: one.values.map((value) => Math.fround(Math.abs(value) + 0.1)) };
}

export function whole(low: number, high: number, ...shape: readonly number[]): Operand {
  const values = Array.from({ length: count(shape) }, () => low + Math.floor(next() * (high - low + 1)));
  return { dtype: "int32", shape, values, constant: false };
}

export function truths(...shape: readonly number[]): Operand {
  return { ...whole(0, 1, ...shape), dtype: "bool" };
}

export const fixed = (operand: Operand): Operand => ({ ...operand, constant: true });
export const ints = (...values: readonly number[]): Operand => ({
  dtype: "int32",
  shape: [values.length],
  values,
  constant: true,
});
export const int = (value: number): Operand => ({ ...ints(value), shape: [] });
export const pairs = (...values: readonly number[]): Operand => ({
  ...ints(...values),
  shape: [values.length / 2, 2],
});
export const number = (value: number): Operand => ({
  dtype: "float32",
  shape: [],
  values: [Math.fround(value)],
  constant: true,
});

/** Attributes in protobuf's JSON. */
export const i = (value: number) => ({ i: String(value) });
export const b = (value: boolean) => ({ b: value });
export const f = (value: number) => ({ f: value });
export const s = (value: string) => ({ s: btoa(value) });
export const list = (...values: readonly number[]) => ({ list: { i: values.map(String) } });
export const texts = (...values: readonly string[]) => ({ list: { s: values.map(btoa) } });
export const type = (dtype: keyof typeof TYPES) => ({ type: TYPES[dtype] });

function bytesOf({ dtype, values }: Operand): Uint8Array {
  if (dtype === "bool") return Uint8Array.from(values);
  return new Uint8Array((dtype === "int32" ? Int32Array.from(values) : Float32Array.from(values)).buffer);
}

function written({ operator, inputs, attributes = {}, outputs = 1 }: Case) {
  const names = inputs.map((_, index) => `x${String(index)}`);
  const node = inputs.map(({ dtype, shape, constant }, index) => ({
    name: names[index],
    op: constant ? "Const" : "Placeholder",
    attr: {
      dtype: { type: TYPES[dtype] },
      shape: { shape: { dim: shape.map((size) => ({ size: String(size) })) } },
    },
  }));
  const T = { type: TYPES[inputs[0]?.dtype ?? "float32"] };
  const tested = { name: "y", op: operator, input: names, attr: { T, ...attributes } };
  const results = Array.from({ length: outputs }, (_, index) => `y:${String(index)}`);
  const constants = inputs.flatMap((one, index) => (one.constant ? [{ one, name: names[index] ?? "" }] : []));
  const weights = constants.map(({ one, name }) => ({ name, shape: [...one.shape], dtype: one.dtype }));
  const bytes = new Uint8Array(constants.flatMap(({ one }) => [...bytesOf(one)]));
  return {
    topology: { node: [...node, tested], versions: { producer: 1 } },
    signature: { outputs: Object.fromEntries(results.map((name) => [name, { name }])) },
    names,
    results,
    weights,
    bytes,
  };
}

/** Operators whose outputs' sizes hang on values: TensorFlow.js runs them asynchronously only. */
const DYNAMIC: ReadonlySet<string> = new Set(["NonMaxSuppressionV3", "Where"]);

/** What TensorFlow.js makes of it. */
export async function expected(one: Case): Promise<readonly Answer[]> {
  const { topology, signature, names, results, weights, bytes } = written(one);
  const model = loadGraphModelSync(
    io.fromMemorySync({
      modelTopology: topology,
      signature,
      weightSpecs: weights,
      weightData: bytes.buffer,
    }),
  );
  const inputs = Object.fromEntries(
    one.inputs.flatMap(({ dtype, shape, values, constant }, index) =>
      constant ? [] : [[names[index] ?? "", tensor([...values], [...shape], dtype satisfies TfType)]],
    ),
  );
  const made = DYNAMIC.has(one.operator)
    ? ((await model.executeAsync(inputs, [...results])) as Tensor | Tensor[])
    : (model.execute(inputs, [...results]) as Tensor | Tensor[]);
  return (Array.isArray(made) ? made : [made]).map((result) => ({
    shape: result.shape,
    values: Array.from(result.dataSync(), Number),
  }));
}

/** What it becomes in ONNX gives. @throws the problem that keeps it from it. */
export async function lowered(engine: Engine, one: Case): Promise<readonly Answer[]> {
  const { topology, signature, names, results, weights, bytes } = written(one);
  const json = {
    format: "graph-model",
    modelTopology: topology,
    signature,
    weightsManifest: [{ paths: ["w.bin"], weights }],
  };
  const text = new TextEncoder().encode(JSON.stringify(json));
  const source = memorySource("model.json", text, new Map([["w.bin", bytes]]));
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const feeds = new Map<string, Values>();
  one.inputs.forEach(({ dtype, shape, values, constant }, index) => {
    if (!constant)
      feeds.set(
        names[index] ?? "",
        makeValues(dtype, shape, (at) => values[at] ?? NaN),
      );
  });
  const run = await runModel({
    engine,
    source,
    index: indexModel(model.value),
    budget: 2 ** 28,
    inputs: {
      assumptions: { dimensions: new Map(), shapes: new Map() },
      inputs: [],
      runs: 1,
      sideBySide: 1,
      feeds: () => ({ ok: true, value: feeds }),
    },
  });
  if (!run.ok) throw new Error(run.problem.message);
  const [problem] = run.value.problems;
  if (problem !== undefined) throw new Error(problem.message);
  return results.map((name) => {
    const values = run.value.outputs.get(name.replace(/:0$/, ""))?.[0];
    if (values === undefined) throw new Error(`there is no ${name}`);
    const numbers = Array.from({ length: values.data.length }, (_, at) => numberAt(values, at));
    return { shape: values.shape, values: numbers };
  });
}
