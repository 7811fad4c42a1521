import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { ModelIndex } from "../../src/analysis/model-index";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { openModel } from "../../src/formats/open";
import type { PreparedInputs } from "../../src/running/inputs/prepare";
import { prepareInputs } from "../../src/running/inputs/prepare";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import { runModel } from "../../src/running/run";
import { Session } from "../../src/running/session";
import { resnet18, transformer } from "./networks";
import { printSection } from "./section";

const SAMPLES = resolve(import.meta.dirname, "../../samples");
/** Runs of which the fastest counts; those before it warm up. */
const RUNS = 12;
const BUDGET = 256 * 2 ** 20;

interface Subject {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function subjects(): readonly Subject[] {
  const file = join(SAMPLES, "ppocr4-det.onnx");
  const detector = existsSync(file) ? [{ name: "PP-OCRv4 detector", bytes: readFileSync(file) }] : [];
  return [
    { name: "ResNet-18, 224 × 224", bytes: resnet18() },
    { name: "transformer of 12 layers", bytes: transformer(12) },
    ...detector,
  ];
}

/** Milliseconds by the clock, since the runtime has threads of its own: the least of the differences. */
async function perRun(work: (runs: number) => Promise<unknown>): Promise<number> {
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

async function plain(engine: Engine, { name, bytes }: Subject, inputs: PreparedInputs): Promise<number> {
  const session = await Session.create(engine, { file: name, bytes, external: new Map() });
  const feeds = inputs.feeds(0);
  if (!session.ok || !feeds.ok) throw new Error(name);
  const outputs = session.value.outputs;
  const time = await perRun(async (runs) => {
    for (let run = 0; run < runs; run++) await session.value.run(feeds.value, outputs);
  });
  await session.value.release();
  return time;
}

async function observed(
  engine: Engine,
  subject: Subject,
  index: ModelIndex,
  inputs: PreparedInputs,
): Promise<number> {
  const source = memorySource(subject.name, subject.bytes);
  return await perRun(async (runs) => {
    const run = await runModel({ engine, source, index, inputs: { ...inputs, runs }, budget: BUDGET });
    if (!run.ok) throw new Error(run.problem.message);
  });
}

const engine = await loadEngine(1);
const rows: string[][] = [];
for (const subject of subjects()) {
  const model = await openModel(memorySource(subject.name, subject.bytes));
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const assumptions = { dimensions: new Map<string, number>(), shapes: new Map<string, readonly number[]>() };
  const inputs = prepareInputs(index, {
    assumptions,
    given: new Map(),
    seed: 0,
    samples: 1,
    pixels: undefined,
  });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  const alone = await plain(engine, subject, inputs.value);
  const seen = await observed(engine, subject, index, inputs.value);
  rows.push([subject.name, `${alone.toFixed(1)} ms`, `${seen.toFixed(1)} ms`, (seen / alone).toFixed(2)]);
}

printSection(
  "Running with statistics",
  `One sample through onnxruntime-web (one thread), warm: alone, and with the statistics, histograms and units of every value; ` +
    `time of each further sample by the clock, the best of several tries.`,
  ["model", "plain run", "with statistics", "times"],
  rows,
);
