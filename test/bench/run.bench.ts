import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import { runModel } from "../../src/running/run";
import { printSection } from "./section";
import {
  perRun,
  residualNetwork,
  runPlain,
  textDetector,
  transformerEncoder,
  type Subject,
} from "./subjects";

const BUDGET = 256 * 2 ** 20;

async function runObserved(engine: Engine, { source, index, inputs }: Subject, runs: number): Promise<void> {
  const run = await runModel({ engine, source, index, inputs: { ...inputs, runs }, budget: BUDGET });
  if (!run.ok) throw new Error(run.problem.message);
}

const engine = await loadEngine(1);
const rows: string[][] = [];
for (const subject of [await residualNetwork(), await transformerEncoder(), ...(await textDetector())]) {
  const alone = await perRun((runs) => runPlain(engine, subject, runs));
  const seen = await perRun((runs) => runObserved(engine, subject, runs));
  rows.push([subject.name, `${alone.toFixed(1)} ms`, `${seen.toFixed(1)} ms`, (seen / alone).toFixed(2)]);
}

printSection(
  "Running with statistics",
  `One sample through onnxruntime-web (one thread), warm: alone, and with the statistics, histograms and units of every value; ` +
    `time of each further sample, made beforehand, by the clock, the best of several tries.`,
  ["model", "plain run", "with statistics", "times"],
  rows,
);
