import { analyse } from "../analysis/analyse";
import { indexModel } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import { appendOutputs } from "../formats/onnx/append-outputs";
import { lower } from "../lowering/lower";
import { readFiles } from "./files";
import { innerParts } from "./inner-parts";
import type { Observables } from "./observable";
import { batches, observables } from "./observable";
import type { OpenPart, Part, Subject } from "./part";
import { inputTypes, openSegment, openSession } from "./part";
import { refusal, refusedNodes } from "./refusal";
import { segmentsOf, wholeGraph } from "./segments";
import { isShownByTfjs, openTfjs } from "./tfjs-part";
import { isNarrowInput, widened } from "./widen";

/**
 * Bytes of weights in one session. At creation they are in the runtime's 4 GB twice, and values want room, too.
 */
export const SESSION_WEIGHTS = 1e9;

/** What of a part's values one session shows. */
type Shown = (seen: Observables) => Observables;

/**
 * The parts that a model is run in, in their order: a session for each batch of values that fits the budget, since the
 * runtime holds all outputs of a session to a run's end, fetched or not; and where the weights are too large for one
 * session, for each segment. What is inside of branches and loops is seen in sessions of its own, behind the others.
 *
 * @param budget bytes that the values of one session may take.
 * @param limit bytes of weights in one session.
 * @param only the one value that is wanted, where it is one.
 */
export function partsOf(
  subject: Subject,
  budget: number,
  limit = SESSION_WEIGHTS,
  only?: string,
): readonly Part[] {
  const { index, analysis } = subject;
  const { graph, format } = index.model;
  if (format !== "onnx") return loweredParts(subject, budget, only);
  const segments =
    weightBytes(subject) > limit ? segmentsOf(index, analysis, { weights: limit, values: Infinity }) : [];
  if (segments.length <= 1) {
    const all = observables(index, graph.nodes, graph.outputs, analysis);
    const inside = innerParts(subject, [wholeGraph(index)], budget, only);
    // A value that is not in the main graph needs none of it but what leads to it.
    if (only !== undefined && inside.length > 0) return inside;
    const shown = inBatches(withOnly(all, only, []), budget);
    return [...shown.map((one): Part => ({ keeps: [], open: () => openWhole(subject, one) })), ...inside];
  }
  const main = segments.flatMap((segment) => {
    const all = observables(index, segment.nodes, [], analysis);
    return inBatches(withOnly(all, only, segment.keeps), budget).map((shown): Part => ({
      keeps: segment.keeps,
      open: (given) => openSegment(subject, segment, given, shown(all), undefined),
    }));
  });
  return [...main, ...innerParts(subject, segments, budget, only)];
}

/**
 * A model of another format in operators of ONNX: of its values those are seen that its own file names. One that
 * holds what ONNX has no counterpart for is run by TensorFlow.js itself; what that cannot run either, as far as
 * operators of ONNX go.
 */
function loweredParts(subject: Subject, budget: number, only?: string): readonly Part[] {
  const { index, analysis } = subject;
  const lowered = lower(index, analysis);
  const made = indexModel(lowered.model);
  const { graph } = index.model;
  const { values, hidden } = observables(index, graph.nodes.filter(isShownByTfjs), [], analysis);
  const own = values.filter(({ name }) => made.uses.producers.has(name));
  const outputs = own.map(({ fetched }) => fetched);
  const all = withOnly({ values: own, addition: { outputs }, hidden }, only, []);
  const why = refusedNodes(lowered);
  const wanted = withOnly({ values, addition: { outputs: [] }, hidden }, only, []);
  const openHere = (given: Parameters<Part["open"]>[0], seen: Observables): Promise<Result<OpenPart>> =>
    openSegment({ ...subject, index: made }, wholeGraph(made), given, seen, lowered);
  if (why === undefined) {
    return inBatches(all, budget).map((shown) => ({
      keeps: [],
      open: (given) => openHere(given, shown(all)),
    }));
  }
  // In one piece: what TensorFlow.js gives lies in the same memory as what we look at.
  const open: Part["open"] = async (given) => {
    const whole = await openTfjs(subject, wanted, given, why);
    if (whole.ok) return whole;
    const isLeft = own.length > 0;
    const problem = refusal(index, lowered, isLeft ? "warning" : "error", whole.problem);
    const part = isLeft ? await openHere(given, all) : { ok: false as const, problem };
    return part.ok ? { ok: true, value: { ...part.value, problems: [problem] } } : part;
  };
  return [{ keeps: [], open }];
}

