import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ModelIndex } from "../../src/analysis/model-index";
import { indexModel } from "../../src/analysis/model-index";
import type { ByteSource } from "../../src/bytes/source";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import type { PreparedInputs } from "../../src/running/inputs/prepare";
import { prepareInputs } from "../../src/running/inputs/prepare";
import type { Engine } from "../../src/running/load";
import { Session } from "../../src/running/session";
import { resnet18, transformer } from "./networks";

const FOLDER = resolve(import.meta.dirname, "../../samples");
/** Runs of which the fastest counts; those before it warm up. */
const RUNS = 12;

type Feeds = ReturnType<PreparedInputs["feeds"]>;

/** A model with the inputs that it is run on. */
export interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly source: ByteSource;
  readonly index: ModelIndex;
  /** Made beforehand: {@link SAMPLES}, in turn. */
  readonly inputs: PreparedInputs;
}

const SAMPLES = 3;

async function subject(name: string, bytes: Uint8Array): Promise<Subject> {
  const source = memorySource(name, bytes);
  const model = await openModel(source);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const assumptions = { dimensions: new Map<string, number>(), shapes: new Map<string, readonly number[]>() };
  const given = new Map<string, never>();
  const inputs = prepareInputs(index, {
    assumptions,
    given,
    seed: 0,
    samples: SAMPLES,
    pixels: undefined,
  });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  const made = Array.from({ length: SAMPLES }, (_, run) => inputs.value.feeds(run));
  const feeds = (run: number): Feeds => made[run % SAMPLES] ?? inputs.value.feeds(run);
  return { name, bytes, source, index, inputs: { ...inputs.value, feeds } };
}

export const residualNetwork = (): Promise<Subject> => subject("ResNet-18, 224 × 224", resnet18());
export const transformerEncoder = (): Promise<Subject> =>
  subject("transformer of 12 layers", transformer(12));

/** A real model, where scripts/get-models.mjs has got it. */
export async function textDetector(): Promise<readonly Subject[]> {
  const file = join(FOLDER, "ppocr4-det.onnx");
  return existsSync(file) ? [await subject("PP-OCRv4 detector", readFileSync(file))] : [];
}

/** Milliseconds by the clock, since the runtime has threads of its own: the least of the differences. */
export async function perRun(work: (runs: number) => Promise<unknown>): Promise<number> {
  const timed = async (runs: number): Promise<number> => {
    const start = performance.now();
    await work(runs);
    return performance.now() - start;
  };
  await timed(2);
  const few = Math.min(await timed(1), await timed(1), await timed(1));
  const many = Math.min(await timed(RUNS), await timed(RUNS));
  return (many - few) / (RUNS - 1);
}

/** The model as it is, in onnxruntime-web: so many runs. */
export async function runPlain(engine: Engine, { name, bytes, inputs }: Subject, runs: number) {
  const session = await Session.create(engine, { file: name, bytes, external: new Map() });
  const feeds = inputs.feeds(0);
  if (!session.ok || !feeds.ok) throw new Error(name);
  const { outputs } = session.value;
  for (let run = 0; run < runs; run++) await session.value.run(feeds.value, outputs);
  await session.value.release();
}
