import type { ModelIndex } from "../analysis/model-index";
import { weightUses } from "../analysis/weight-use";
import type { Problem } from "../bytes/problem";
import type { Seen } from "../gradients/first-pass";
import type { Gradients } from "../gradients/flow";
import { gradientLayers } from "../reports/gradient-layers";
import { gradientsReport } from "../reports/gradients";
import { outputSamples } from "../reports/output-samples";
import { runReport, runValue } from "../reports/run";
import { trunkOf } from "../reports/trunk";
import type { RunValue } from "../reports/types/run";
import { distributionsFor } from "../running/inputs/distribution";
import { inDistributionText } from "../running/in-distribution";
import type { Run } from "../running/run";
import { t } from "../words/texts";
import type { Answer, RequestOptions } from "./answer";
import type { GradientsRequest, KeptGradients } from "./protocol/gradients";
import type { ActivationRequest, KeptRun, RunInputs, RunRecipe, RunRequest } from "./protocol/runs";
import type { FeatureMaps } from "./protocol/tensors";
import { joined, preparedFor } from "./run-job";
import type { Runner, RunnerLimits } from "./runner";

/** Two can be compared; more of them only hold memory. */
const MOST_RUNS = 2;

interface Kept {
  readonly shown: KeptRun;
  readonly run: Run;
  /** To run it again, for one value. */
  readonly inputs: RunInputs;
  readonly assumed: Readonly<Record<string, number>>;
  readonly limits: RunnerLimits;
}

/** The runs of one content of a model: the last ones are kept, for the views and for the linter. */
export class Runs {
  /** The newest first. */
  private kept: readonly Kept[] = [];
  private lastId = 0;
  /** Undefined while nobody has asked for gradients; what the linter looks at beside it. */
  keptGradients: KeptGradients | undefined;
  latestGradients: Gradients | undefined;
  /** Of the last ones' parameters, by name. */
  gradientHistograms: Seen["histograms"] = new Map();

  constructor(
    private readonly index: ModelIndex,
    private readonly runner: Runner | undefined,
    private readonly now: () => number,
  ) {}

  /** What the linter and the metrics look at; undefined while nobody has run the model. */
  get latest(): Run | undefined {
    return this.kept[0]?.run;
  }

  get shown(): readonly KeptRun[] {
    return this.kept.map(({ shown }) => shown);
  }

  /** What a run would be fed. */
  recipe(inputs: RunInputs, assumed: Readonly<Record<string, number>>): RunRecipe {
    const { graph } = this.index.model;
    const shapeless = graph.inputs
      .filter(
        ({ name, type }) => !graph.tensors.has(name) && type.kind === "tensor" && type.shape === undefined,
      )
      .map(({ name }) => name);
    const prepared = preparedFor(this.index, inputs, assumed);
    if (!prepared.ok) {
      return { inputs: [], samples: 0, dimensions: {}, shapeless, problem: prepared.problem };
    }
    const { runs, sideBySide, assumptions } = prepared.value;
    return {
      inputs: prepared.value.inputs.map((input) => ({
        ...input,
        synthetic: isSynthetic(input.source),
        distributions: distributionsFor(input),
      })),
      samples: runs * sideBySide,
      dimensions: Object.fromEntries(assumptions.dimensions),
      shapeless,
      problem: null,
    };
  }

  async run({ inputs, memory, threads }: RunRequest, options: RequestOptions): Promise<Answer<KeptRun>> {
    if (this.runner === undefined) return { error: noRunner() };
    const assumed = options.assumed ?? {};
    const limits = {
      budget: memory === null ? undefined : memory * 2 ** 20,
      threads: threads ?? undefined,
    };
    const start = this.now();
    const answer = await this.runner.do({ inputs, assumed, fetch: undefined }, limits, options);
    if (!("ok" in answer)) return answer;
    if (answer.ok.kind !== "run") throw new Error("a run is answered with a run");
    const run = joined(this.index, answer.ok.run);
    const shown = this.shownRun(run, inputs, this.now() - start);
    this.kept = [{ shown, run, inputs, assumed, limits }, ...this.kept].slice(0, MOST_RUNS);
    return { ok: shown };
  }

