import * as ort from "onnxruntime-web";
import { writeModel } from "../../src/formats/onnx/write";
import type { NodeParts } from "../../src/formats/onnx/write-node";
import type { DataType } from "../../src/model/dtype";
import type { Settings } from "../../src/operators/emit";
import { Emitter } from "../../src/operators/emit";
import { Context } from "../../src/operators/context";
import { BLOCKED } from "../../src/operators/recipe";
import { operatorOf } from "../../src/operators/registry";
import type { Value } from "../../src/operators/value";
import { tensor } from "../../src/operators/value";
import { node as nodeOf, value } from "../analysis/build";

ort.env.wasm.numThreads = 1;
const SILENT = { logSeverityLevel: 4 } as const;

/** The opset of ai.onnx that recipes emit. */
const EMITTED = 17;

type Held = Extract<DataType, "float32" | "int64" | "int32" | "uint8" | "int8" | "bool">;

/** An input of the node. Those of a `gap` are moved along a random direction, all others stand still. */
export interface Given {
  readonly dtype: Held;
  readonly shape: readonly number[];
  readonly values: readonly number[];
  readonly moves?: boolean;
}

/** What a step of the difference is, and what may differ, relative to the terms of the sum. */
const STEPS = {
  linear: { step: 0.5, bound: 1e-5 },
  smooth: { step: 1e-2, bound: 1e-3 },
  piecewise: { step: 1e-3, bound: 3e-3 },
  recurrent: { step: 5e-3, bound: 2e-3 },
} as const;
export type Kind = keyof typeof STEPS;

export interface Case {
  readonly operator: string;
  readonly domain?: string;
  readonly opset?: number;
  readonly kind: Kind;
  readonly inputs: readonly (Given | undefined)[];
  readonly attributes?: Settings;
  /** How many the node has, and which of them nothing reaches. */
  readonly outputs?: number;
  readonly unreached?: readonly number[];
}

/** Numbers that are the same at each run (https://en.wikipedia.org/wiki/Lehmer_random_number_generator). */
let state = 20_011;
export function uniform(): number {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}
const gaussian = (): number => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());

const countOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const many = (shape: readonly number[], one: (index: number) => number): number[] =>
  Array.from({ length: countOf(shape) }, (_, index) => one(index));

/** Of mean 0 and variance 1. */
export const normal = (...shape: readonly number[]): Given => ({
  dtype: "float32",
  shape,
  values: many(shape, gaussian),
  moves: true,
});

/** Between two bounds. */
export const between = (low: number, high: number, ...shape: readonly number[]): Given => ({
  ...normal(...shape),
  values: many(shape, () => low + (high - low) * uniform()),
});

/** 0.11 apart from each other and at least 0.03 from 0, in random order: for what has kinks. */
export const apart = (...shape: readonly number[]): Given => apartFrom(0.037, ...shape);

/** The same on a lattice of its own, so that no two inputs share a value. */
export function apartFrom(offset: number, ...shape: readonly number[]): Given {
  const count = countOf(shape);
  const values = many(shape, (index) => 0.11 * (index - Math.floor(count / 2)) + offset);
  for (let index = count - 1; index > 0; index--) {
    const other = Math.floor(uniform() * (index + 1));
    [values[index], values[other]] = [values[other] ?? 0, values[index] ?? 0];
  }
  return { ...normal(...shape), values };
}

/** Stands still. */
export const fixed = (
  values: readonly number[],
  shape: readonly number[] = [values.length],
  dtype: Held = "int64",
): Given => ({ dtype, shape, values });

export const scalar = (one: number, dtype: Held = "int64"): Given => fixed([one], [], dtype);

const inputName = (index: number): string => `x${String(index)}`;
const outputName = (index: number): string => `y${String(index)}`;

const ARRAYS = {
  float32: (values: readonly number[]) => Float32Array.from(values),
  int64: (values: readonly number[]) => BigInt64Array.from(values, BigInt),
  int32: (values: readonly number[]) => Int32Array.from(values),
  uint8: (values: readonly number[]) => Uint8Array.from(values),
  int8: (values: readonly number[]) => Int8Array.from(values),
  bool: (values: readonly number[]) => Uint8Array.from(values),
};

const ortTensor = ({ dtype, shape, values }: Given, moved: readonly number[] = values): ort.Tensor =>
  new ort.Tensor(dtype, ARRAYS[dtype](moved), [...shape]);

interface Built {
  readonly nodes: readonly NodeParts[];
  readonly tensors?: Parameters<typeof writeModel>[0]["graph"]["tensors"];
  readonly inputs: readonly {
    readonly name: string;
    readonly dtype: Held;
    readonly shape: readonly number[];
  }[];
  readonly outputs: readonly string[];
  readonly opsets: ReadonlyMap<string, number>;
}

