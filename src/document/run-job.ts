import { indexModel, type ModelIndex } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import type { FeatureMaps } from "../tensors/maps";
import type { FirstPass, Seen } from "../gradients/first-pass";
import { seenIn } from "../gradients/first-pass";
import type { Gradients } from "../gradients/flow";
import { gradientsOf } from "../gradients/gradients";
import { withTwin } from "../gradients/twin";
import { featureMaps } from "../running/feature-maps";
import { fetchValue } from "../running/fetch";
import { isDistribution, type Distribution } from "../running/inputs/distribution";
import type { PreparedInputs } from "../running/inputs/prepare";
import { prepareInputs } from "../running/inputs/prepare";
import type { Engine } from "../running/load";
import type { Run, RunOptions } from "../running/run";
import { runModel } from "../running/run";
import type { WatchedValue } from "../running/watch";
import { normsOf } from "../tensors/norms";
import { t } from "../words/texts";
import type { ReportProgress } from "./answer";
import type { GradientLoss } from "./protocol/gradients";
import type { Assumed } from "./protocol/messages";
import type { RunInputs } from "./protocol/runs";

/** What is to be done with a model that runs. All of it can be posted to a worker. */
export interface RunJob {
  readonly inputs: RunInputs;
  readonly assumed: Assumed;
  /** undefined: go over all values. Else this one is wanted, of one sample. */
  readonly fetch: { readonly value: string; readonly sample: number } | undefined;
  /** What gradients are of, where they are wanted in place of values. */
  readonly loss?: GradientLoss;
  /** Whether they are compared with those of a freshly initialised network. */
  readonly twin?: boolean;
}

/** A run as it is posted: nodes, which the asking side has, by their ids. */
export interface PostedRun extends Omit<Run, "values" | "firstNonFinite"> {
  readonly values: readonly (Omit<WatchedValue, "node"> & { readonly node: string })[];
  readonly firstNonFinite: string | undefined;
}

export type RunOutcome =
  | { readonly kind: "run"; readonly run: PostedRun }
  | { readonly kind: "maps"; readonly maps: FeatureMaps }
  | {
      readonly kind: "gradients";
      readonly gradients: Gradients;
      /** Of the parameters, where they could be read. */
      readonly norms: ReadonlyMap<string, number>;
      readonly seen: Seen;
    };

interface JobOptions {
  readonly source: ByteSource;
  /** Loaded as late as can be: what is wrong with the inputs is said at once. */
  readonly engine: () => Promise<Engine>;
  /** Bytes that observed values may take at once. */
  readonly budget: number;
  readonly signal?: AbortSignal;
  readonly onProgress: ReportProgress;
}

/** Reads a model and runs it; throws the signal's reason when it is aborted. */
export async function doRunJob(
  job: RunJob,
  { source, engine, budget, signal, onProgress }: JobOptions,
): Promise<Result<RunOutcome>> {
  onProgress({ phase: t("Reading the model"), done: null, total: null });
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  const inputs = preparedFor(index, job.inputs, job.assumed);
  if (!inputs.ok) return inputs;
  onProgress({ phase: t("Starting the runtime"), done: null, total: null });
  const options: RunOptions = {
    engine: await engine(),
    source,
    index,
    inputs: inputs.value,
    budget,
    perChannel: true,
    ...(signal && { signal }),
    onProgress: (done, total) => onProgress({ phase: t("Running"), done, total }),
  };
  if (job.loss !== undefined) return await gradientsFor(options, job.loss, job, onProgress);
  if (job.fetch !== undefined) return await mapsOf(options, job.fetch);
  const run = await runModel(options);
  return run.ok ? { ok: true, value: { kind: "run", run: posted(run.value) } } : run;
}

/** The inputs that a person asks for, by what the page and the extension host say. */
export function preparedFor(
  index: ModelIndex,
  { seed, samples, pixels, distributions, shapes, given }: RunInputs,
  assumed: Assumed,
): Result<PreparedInputs> {
  const chosen = Object.entries(distributions).filter((one): one is [string, Distribution] =>
    isDistribution(one[1]),
  );
  return prepareInputs(index, {
    assumptions: {
      dimensions: new Map(Object.entries(assumed)),
      shapes: new Map(Object.entries(shapes)),
    },
    given: new Map(Object.entries(given)),
    seed,
    samples,
    pixels: pixels ?? undefined,
    distributions: new Map(chosen),
  });
}

async function mapsOf(
  options: RunOptions,
  { value, sample }: NonNullable<RunJob["fetch"]>,
): Promise<Result<RunOutcome>> {
  const { runs, sideBySide } = options.inputs;
  if (sample < 0 || sample >= runs * sideBySide) return { ok: false, problem: noSample(sample) };
  const values = await fetchValue(options, value, Math.floor(sample / sideBySide));
  if (!values.ok) return values;
  return { ok: true, value: { kind: "maps", maps: featureMaps(values.value, sample % sideBySide) } };
}

/** A label that the output does not have is said by the loss itself. */
async function gradientsFor(
  options: RunOptions,
  loss: GradientLoss,
  { inputs: { seed }, twin }: RunJob,
  report: ReportProgress,
): Promise<Result<RunOutcome>> {
  const { index, source } = options;
  const asked = { ...options, loss, seed };
  let seen: Seen = { histograms: new Map(), saliency: undefined };
  const look = async (first: FirstPass): Promise<Problem | undefined> => {
    const looked = await seenIn(first, loss, (name) => index.roles.get(name) === "parameter");
    if (!looked.ok) return looked.problem;
    seen = looked.value;
    return undefined;
  };
  const own = await gradientsOf({ ...asked, look });
  if (!own.ok) return own;
  const onProgress = (done: number, total: number): void => {
    report({ phase: t("Running with fresh weights"), done, total });
  };
  const gradients = twin === true ? await withTwin({ ...asked, onProgress }, own.value) : own.value;
  const norms = await normsOf(source, index, gradients.parameters.keys());
  return { ok: true, value: { kind: "gradients", gradients, norms, seen } };
}

function noSample(sample: number): Problem {
  const message = t("The run has no sample {0}.", sample + 1);
  return { severity: "error", code: "no-such-sample", message, where: "" };
}

function posted(run: Run): PostedRun {
  return {
    ...run,
    values: run.values.map((value) => ({ ...value, node: value.node.id })),
    firstNonFinite: run.firstNonFinite?.id,
  };
}

/** A posted run with its nodes again; values of nodes that the model does not have are left out. */
export function joined({ uses }: ModelIndex, run: PostedRun): Run {
  return {
    ...run,
    values: run.values.flatMap((value) => {
      const node = uses.nodes.get(value.node)?.node;
      return node === undefined ? [] : [{ ...value, node }];
    }),
    firstNonFinite: uses.nodes.get(run.firstNonFinite ?? "")?.node,
  };
}
