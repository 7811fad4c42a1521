import type { ModelIndex } from "../analysis/model-index";
import { reach } from "../analysis/reach";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { PreparedInputs } from "../running/inputs/prepare";
import type { Engine } from "../running/load";
import type { Elements, Values } from "../running/values";
import type { Reach } from "./backward";
import { branchesOf } from "./branches";
import { coverageOf } from "./coverage";
import type { FirstPass } from "./first-pass";
import type { Flow, Flows, Gradients } from "./flow";
import type { Loss } from "./loss";
import { seedPoints, seedsOf } from "./loss";
import { openPass } from "./open-pass";
import type { Pass, PassSetting, Take, Walked } from "./pass";
import type { Straight } from "./straight";
import { straighten, widenedFeeds } from "./straight";
import type { Sums, Tallied } from "./tally";
import { sumsOf, Tally } from "./tally";
import { verdictOf } from "./verdict";

/** Probes: with eight the root mean square is right to 0.07 decades (measured over nets of 12 to 60 layers). */
export const PROBES = 8;

export interface GradientOptions {
  readonly engine: Engine;
  readonly source: ByteSource;
  readonly index: ModelIndex;
  readonly inputs: PreparedInputs;
  readonly loss: Loss;
  readonly seed: number;
  /** Random directions that the loss "probe" takes; {@link PROBES} unless it is said. */
  readonly probes?: number;
  /** Whether batch normalisations normalise what passes them, as in training; by the file's statistics otherwise. */
  readonly normalising?: boolean;
  /** Bytes that kept values may take. */
  readonly budget: number;
  /** Aborts: the promise rejects with the signal's reason, and all memory is given back. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Sees the first pass whole, where it is not in segments; a problem ends the walk. */
  readonly look?: (first: FirstPass) => Promise<Problem | undefined>;
}

/** The gradients of a model's loss by its parameters and values: a pass forwards, then one back, for each probe. */
export async function gradientsOf(options: GradientOptions): Promise<Result<Gradients>> {
  const { engine, source, index, inputs } = options;
  const { file, format } = index.model;
  if (format === "tfjs-weights") return failed(file, "not-runnable", "it holds weights without a graph");
  const first = inputs.feeds(0);
  if (!first.ok) return first;
  const straight = await straighten(
    engine,
    source,
    index,
    inputs.assumptions,
    first.value,
    options.normalising,
  );
  if (!straight.ok) return straight;
  const setting = { engine, source, straight: straight.value, copies: parametersIn(index, straight.value) };
  const pass = await openPass(setting, options.budget);
  if (!pass.ok) return pass;
  try {
    return await passesOver(options, setting, pass.value);
  } finally {
    await pass.value.close();
  }
}

async function passesOver(
  options: GradientOptions,
  { straight, copies }: PassSetting,
  pass: Pass,
): Promise<Result<Gradients>> {
  const { engine, index, inputs, loss, seed, signal, onProgress, look } = options;
  const passes = loss.kind === "probe" ? (options.probes ?? PROBES) : inputs.runs;
  const tallies = new Tallies();
  let value: number | undefined;
  for (let at = 0; at < passes; at++) {
    signal?.throwIfAborted();
    onProgress?.(at, passes);
    const given = inputs.feeds(at % inputs.runs);
    if (!given.ok) return given;
    // One probe tells of weights as much as it will: those that it does not reach are asked once more.
    const whole = at === 0 || loss.kind !== "probe" || tallies.hasZero(index);
    const values = await pass.forward(straight.wide ? widenedFeeds(given.value) : given.value, whole);
    if (!values.ok) return values;
    const points = seedPoints(straight.index, loss, values.value);
    const [refused] = straight.refused;
    if (points.length === 0 && refused !== undefined) {
      const why = `no output could be computed, since ${refused.operator} '${refused.name}' has no counterpart in ONNX`;
      return failed(index.model.file, "outputs-not-computed", why);
    }
    const seeded = seedsOf(straight.index, loss, points, values.value, seed + at);
    if (!seeded.ok) return seeded;
    value = seeded.value.value === undefined ? undefined : (value ?? 0) + seeded.value.value / passes;
    const gradients = new Map<string, Values>();
    const isLookedAt = at === 0 && look !== undefined && pass.segments === 1;
    const take: Take = (some, cotangents) => {
      tallies.add(at === 0 ? some : undefined, cotangents);
      if (isLookedAt) for (const [name, one] of cotangents) gradients.set(name, one);
    };
    const problem =
      (await pass.back(seeded.value.seeds, whole, take, signal)) ??
      (isLookedAt
        ? await look({
            straight,
            points,
            values: values.value,
            gradients,
            again: (seeds) => back(pass, seeds),
          })
        : undefined);
    if (problem !== undefined) return { ok: false, problem };
  }
  onProgress?.(passes, passes);
  const flows: Flows = { straight, copies, ...settle(index, loss, straight, copies, pass.walked, tallies) };
  const coverage = coverageOf(flows, index);
  const { unknown } = pass.walked;
  return {
    ok: true,
    value: {
      engine: engine.name,
      assumptions: inputs.assumptions,
      inputs: inputs.inputs,
      loss: { kind: loss.kind, value },
      passes,
      segments: pass.segments,
      parameters: flows.parameters,
      untaken: flows.untaken,
      values: flows.values,
      nodes: nodesOf(index, flows),
      coverage,
      verdict: verdictOf(flows, loss, coverage),
      twin: undefined,
      branches: branchesOf(flows),
      unknown: [...new Set([...unknown, ...straight.refused].map(({ operator }) => operator))],
      problems: flows.problems,
    },
  };
}