async function sessionOf({ nodes, tensors = new Map(), inputs, outputs, opsets }: Built) {
  const graph = {
    name: "one",
    nodes,
    tensors,
    inputs: inputs.map(({ name, dtype, shape }) => value(name, { kind: "tensor", dtype, shape })),
    outputs: outputs.map((name) => value(name)),
  };
  const bytes = writeModel({ irVersion: 8, opsets, functions: [], graph }, () => undefined);
  return ort.InferenceSession.create(bytes, { graphOptimizationLevel: "disabled", ...SILENT });
}

const wordOf = (one: string | typeof BLOCKED | undefined): string =>
  one === undefined ? "none" : one === BLOCKED ? "blocked" : "given";

/** What a recipe says of each input; undefined: it has no rule. */
type Said = readonly string[] | undefined;

interface Checked {
  readonly said: Said;
  /** By input that moves: the difference between both derivatives relative to the terms of the sum. */
  readonly errors: readonly (number | undefined)[];
}

/**
 * Holds the recipe's derivative of one node along random directions against the central difference of the runtime's
 * results, in double precision.
 */
export async function check(one: Case): Promise<Checked> {
  const { step } = STEPS[one.kind];
  const forward = await forwardOf(one);
  try {
    const { feeds, seeds, gradients } = await bothWays(one, forward);
    if (gradients === undefined) return { said: undefined, errors: [] };
    const errors: (number | undefined)[] = [];
    for (const [index, given] of one.inputs.entries()) {
      const gradient = gradients.values[index];
      if (given?.moves !== true || gradient === undefined) {
        errors.push(undefined);
        continue;
      }
      const direction = many(given.shape, gaussian);
      const sides = [];
      for (const sign of [1, -1]) {
        const moved = given.values.map((x, place) => Math.fround(x + sign * step * (direction[place] ?? 0)));
        const results = await forward.session.run(
          { ...feeds, [inputName(index)]: ortTensor(given, moved) },
          SILENT,
        );
        sides.push({ results, moved });
      }
      errors.push(difference(sides, seeds, forward.outputs, gradient, step));
    }
    return { said: gradients.said, errors };
  } finally {
    await forward.session.release();
  }
}

/** There with the inputs as they are, and back with random cotangents. */
async function bothWays(one: Case, { session, given, outputs }: Awaited<ReturnType<typeof forwardOf>>) {
  const feeds = Object.fromEntries(given.map(([name, input]) => [name, ortTensor(input)]));
  const at = await session.run(feeds, SILENT);
  const seeds = outputs.map((name, index) => {
    const found = at[name];
    if (found?.type !== "float32" || one.unreached?.includes(index) === true) return undefined;
    return many(found.dims, gaussian);
  });
  return { feeds, at, seeds, gradients: await backward(one, given, at, seeds) };
}

/** What a node's first output is, a random cotangent of it, and what the recipe makes of that by input. */
export async function derivatives(one: Case) {
  const forward = await forwardOf(one);
  try {
    const { at, seeds, gradients } = await bothWays(one, forward);
    const [name = ""] = forward.outputs;
    return { result: numbersOf(at[name]), seed: seeds[0] ?? [], gradients: gradients?.values ?? [] };
  } finally {
    await forward.session.release();
  }
}

type Results = Readonly<Record<string, ort.Tensor>>;
type Side = { readonly results: Results; readonly moved: readonly number[] };

const numbersOf = (found: ort.Tensor | undefined): ArrayLike<number> => (found?.data ?? []) as Float32Array;

function difference(
  [plus, minus]: readonly Side[],
  seeds: readonly (readonly number[] | undefined)[],
  outputs: readonly string[],
  gradient: ArrayLike<number>,
  step: number,
): number {
  const terms: number[] = [];
  for (const [index, name] of outputs.entries()) {
    const [above, below] = [numbersOf(plus?.results[name]), numbersOf(minus?.results[name])];
    seeds[index]?.forEach((u, place) =>
      terms.push((u * ((above[place] ?? NaN) - (below[place] ?? NaN))) / (2 * step)),
    );
  }
  const products = Array.from({ length: gradient.length }, (_, place) => {
    const way = ((plus?.moved[place] ?? NaN) - (minus?.moved[place] ?? NaN)) / (2 * step);
    return (gradient[place] ?? NaN) * way;
  });
  const sum = (list: readonly number[]): number => list.reduce((total, term) => total + term, 0);
  const size = Math.max(Math.hypot(...terms), Math.hypot(...products));
  return Math.abs(sum(terms) - sum(products)) / (size + 1e-6);
}

async function forwardOf({ operator, domain = "", opset = EMITTED, inputs, attributes, outputs = 1 }: Case) {
  const names = inputs.map((given, index) => (given === undefined ? "" : inputName(index)));
  const outs = Array.from({ length: outputs }, (_, index) => outputName(index));
  const emit = new Emitter(opset, "");
  emit.add({ name: "node", operator, domain, inputs: names, outputs: outs, settings: attributes ?? {} });
  const given = inputs.flatMap((one, index) => (one === undefined ? [] : [[inputName(index), one] as const]));
  const session = await sessionOf({
    nodes: emit.nodes,
    inputs: given.map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
    outputs: outs,
    opsets: new Map([["ai.onnx", opset], ...(domain === "" ? [] : [[domain, 1] as const])]),
  });
  return { session, given, outputs: outs };
}

