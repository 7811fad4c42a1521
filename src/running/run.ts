import { analyse } from "../analysis/analyse";
import type { Assumptions } from "../analysis/assumptions";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Model, Node } from "../model/model";
import type { PreparedInput, PreparedInputs } from "./inputs/prepare";
import type { Engine } from "./load";
import { firstNonFinite } from "./non-finite";
import { Observer } from "./observer";
import type { OpenPart, Part } from "./part";
import { partsOf } from "./parts";
import { fetchesOf, timesOf } from "./times";
import type { Values } from "./values";
import { convertValues } from "./values";
import type { WatchedValue } from "./watch";

export interface RunOptions {
  readonly engine: Engine;
  readonly source: ByteSource;
  readonly index: ModelIndex;
  readonly inputs: PreparedInputs;
  /** Bytes that observed values may take at once. */
  readonly budget: number;
  /** Whether layers are measured channel by channel, too: a second look at most values. */
  readonly perChannel?: boolean;
  /** Bytes of weights in one session; what is left out is the runtime's own limit. */
  readonly sessionWeights?: number;
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
  readonly runs: number;
  /** Over all runs: several may lie side by side in each. */
  readonly samples: number;
  /** That it was run in, one after the other. */
  readonly sessions: number;
  /** The graph's outputs, run by run; of many runs, or of large ones, the first. At least that of the first run. */
  readonly outputs: ReadonlyMap<string, readonly Values[]>;
  /** In the graph's order. */
  readonly values: readonly WatchedValue[];
  /** The first node whose inputs are finite and whose output is not. */
  readonly firstNonFinite: Node | undefined;
  readonly problems: readonly Problem[];
}

/**
 * Runs a model on its samples in turn and goes over every value of its graphs. A model too large for one session,
 * or one with too many values, runs in several, each on all samples before the next one is opened.
 */
export async function runModel(options: RunOptions): Promise<Result<Run>> {
  const { engine, source, index, inputs, budget, perChannel = false, sessionWeights } = options;
  if (index.model.format === "tfjs-weights") return { ok: false, problem: notRunnable(index.model) };
  const analysis = analyse(index, inputs.assumptions);
  const parts = partsOf({ engine, source, index, analysis }, budget, sessionWeights);
  const observer = new Observer(index, inputs.runs, perChannel);
  for (const [at, part] of parts.entries()) {
    const problem = await runPart(options, part, observer, at, parts.length);
    if (problem === undefined) continue;
    if (part.optional !== true) return { ok: false, problem };
    observer.giveUp(problem);
  }
  return {
    ok: true,
    value: {
      engine: observer.engine ?? engine.name,
      assumptions: inputs.assumptions,
      inputs: inputs.inputs,
      runs: inputs.runs,
      samples: inputs.runs * inputs.sideBySide,
      sessions: parts.length,
      outputs: observer.outputs,
      values: observer.values,
      firstNonFinite: firstNonFinite(index, index.model.graph, observer.finiteness()),
      problems: observer.problems,
    },
  };
}

function notRunnable({ file, format }: Model): Problem {
  const message = `${file}: there is nothing to run in a file of the format ${format}: it holds weights without a graph.`;
  return { severity: "error", code: "not-runnable", message, where: "" };
}

/** All samples in one part; gives what went wrong. */
async function runPart(
  options: RunOptions,
  part: Part,
  observer: Observer,
  at: number,
  parts: number,
): Promise<Problem | undefined> {
  const { inputs, signal, onProgress } = options;
  signal?.throwIfAborted();
  const first = inputs.feeds(0);
  if (!first.ok) return first.problem;
  const opened = await part.open(new Map([...first.value, ...observer.kept(0)]));
  if (!opened.ok) return opened.problem;
  observer.open(opened.value);
  try {
    for (let run = 0; run < inputs.runs; run++) {
      onProgress?.(at * inputs.runs + run, parts * inputs.runs);
      const problem = await runOnce(options, opened.value, part.keeps, observer, run);
      if (problem !== undefined) return problem;
    }
  } finally {
    await opened.value.session.release();
  }
  observer.close();
  onProgress?.((at + 1) * inputs.runs, parts * inputs.runs);
  return undefined;
}

/** One sample in one part. */
async function runOnce(
  { inputs, signal }: RunOptions,
  { session, seen, wide }: OpenPart,
  keeps: readonly string[],
  observer: Observer,
  run: number,
): Promise<Problem | undefined> {
  const given = inputs.feeds(run);
  if (!given.ok) return given.problem;
  observer.give(given.value);
  const feeds = new Map<string, Values>();
  for (const [name, values] of [...given.value, ...observer.kept(run)]) {
    if (!session.inputs.includes(name)) continue;
    const fed = wide && values.dtype === "float16" ? convertValues(values, "float32") : undefined;
    feeds.set(name, fed?.ok === true ? fed.value : values);
  }
  signal?.throwIfAborted();
  const held = await session.hold(feeds, seen.values.flatMap(fetchesOf));
  if (!held.ok) return held.problem;
  try {
    for (const one of seen.values) {
      observer.see(one.name, timesOf(one, held.value.values), run, keeps.includes(one.name));
    }
  } finally {
    held.value.release();
  }
  return undefined;
}
