import type { ModelIndex } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import { isFloat } from "../model/dtype";
import { elementsOf } from "../model/tensor";
import { seededRandom } from "../running/inputs/random";
import type { Values } from "../running/values";
import { numberAt } from "../running/values";

/** What the gradients are of. */
export type Loss =
  /** Of the sum of all elements of all floating outputs. */
  | { readonly kind: "sum" }
  /** Of outputs weighted by random signs: how gradients pass, whatever the task is. */
  | { readonly kind: "probe" }
  /** Of the first output, over its last axis, averaged over samples. */
  | { readonly kind: "cross-entropy"; readonly label: number }
  /** Of the first output, the mean of squared differences. */
  | { readonly kind: "mse"; readonly target: Values };

/** What a backward pass begins with. */
interface Seeded {
  /** By value. */
  readonly seeds: ReadonlyMap<string, Values>;
  /** Undefined for probes, which have none. */
  readonly value: number | undefined;
}

/** Behind these, values are the task's affair: a probe begins before them, where saturation does not hide the rest. */
const HEADS: ReadonlySet<string> = new Set([
  "Softmax",
  "LogSoftmax",
  "Sigmoid",
  "LpNormalization",
  "LayerNormalization",
]);

/** The values that a backward pass begins at. */
export function seedPoints(
  { model, uses }: ModelIndex,
  loss: Loss,
  values: ReadonlyMap<string, Values>,
): readonly string[] {
  const outputs = model.graph.outputs.map(({ name }) => name).filter((name) => isFloating(values.get(name)));
  switch (loss.kind) {
    case "sum":
      return outputs;
    case "cross-entropy":
    case "mse":
      return outputs.slice(0, 1);
    case "probe":
      return [
        ...new Set(
          outputs.map((name) => {
            const head = uses.producers.get(name)?.node;
            const [before = ""] = head?.inputs ?? [];
            return head !== undefined && HEADS.has(head.operator) && isFloating(values.get(before))
              ? before
              : name;
          }),
        ),
      ];
  }
}

function isFloating(values: Values | undefined): boolean {
  return values !== undefined && values.dtype !== "string" && isFloat(values.dtype);
}

/**
 * The cotangents of the seed points for one sample.
 *
 * @param seed of a probe's signs; another one for each probe.
 */
export function seedsOf(
  index: ModelIndex,
  loss: Loss,
  points: readonly string[],
  values: ReadonlyMap<string, Values>,
  seed: number,
): Result<Seeded> {
  const [first = ""] = points;
  const output = values.get(first);
  if (output === undefined) return { ok: false, problem: noOutput(index.model.file) };
  switch (loss.kind) {
    case "sum":
      return { ok: true, value: sumOf(points, values) };
    case "probe":
      return { ok: true, value: { seeds: probes(points, values, seed), value: undefined } };
    case "mse":
      return meanSquares(index.model.file, first, output, loss.target);
    case "cross-entropy": {
      const head = index.uses.producers.get(first)?.node.operator ?? "";
      return crossEntropy(index.model.file, first, output, loss.label, head);
    }
  }
}

const float32 = (shape: readonly number[], element: (at: number) => number): Values => ({
  dtype: "float32",
  shape,
  data: Float32Array.from({ length: elementsOf(shape) }, (_, at) => element(at)),
});

function sumOf(points: readonly string[], values: ReadonlyMap<string, Values>): Seeded {
  const seeds = new Map<string, Values>();
  let sum = 0;
  for (const name of points) {
    const one = values.get(name);
    if (one === undefined) continue;
    for (let at = 0; at < one.data.length; at++) sum += numberAt(one, at);
    seeds.set(
      name,
      float32(one.shape, () => 1),
    );
  }
  return { seeds, value: sum };
}

/** Signs with equal chance (Hutchinson 1990); each output weighs as much as any other, however large it is. */
function probes(
  points: readonly string[],
  values: ReadonlyMap<string, Values>,
  seed: number,
): ReadonlyMap<string, Values> {
  const { uniform } = seededRandom(seed);
  return new Map(
    points.map((name) => {
      const shape = values.get(name)?.shape ?? [];
      const size = 1 / Math.sqrt(Math.max(1, elementsOf(shape)));
      return [name, float32(shape, () => (uniform() < 0.5 ? -size : size))];
    }),
  );
}

function meanSquares(file: string, name: string, output: Values, target: Values): Result<Seeded> {
  const count = output.data.length;
  if (target.data.length !== count) {
    const message = `${file}: the target has ${target.shape.join("×")} elements where the output '${name}' has ${output.shape.join("×")}.`;
    return { ok: false, problem: { severity: "error", code: "wrong-target", message, where: name } };
  }
  const difference = (at: number): number => numberAt(output, at) - numberAt(target, at);
  let sum = 0;
  for (let at = 0; at < count; at++) sum += difference(at) ** 2;
  const seed = float32(output.shape, (at) => (2 * difference(at)) / count);
  return { ok: true, value: { seeds: new Map([[name, seed]]), value: sum / count } };
}

/** -log p of the label: p is the output's softmax, unless the output is a softmax or its logarithm already. */
function crossEntropy(
  file: string,
  name: string,
  output: Values,
  label: number,
  head: string,
): Result<Seeded> {
  const classes = output.shape.at(-1) ?? 1;
  if (!Number.isInteger(label) || label < 0 || label >= classes) {
    const message = `${file}: the label ${String(label)} is none of the ${String(classes)} classes of the output '${name}'.`;
    return { ok: false, problem: { severity: "error", code: "wrong-label", message, where: name } };
  }
  const rows = output.data.length / classes;
  const seed = new Float32Array(output.data.length);
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const at = (column: number): number => numberAt(output, row * classes + column);
    const place = row * classes + label;
    if (head === "Softmax") {
      sum -= Math.log(at(label));
      seed[place] = -1 / (at(label) * rows);
    } else if (head === "LogSoftmax") {
      sum -= at(label);
      seed[place] = -1 / rows;
    } else {
      let largest = -Infinity;
      for (let column = 0; column < classes; column++) largest = Math.max(largest, at(column));
      let total = 0;
      for (let column = 0; column < classes; column++) total += Math.exp(at(column) - largest);
      sum += Math.log(total) + largest - at(label);
      for (let column = 0; column < classes; column++) {
        const part = Math.exp(at(column) - largest) / total;
        seed[row * classes + column] = (part - (column === label ? 1 : 0)) / rows;
      }
    }
  }
  const values: Values = { dtype: "float32", shape: output.shape, data: seed };
  return { ok: true, value: { seeds: new Map([[name, values]]), value: sum / rows } };
}

function noOutput(file: string): Problem {
  const message = `${file}: no output is a floating number: there is nothing that a gradient could be of.`;
  return { severity: "error", code: "no-floating-output", message, where: "" };
}