/** What is known of a value that was computed; its elements where they steer the operator. */
const known = ({ dtype, shape, values, moves }: Given): Value =>
  tensor(dtype, shape, moves === true ? undefined : values);

async function backward(
  { operator, domain = "", opset = EMITTED, inputs, attributes = {} }: Case,
  given: readonly (readonly [string, Given])[],
  results: Results,
  seeds: readonly (readonly number[] | undefined)[],
) {
  const gradient = operatorOf({ operator, domain }, new Map([["ai.onnx", opset]]))?.gradient;
  if (gradient === undefined) throw new Error(`${operator} has no gradient.`);
  const made = new Emitter(opset, "");
  made.add({ name: "node", operator, domain, inputs: [], outputs: [], settings: attributes });
  const names = inputs.map((one, index) => (one === undefined ? "" : inputName(index)));
  const outs = seeds.map((_, index) => outputName(index));
  const node = nodeOf(operator, names, outs, {
    name: "node",
    domain,
    attributes: Object.fromEntries(made.nodes[0]?.attributes ?? []),
  });
  const emit = new Emitter(EMITTED, "grad/");
  const cotangents = seeds.map((seed, index) => (seed === undefined ? undefined : `u${String(index)}`));
  const said = gradient({
    node: new Context(
      node,
      opset,
      inputs.map((one) => (one === undefined ? { type: { kind: "unknown" } } : known(one))),
    ),
    outputs: outs.map((name) => tensor(results[name]?.type as Held, results[name]?.dims)),
    emit,
    inputNames: names,
    outputNames: outs,
    cotangents,
    wants: (index) => inputs[index]?.moves === true,
  });
  if (said === undefined) return undefined;
  const fetched = [...new Set(said.filter((one) => typeof one === "string"))];
  const feeds = new Map(given.map(([name, one]) => [name, ortTensor(one)]));
  for (const name of outs) if (results[name] !== undefined) feeds.set(name, results[name]);
  cotangents.forEach((name, index) => {
    const dims = results[outs[index] ?? ""]?.dims;
    if (name !== undefined) feeds.set(name, new ort.Tensor("float32", seeds[index] ?? [], dims));
  });
  const values = await run(emit, feeds, fetched);
  return {
    said: said.map(wordOf),
    values: said.map((name) => (typeof name === "string" ? numbersOf(values[name]) : undefined)),
  };
}

/** The values that emitted nodes make of what they are fed. */
export async function run(
  emit: Emitter,
  feeds: ReadonlyMap<string, ort.Tensor>,
  fetched: readonly string[],
): Promise<Results> {
  if (fetched.length === 0) return {};
  // An input of the graph cannot be its output in one breath: a recipe may hand a cotangent on as it is.
  const outputs = fetched.map((name, index) => {
    const out = `out${String(index)}`;
    emit.add({ name: out, operator: "Identity", domain: "", inputs: [name], outputs: [out], settings: {} });
    return out;
  });
  const used = new Set(emit.nodes.flatMap((one) => namesIn(one)));
  const taken = [...feeds].filter(([name]) => used.has(name));
  const session = await sessionOf({
    nodes: emit.nodes,
    tensors: emit.tensors,
    inputs: taken.map(([name, { type, dims }]) => ({ name, dtype: type as Held, shape: dims })),
    outputs,
    opsets: new Map([["ai.onnx", EMITTED]]),
  });
  try {
    const results: Results = await session.run(Object.fromEntries(taken), SILENT);
    return Object.fromEntries(
      fetched.flatMap((name, index) => {
        const found = results[outputs[index] ?? ""];
        return found === undefined ? [] : [[name, found]];
      }),
    );
  } finally {
    await session.release();
  }
}

/** The names that a node uses, those in its bodies included. */
function namesIn({ inputs, attributes }: Pick<NodeParts, "inputs" | "attributes">): readonly string[] {
  const bodies = [...attributes.values()].flatMap((one) => (one.kind === "graph" ? one.value.nodes : []));
  return [...inputs, ...bodies.flatMap((one) => namesIn(one))];
}

/** Within what both derivatives must agree. */
export const boundOf = ({ kind }: Case): number => STEPS[kind].bound;

/** A case as a sentence's subject. */
export const titleOf = ({ operator, domain, opset, inputs, attributes = {} }: Case): string =>
  [
    domain === undefined ? operator : `${domain} ${operator}`,
    opset === undefined ? "" : `(${String(opset)})`,
    inputs.map((one) => (one === undefined ? "–" : `[${one.shape.join("×")}]`)).join(" "),
    ...Object.entries(attributes).map(([name, setting]) =>
      typeof setting === "object" && "value" in setting
        ? `${name} ${JSON.stringify(setting.value)}`
        : `${name} ${JSON.stringify(setting)}`,
    ),
  ]
    .filter((part) => part !== "")
    .join(" ");
