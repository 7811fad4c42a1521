import type { Analysis } from "../analysis/analyse";
import { analyse } from "../analysis/analyse";
import type { Assumptions } from "../analysis/assumptions";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { appendOutputs } from "../formats/onnx/append-outputs";
import type { Model, Node } from "../model/model";
import type { ModelFiles } from "./files";
import { readFiles } from "./files";
import type { PreparedInput, PreparedInputs } from "./inputs/prepare";
import type { Engine } from "./load";
import { firstNonFinite } from "./non-finite";
import { numbersOf } from "./numbers";
import type { Observable, Observables } from "./observable";
import { batches, observables } from "./observable";
import { Session } from "./session";
import type { Values } from "./values";
import type { WatchedValue } from "./watch";
import { Watch } from "./watch";

export interface RunOptions {
  readonly engine: Engine;
  readonly source: ByteSource;
  readonly index: ModelIndex;
  readonly inputs: PreparedInputs;
  /** Bytes that observed values may take at once. */
  readonly budget: number;
  /** Aborts the run: the promise rejects with the signal's reason, and all memory is given back. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** What was seen in all runs of a model. */
export interface Run {
  /** Name and version of the runtime. */
  readonly engine: string;
  /** With a size for everything that the inputs leave open. */
  readonly assumptions: Assumptions;
  readonly inputs: readonly PreparedInput[];
  /** Runs, and samples that lie side by side in each. */
  readonly runs: number;
  readonly samples: number;
  /** The graph's outputs of the first run. */
  readonly outputs: ReadonlyMap<string, Values>;
  /** In the graph's order. */
  readonly values: readonly WatchedValue[];
  /** The first node whose inputs are finite and whose output is not. */
  readonly firstNonFinite: Node | undefined;
  readonly problems: readonly Problem[];
}

/** Runs a model on its samples in turn and goes over every value of its main graph. */
export async function runModel(options: RunOptions): Promise<Result<Run>> {
  const { engine, source, index, inputs, signal } = options;
  if (index.model.format !== "onnx") return { ok: false, problem: notRunnable(index.model) };
  const analysis = analyse(index, inputs.assumptions);
  const files = await readFiles(source, index);
  if (!files.ok) return files;
  signal?.throwIfAborted();
  const prepared = await observedSession(engine, index, analysis, files.value);
  if (!prepared.ok) return prepared;
  const { session, seen, problems } = prepared.value;
  try {
    const watches = watchesFor(options, seen.values);
    const outputs = await runAll(options, session, seen.values, watches);
    if (!outputs.ok) return outputs;
    const values = Array.from(watches.values(), (watch) => watch.result()).filter((one) => one !== undefined);
    const finite = finiteness(outputs.value.badInputs, values);
    return {
      ok: true,
      value: {
        engine: engine.name,
        assumptions: inputs.assumptions,
        inputs: inputs.inputs,
        runs: inputs.runs,
        samples: inputs.runs * sideBySide(inputs.inputs),
        outputs: outputs.value.outputs,
        values,
        firstNonFinite: firstNonFinite(index, index.model.graph, finite),
        problems: [...problems, ...hiddenProblems(index, seen)],
      },
    };
  } finally {
    await session.release();
  }
}

function notRunnable({ file, format }: Model): Problem {
  const message = `${file}: models of the format ${format} cannot be run; convert it to ONNX.`;
  return { severity: "error", code: "not-runnable", message, where: "" };
}

interface ObservedSession {
  readonly session: Session;
  readonly seen: Observables;
  readonly problems: readonly Problem[];
}

/**
 * The model with all its values as outputs. Where the runtime refuses that, though it takes the model as it is, only
 * the model's own outputs are seen.
 */
async function observedSession(
  engine: Engine,
  index: ModelIndex,
  analysis: Analysis,
  { bytes, external }: ModelFiles,
): Promise<Result<ObservedSession>> {
  const { model } = index;
  const seen = observables(index, model.graph, analysis);
  const create = (content: Uint8Array): Promise<Result<Session>> =>
    Session.create(engine, { file: model.file, bytes: content, external });
  const all = await create(appendOutputs(bytes, seen.addition));
  if (all.ok) return { ok: true, value: { session: all.value, seen, problems: [] } };
  const plain = await create(bytes);
  if (!plain.ok) return plain;
  const own = new Set(model.graph.outputs.map(({ name }) => name));
  const values = seen.values.filter(({ name, fetched }) => own.has(name) && fetched === name);
  const message = `${model.file}: only the outputs are observed, since the runtime refuses the rest: ${all.problem.message}`;
  const problem: Problem = { severity: "warning", code: "values-not-observed", message, where: "" };
  return { ok: true, value: { session: plain.value, seen: { ...seen, values }, problems: [problem] } };
}

function watchesFor({ index }: RunOptions, values: readonly Observable[]): ReadonlyMap<string, Watch> {
  const watches = new Map<string, Watch>();
  for (const { name, dtype } of values) {
    const port = index.uses.producers.get(name);
    if (port !== undefined) watches.set(name, new Watch(index, name, port, dtype));
  }
  return watches;
}

interface Seen {
  /** The graph's outputs for the first sample. */
  readonly outputs: ReadonlyMap<string, Values>;
  /** Inputs that were given something that is not finite. */
  readonly badInputs: ReadonlySet<string>;
}

/** Every sample, and for each every batch of values. */
async function runAll(
  { index, inputs, budget, signal, onProgress }: RunOptions,
  session: Session,
  values: readonly Observable[],
  watches: ReadonlyMap<string, Watch>,
): Promise<Result<Seen>> {
  const outputs = new Map<string, Values>();
  const badInputs = new Set<string>();
  const own = new Set(index.model.graph.outputs.map(({ name }) => name));
  const parts = batches(values, budget);
  const total = inputs.runs * parts.length;
  for (let run = 0; run < inputs.runs; run++) {
    const feeds = inputs.feeds(run);
    if (!feeds.ok) return feeds;
    for (const [name, given] of feeds.value) if (!isFinite(given)) badInputs.add(name);
    for (const [part, batch] of parts.entries()) {
      signal?.throwIfAborted();
      onProgress?.(run * parts.length + part, total);
      const results = await session.run(
        feeds.value,
        batch.map(({ fetched }) => fetched),
      );
      if (!results.ok) return results;
      for (const { name, fetched } of batch) {
        const one = results.value.get(fetched);
        if (one === undefined) continue;
        watches.get(name)?.add(one);
        if (run === 0 && own.has(name)) outputs.set(name, one);
      }
    }
  }
  onProgress?.(total, total);
  return { ok: true, value: { outputs, badInputs } };
}

function isFinite(values: Values): boolean {
  return numbersOf(values)?.every(Number.isFinite) ?? true;
}

/** Whether all that was seen of a value was finite; undefined where it was not seen. */
function finiteness(
  badInputs: ReadonlySet<string>,
  values: readonly WatchedValue[],
): (name: string) => boolean | undefined {
  const known = new Map(values.map(({ name, statistics }) => [name, statistics]));
  return (name) => {
    if (badInputs.has(name)) return false;
    const statistics = known.get(name);
    return statistics && statistics.nan + statistics.inf === 0;
  };
}

/** Samples in one run: what the inputs' leading dimensions agree on. */
function sideBySide(inputs: readonly PreparedInput[]): number {
  const sizes = new Set(inputs.filter(({ shape }) => shape.length > 1).map(({ shape }) => shape[0]));
  const [size] = sizes;
  return sizes.size === 1 && size !== undefined ? size : 1;
}

function hiddenProblems({ model }: ModelIndex, { hidden }: Observables): readonly Problem[] {
  const [first] = hidden;
  if (first === undefined) return [];
  const [name, type] = first;
  const count = hidden.length === 1 ? "one value is" : `${hidden.length} values are`;
  const message = `${model.file}: ${count} not observed: the runtime does not let out ${type} ('${name}').`;
  return [{ severity: "warning", code: "values-not-observed", message, where: name }];
}