/** At most, in the model's file and those beside it. */
export function weightBytes({ source, index }: Pick<Subject, "source" | "index">): number {
  let beside = 0;
  for (const { tensor } of index.stored.values()) {
    const { location } = tensor;
    if (location.kind !== "raw") continue;
    for (const { file, length } of location.pieces) if (file !== "") beside += length;
  }
  return source.size + beside;
}

function withOnly(all: Observables, only: string | undefined, keeps: readonly string[]): Observables {
  if (only === undefined) return all;
  return { ...all, values: all.values.filter(({ name }) => name === only || keeps.includes(name)) };
}

function inBatches(all: Observables, budget: number): readonly Shown[] {
  const parts = batches(all.values, budget);
  // A graph of nothing but constants is run all the same: it may have outputs.
  if (parts.length === 0) return [(seen) => seen];
  return parts.map((batch, at): Shown => {
    const names = new Set(batch.map(({ name }) => name));
    return (seen) => {
      const values = seen.values.filter(({ name }) => names.has(name));
      const fetched = new Set(values.map((one) => one.fetched));
      const { outputs, nodes = [] } = seen.addition;
      return {
        values,
        addition: {
          outputs: outputs.filter((name) => fetched.has(name)),
          nodes: nodes.filter((node) => node.outputs.some((name) => fetched.has(name))),
        },
        hidden: at === 0 ? seen.hidden : [],
      };
    };
  });
}

/**
 * The model's own bytes with the values as outputs. Where the runtime has no kernel for a narrow type, the model is
 * written again in float32; where it refuses only that the values are outputs, the model's own outputs are seen.
 */
async function openWhole(subject: Subject, shown: Shown): Promise<Result<OpenPart>> {
  const { engine, source, index, analysis } = subject;
  const { graph, file } = index.model;
  if (graph.inputs.some(isNarrowInput)) {
    return await openWidened(subject, shown, "the runtime takes no such inputs.");
  }
  const files = await readFiles(source, index);
  if (!files.ok) return files;
  const seen = shown(observables(index, graph.nodes, graph.outputs, analysis));
  const bytes = appendOutputs(files.value.bytes, seen.addition);
  const all = await openSession(engine, file, { ...files.value, bytes });
  if (all.ok) return { ok: true, value: { session: all.value, seen, wide: false, problems: [] } };
  const plain = await openSession(engine, file, files.value);
  if (!plain.ok) {
    const wide = await openWidened(subject, shown, plain.problem.message);
    return wide.ok ? wide : plain;
  }
  const own = new Set(graph.outputs.map(({ name }) => name));
  const values = seen.values.filter(({ name, fetched }) => own.has(name) && fetched === name);
  const message = `${file}: not all values are observed, since the runtime refuses them: ${all.problem.message}`;
  const problem: Problem = { severity: "warning", code: "values-not-observed", message, where: "" };
  return {
    ok: true,
    value: { session: plain.value, seen: { ...seen, values }, wide: false, problems: [problem] },
  };
}

async function openWidened(subject: Subject, shown: Shown, why: string): Promise<Result<OpenPart>> {
  const widening = widened(subject.index.model);
  const index = indexModel(widening.model);
  const analysis = analyse(index, subject.analysis.assumptions);
  const segment = wholeGraph(index);
  const seen = shown(observables(index, segment.nodes, [], analysis));
  const part = await openSegment({ ...subject, index }, segment, inputTypes(index.model), seen, widening);
  if (!part.ok) return part;
  const message = `${index.model.file}: computed in float32 instead of narrower types: ${why}`;
  const problem: Problem = { severity: "warning", code: "computed-in-float32", message, where: "" };
  return { ok: true, value: { ...part.value, wide: true, problems: [problem] } };
}