/** Back over the same forward pass from other seeds: the cotangents of values. */
async function back(
  pass: Pass,
  seeds: ReadonlyMap<string, Values>,
): Promise<Result<ReadonlyMap<string, Values>>> {
  let gradients: ReadonlyMap<string, Values> = new Map();
  const problem = await pass.back(seeds, false, (_, cotangents) => {
    gradients = cotangents;
  });
  return problem === undefined ? { ok: true, value: gradients } : { ok: false, problem };
}

/**
 * The parameters of the straight model, each with the name that the file has for it: a loop's body has its tensors
 * once in the file, and once for each step here.
 */
function parametersIn(index: ModelIndex, straight: Straight): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const name of straight.index.stored.keys()) {
    const own = index.stored.has(name) ? name : name.replace(/#\d+(?: \(\d+\))?$/, "");
    if (index.roles.get(own) === "parameter") names.set(name, own);
  }
  return names;
}

/** Sums by value, over all passes. */
class Tallies {
  readonly gradients = new Map<string, Tally>();
  readonly activations = new Map<string, Tally>();

  /** @param values of the first pass: one sample tells how large they are. */
  add(values: ReadonlyMap<string, Values> | undefined, cotangents: ReadonlyMap<string, Values>): void {
    // Behind a sum, and behind views, several values have one cotangent.
    const known = new Map<Elements, Sums>();
    for (const [name, one] of cotangents) {
      const sums = known.get(one.data) ?? sumsOf(one);
      known.set(one.data, sums);
      tallyOf(this.gradients, name).add(sums);
      const value = values?.get(name);
      if (value !== undefined) tallyOf(this.activations, name).add(sumsOf(value));
    }
  }

  /** Whether the gradient of a parameter has been zero until now. */
  hasZero({ roles }: ModelIndex): boolean {
    return [...this.gradients].some(([name, tally]) => roles.get(name) === "parameter" && tally.isZero);
  }
}

function tallyOf(tallies: Map<string, Tally>, name: string): Tally {
  const known = tallies.get(name) ?? new Tally();
  tallies.set(name, known);
  return known;
}

function settle(
  index: ModelIndex,
  loss: Loss,
  straight: Straight,
  copies: Flows["copies"],
  walked: Walked,
  { gradients, activations }: Tallies,
): Omit<Flows, "straight" | "copies"> {
  const clouded = cloudedBy(index, straight);
  const parameters = new Map<string, Flow>();
  const values = new Map<string, Flow>();
  for (const [name, one] of walked.reach) {
    const own = copies.get(name);
    const seen = clouded(own ?? name) ? behindUnknown(one) : one;
    const flow = flowOf(seen, gradients.get(own ?? name)?.result(), activations.get(name)?.result());
    if (own === undefined) values.set(name, flow);
    // Of several steps of a loop, one that reaches the loss says it.
    else if (parameters.get(own)?.gradient === undefined) parameters.set(own, flow);
  }
  for (const [name, role] of index.roles) {
    if (role !== "parameter" || parameters.has(name)) continue;
    parameters.set(name, clouded(name) ? UNKNOWN_FLOW : BLOCKED_FLOW);
  }
  const untaken = untakenOf(index, straight, copies, parameters);
  const bad = [...activations].find(([, tally]) => tally.result().notFinite > 0)?.[0];
  return {
    parameters,
    untaken,
    values,
    problems: [
      ...problemsOf(index, parameters),
      ...(untaken.size === 0 ? [] : [notTaken(index, untaken)]),
      ...(bad === undefined ? [] : [notFinite(index, bad)]),
      ...constantLoss(index, loss),
    ],
  };
}

