import type { Analysis } from "../analysis/analyse";
import { analyse } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { appendOutputs } from "../formats/onnx/append-outputs";
import type { ModelFiles } from "./files";
import { readFiles } from "./files";
import type { Engine } from "./load";
import type { Observables } from "./observable";
import { observables } from "./observable";
import { segmentModel } from "./segment-model";
import type { Segment } from "./segments";
import { segmentsOf, wholeGraph } from "./segments";
import { Session } from "./session";
import type { Values } from "./values";
import type { Widening } from "./widen";
import { isNarrowInput, widened } from "./widen";

/** What a run is about. */
export interface Subject {
  readonly engine: Engine;
  readonly source: ByteSource;
  readonly index: ModelIndex;
  readonly analysis: Analysis;
}

/** What runs in one session: a whole model, or a segment of one that is too large for it. */
export interface Part {
  /** Values that later parts take. */
  readonly keeps: readonly string[];
  /** @param given what was kept for it, and the inputs, for their types. */
  readonly open: (given: ReadonlyMap<string, Values>) => Promise<Result<OpenPart>>;
}

export interface OpenPart {
  readonly session: Session;
  readonly seen: Observables;
  /** Whether it takes float32 where the model takes a narrower type. */
  readonly wide: boolean;
  readonly problems: readonly Problem[];
}

/**
 * Bytes of weights in one session. At creation they are in the runtime's 4 GB twice, and values want room, too.
 */
export const SESSION_WEIGHTS = 1.2e9;

/** The parts that a model is run in, in their order. */
export function partsOf(subject: Subject, limit = SESSION_WEIGHTS): readonly Part[] {
  const { index, analysis, source } = subject;
  const external = [...index.stored.values()].some(({ tensor: { location } }) =>
    location.kind === "raw" ? location.pieces.some(({ file }) => file !== "") : false,
  );
  const segments = source.size > limit || external ? segmentsOf(index, analysis, limit) : [];
  if (segments.length <= 1) return [{ keeps: [], open: () => openWhole(subject) }];
  return segments.map((segment) => ({
    keeps: segment.keeps,
    open: (given) => openSegment(subject, segment, given, undefined),
  }));
}

/**
 * The model's own bytes with all its values as outputs. Where the runtime has no kernel for a narrow type, the model is
 * written again in float32; where it refuses only that the values are outputs, the model's own outputs are seen.
 */
async function openWhole(subject: Subject): Promise<Result<OpenPart>> {
  const { engine, source, index, analysis } = subject;
  const { graph, file } = index.model;
  if (graph.inputs.some(isNarrowInput)) return await openWidened(subject, "the runtime takes no such inputs");
  const files = await readFiles(source, index);
  if (!files.ok) return files;
  const seen = observables(index, graph.nodes, graph.outputs, analysis);
  const all = await create(engine, file, {
    ...files.value,
    bytes: appendOutputs(files.value.bytes, seen.addition),
  });
  if (all.ok) return { ok: true, value: { session: all.value, seen, wide: false, problems: [] } };
  const plain = await create(engine, file, files.value);
  if (!plain.ok) {
    const wide = await openWidened(subject, plain.problem.message);
    return wide.ok ? wide : plain;
  }
  const own = new Set(graph.outputs.map(({ name }) => name));
  const values = seen.values.filter(({ name, fetched }) => own.has(name) && fetched === name);
  const message = `${file}: only the outputs are observed, since the runtime refuses the rest: ${all.problem.message}`;
  const problem: Problem = { severity: "warning", code: "values-not-observed", message, where: "" };
  return {
    ok: true,
    value: { session: plain.value, seen: { ...seen, values }, wide: false, problems: [problem] },
  };
}

async function openWidened(subject: Subject, why: string): Promise<Result<OpenPart>> {
  const widening = widened(subject.index.model);
  const index = indexModel(widening.model);
  const analysis = analyse(index, subject.analysis.assumptions);
  const given = new Map(
    index.model.graph.inputs.map(({ name, type }) => [
      name,
      { dtype: type.kind === "tensor" ? type.dtype : undefined },
    ]),
  );
  const part = await openSegment({ ...subject, index, analysis }, wholeGraph(index), given, widening);
  if (!part.ok) return part;
  const message = `${index.model.file}: computed in float32 instead of narrower types: ${why}`;
  const problem: Problem = { severity: "warning", code: "computed-in-float32", message, where: "" };
  return { ok: true, value: { ...part.value, wide: true, problems: [problem] } };
}

async function openSegment(
  { engine, source, index, analysis }: Subject,
  segment: Segment,
  given: Parameters<typeof segmentModel>[3],
  widening: Widening | undefined,
): Promise<Result<OpenPart>> {
  const seen = observables(index, segment.nodes, [], analysis);
  const { outputs, nodes = [] } = seen.addition;
  const files = await segmentModel(index, source, segment, given, nodes, outputs, widening);
  if (!files.ok) return files;
  const session = await create(engine, index.model.file, files.value);
  return session.ok
    ? { ok: true, value: { session: session.value, seen, wide: false, problems: [] } }
    : session;
}

async function create(
  engine: Engine,
  file: string,
  { bytes, external }: ModelFiles,
): Promise<Result<Session>> {
  return await Session.create(engine, { file, bytes, external });
}
