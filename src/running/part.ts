import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Model } from "../model/model";
import type { ModelFiles } from "./files";
import type { Engine } from "./load";
import type { Observables } from "./observable";
import type { Given } from "./segment-model";
import { segmentModel } from "./segment-model";
import type { Segment } from "./segments";
import { Session } from "./session";
import type { Values } from "./values";
import type { Widening } from "./widen";

/** What a run is about. */
export interface Subject {
  readonly engine: Engine;
  readonly source: ByteSource;
  readonly index: ModelIndex;
  readonly analysis: Analysis;
}

/** What runs in one session: a model or a segment of it, and some of its values. */
export interface Part {
  /** Values that later parts take. */
  readonly keeps: readonly string[];
  /** What it shows is left out where it cannot be run; the other parts are run all the same. */
  readonly optional?: boolean;
  /** @param given what was kept for it, and the inputs, for their types. */
  readonly open: (given: ReadonlyMap<string, Values>) => Promise<Result<OpenPart>>;
}

export interface OpenPart {
  readonly session: Pick<Session, "inputs" | "hold" | "run" | "release">;
  /** What runs it, where it is not onnxruntime-web. */
  readonly engine?: string;
  readonly seen: Observables;
  /** Whether it takes float32 where the model takes a narrower type. */
  readonly wide: boolean;
  readonly problems: readonly Problem[];
}

/** What a model says its inputs are. */
export function inputTypes({ graph }: Model): ReadonlyMap<string, Given> {
  return new Map(
    graph.inputs.map(({ name, type }) => [name, { dtype: type.kind === "tensor" ? type.dtype : undefined }]),
  );
}

/**
 * Opens a session of a segment, with the values that are to be seen as its outputs.
 *
 * @param widening tensors that are written as float32.
 * @param profiling whether the runtime measures how long its nodes take.
 */
export async function openSegment(
  { engine, source, index }: Omit<Subject, "analysis">,
  segment: Segment,
  given: ReadonlyMap<string, Given>,
  seen: Observables,
  widening: Pick<Widening, "originals"> | undefined,
  profiling = false,
): Promise<Result<OpenPart & { readonly session: Session }>> {
  const { outputs, nodes = [] } = seen.addition;
  const files = await segmentModel(index, source, segment, given, nodes, outputs, widening);
  if (!files.ok) return files;
  const session = await openSession(engine, index.model.file, files.value, profiling);
  return session.ok
    ? { ok: true, value: { session: session.value, seen, wide: false, problems: [] } }
    : session;
}

export async function openSession(
  engine: Engine,
  file: string,
  { bytes, external }: ModelFiles,
  profiling = false,
): Promise<Result<Session>> {
  return await Session.create(engine, { file, bytes, external, profiling });
}