/** Blocked parameters that the file uses, and the way that the samples took does not. */
function untakenOf(
  { uses }: ModelIndex,
  straight: Straight,
  copies: Flows["copies"],
  parameters: ReadonlyMap<string, Flow>,
): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const [copy, own] of copies) if (straight.index.uses.consumers.has(copy)) taken.add(own);
  const untaken = [...parameters].filter(
    ([name, { state }]) => state === "blocked" && uses.consumers.has(name) && !taken.has(name),
  );
  return new Set(untaken.map(([name]) => name));
}

/** Whether a way from a value of the file leads to nodes that could not be run: those refused, and what takes of them. */
function cloudedBy({ uses }: ModelIndex, { refused }: Straight): (value: string) => boolean {
  if (refused.length === 0) return () => false;
  const ids = refused.map(({ id }) => id);
  const before = reach(uses, reach(uses, ids, "downstream"), "upstream");
  return (value) => (uses.consumers.get(value) ?? []).some(({ node }) => before.has(node.id));
}

function behindUnknown(one: Reach): Reach {
  return one.kind === "reached" ? { ...one, incomplete: true } : { kind: "unknown" };
}

/** By value, the node that makes it, as the file calls it. */
function nodesOf({ uses }: ModelIndex, { straight, values }: Flows): ReadonlyMap<string, string> {
  return new Map(
    [...values.keys()].flatMap((name) => {
      const node = (uses.producers.get(name) ?? straight.index.uses.producers.get(name))?.node;
      return node === undefined ? [] : [[name, node.name] as const];
    }),
  );
}

const BLOCKED_FLOW: Flow = {
  state: "blocked",
  incomplete: false,
  gradient: undefined,
  activation: undefined,
};

const UNKNOWN_FLOW: Flow = { ...BLOCKED_FLOW, state: "unknown" };

function flowOf(one: Reach, gradient: Tallied | undefined, activation: Tallied | undefined): Flow {
  if (one.kind !== "reached" || gradient === undefined) {
    const state = one.kind === "unknown" ? "unknown" : "blocked";
    return { state, incomplete: false, gradient: undefined, activation };
  }
  return {
    state: gradient.max === 0 && gradient.notFinite === 0 ? "zero" : "ok",
    incomplete: one.incomplete,
    gradient,
    activation,
  };
}

function problemsOf({ model }: ModelIndex, parameters: ReadonlyMap<string, Flow>): readonly Problem[] {
  const partly = [...parameters].filter(([, { incomplete }]) => incomplete).map(([name]) => name);
  const [first] = partly;
  if (first === undefined) return [];
  const message = `${model.file}: the gradients of ${String(partly.length)} parameters are incomplete ('${first}' and others): one of their ways to the loss goes through an operator without a rule.`;
  return [{ severity: "warning", code: "incomplete-gradient", message, where: first }];
}

function notTaken({ model }: ModelIndex, untaken: ReadonlySet<string>): Problem {
  const [first = ""] = untaken;
  const message = `${model.file}: ${String(untaken.size)} parameters ('${first}' and others) stand in branches that this input does not take: no gradient reaches them.`;
  return { severity: "warning", code: "branch-not-taken", message, where: first };
}

/** Outputs that add up to one whatever the input is: their sum has a derivative of zero, or noise. */
function constantLoss({ model, uses }: ModelIndex, { kind }: Loss): readonly Problem[] {
  if (kind !== "sum") return [];
  const heads = model.graph.outputs.map(({ name }) => uses.producers.get(name)?.node);
  const head = heads.find((node) => node?.operator === "Softmax");
  if (head === undefined || !heads.every((node) => node?.operator === "Softmax")) return [];
  const message = `${model.file}: the loss "sum" is constant: the outputs of the softmax '${head.name}' add up to one whatever the parameters are. Gradients are zero but for rounding; take the loss "probe" or "cross-entropy".`;
  return [{ severity: "warning", code: "constant-loss", message, where: head.name }];
}

function notFinite({ model }: ModelIndex, value: string): Problem {
  const message = `${model.file}: '${value}' is not finite in the forward pass: gradients behind it mean nothing.`;
  return { severity: "warning", code: "non-finite-forward", message, where: value };
}

function failed(file: string, code: string, why: string): { readonly ok: false; readonly problem: Problem } {
  return {
    ok: false,
    problem: { severity: "error", code, message: `${file}: no gradients: ${why}.`, where: "" },
  };
}