  /** Where gradients go on what the model is run with; the last ones are kept. */
  async gradients(
    { inputs, loss, twin, memory, threads }: GradientsRequest,
    options: RequestOptions,
  ): Promise<Answer<KeptGradients>> {
    if (this.runner === undefined) return { error: noRunner() };
    const limits = { budget: memory === null ? undefined : memory * 2 ** 20, threads: threads ?? undefined };
    const start = this.now();
    const job = { inputs, assumed: options.assumed ?? {}, fetch: undefined, loss, twin };
    const answer = await this.runner.do(job, limits, options);
    if (!("ok" in answer)) return answer;
    if (answer.ok.kind !== "gradients") throw new Error("wanted gradients are answered with gradients");
    const { norms, seen } = answer.ok;
    this.latestGradients = answer.ok.gradients;
    this.gradientHistograms = seen.histograms;
    const report = gradientsReport(this.index, answer.ok.gradients, (name) => norms.get(name), inputs.seed);
    const { uses } = this.index;
    const nodes = new Map(
      uses.graphs.flatMap((graph) => graph.nodes.map(({ name, id }) => [name, id] as const)),
    );
    const users = weightUses(this.index);
    const { saliency } = seen;
    this.keptGradients = {
      report,
      depth: report.depth.map(({ value }) => uses.producers.get(value)?.node.id ?? null),
      parameters: report.parameters.map(({ name }) => users.get(name)?.[0]?.node.id ?? null),
      values: report.values.map(({ node }) => nodes.get(node ?? "") ?? null),
      branches: report.branches.map(({ node }) => nodes.get(node) ?? null),
      layers: gradientLayers(this.index, users, answer.ok.gradients),
      saliency: saliency ?? null,
      camera:
        saliency !== undefined && "node" in saliency.camera
          ? (nodes.get(saliency.camera.node) ?? null)
          : null,
      milliseconds: this.now() - start,
      synthetic: report.inputs.some(({ source }) => isSynthetic(source)),
    };
    return { ok: this.keptGradients };
  }

  /** All that a run knows of a value. */
  value(id: number, name: string): RunValue | undefined {
    const value = this.find(id)?.run.values.find((one) => one.name === name);
    return value === undefined ? undefined : runValue(value);
  }

  /** A value of one sample, by running again. */
  async activation(
    { run, value, sample }: ActivationRequest,
    options: RequestOptions,
  ): Promise<Answer<FeatureMaps>> {
    const kept = this.find(run);
    if (this.runner === undefined) return { error: noRunner() };
    if (kept === undefined) return { error: gone() };
    const { inputs, assumed, limits } = kept;
    const job = { inputs, assumed, fetch: { value, sample } };
    const answer = await this.runner.do(job, limits, options);
    if (!("ok" in answer)) return answer;
    if (answer.ok.kind !== "maps") throw new Error("a wanted value is answered with maps");
    return { ok: answer.ok.maps };
  }

  private find(id: number): Kept | undefined {
    return this.kept.find(({ shown }) => shown.id === id);
  }

  private shownRun(run: Run, inputs: RunInputs, milliseconds: number): KeptRun {
    const report = runReport(this.index, run, inputs.seed);
    const places = new Map(run.values.map(({ name }, at) => [name, at]));
    const { inDistribution: fit } = report;
    return {
      id: ++this.lastId,
      report: { ...report, values: report.values.map((value) => ({ ...value, channels: null })) },
      nodes: run.values.map(({ node }) => node.id),
      outputs: outputSamples(this.index, run),
      fit: fit === null ? null : { kind: fit.kind, message: inDistributionText(fit) },
      trunk: trunkOf(this.index).flatMap((name) => places.get(name) ?? []),
      milliseconds,
      inputs: { ...inputs, given: {} },
      synthetic: run.inputs.some(({ source }) => isSynthetic(source)),
    };
  }
}

function isSynthetic(source: string): boolean {
  return source.startsWith("synthetic");
}

function noRunner(): Problem {
  const message = t("Models cannot be run here.");
  return { severity: "error", code: "no-runner", message, where: "" };
}

function gone(): Problem {
  const message = t("This run is not kept any more: run the model again.");
  return { severity: "error", code: "run-not-kept", message, where: "" };
}
