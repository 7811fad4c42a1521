import { spawnSync } from "node:child_process";
import { gradientsOf } from "../../src/gradients/gradients";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import { runModel } from "../../src/running/run";
import { printSection } from "./section";
import { cpuTimeUncollected } from "./measure";
import { residualNetwork, runPlain, transformerEncoder, type Subject } from "./subjects";

const BUDGET = 2 ** 30;
const RUNS = 5;
const SUBJECTS = [residualNetwork, transformerEncoder];

/** So many passes forward and back, with the gradients of all parameters and values in each. */
async function walkBack(
  engine: Engine,
  { source, index, inputs }: Subject,
  runs: number,
  kind: "sum" | "probe" = "sum",
): Promise<void> {
  const options = { engine, source, index, inputs: { ...inputs, runs }, loss: { kind }, seed: 0 };
  const gradients = await gradientsOf({ ...options, budget: BUDGET });
  if (!gradients.ok) throw new Error(gradients.problem.message);
}

async function keepAll(engine: Engine, { source, index, inputs }: Subject): Promise<void> {
  const run = await runModel({ engine, source, index, inputs: { ...inputs, runs: 1 }, budget: BUDGET });
  if (!run.ok) throw new Error(run.problem.message);
}

type Work = (runs: number) => Promise<unknown>;

/** How often all is measured: what else the machine does comes and goes, and the least of each is what counts. */
const ROUNDS = 5;

/** One run more of each, of the processor's time: the runtime has one thread here. They take turns. */
async function each(...works: readonly Work[]): Promise<readonly number[]> {
  const least = works.map(() => ({ few: Infinity, many: Infinity }));
  for (const work of works) await work(2);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, work] of works.entries()) {
      const times = least[at];
      if (times === undefined) continue;
      times.few = Math.min(times.few, await cpuTimeUncollected(() => work(1)));
      times.many = Math.min(times.many, await cpuTimeUncollected(() => work(RUNS)));
    }
  }
  return least.map(({ few, many }) => (many - few) / (RUNS - 1));
}

/** What a process is asked to do: the first time, and how large it grows. */
const TASKS = {
  plain: (engine: Engine, subject: Subject) => runPlain(engine, subject, 1),
  kept: keepAll,
  back: (engine: Engine, subject: Subject) => walkBack(engine, subject, 1),
  probes: (engine: Engine, subject: Subject) => walkBack(engine, subject, 1, "probe"),
};
type Task = keyof typeof TASKS;

interface Alone {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** In a process of its own, where nothing is compiled yet and nothing is in memory; the best of several. */
function alone(task: Task, subject: number): Alone {
  const tries = [0, 1, 2].map((): Alone => {
    const self = [process.argv[1] ?? "", task, String(subject)];
    const { stdout, status } = spawnSync(process.execPath, self, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (status !== 0) throw new Error(`${task} failed`);
    return JSON.parse(stdout) as Alone;
  });
  const least = (of: (one: Alone) => number): number => Math.min(...tries.map(of));
  return {
    milliseconds: least((one) => one.milliseconds),
    megabytes: least((one) => one.megabytes),
  };
}

async function doTask(task: Task, number: number): Promise<void> {
  const subject = await SUBJECTS[number]?.();
  if (subject === undefined) throw new Error(`no subject ${number}`);
  const milliseconds = await cpuTimeUncollected(async () => TASKS[task](await loadEngine(1), subject));
  const megabytes = process.resourceUsage().maxRSS / 1000;
  process.stdout.write(JSON.stringify({ milliseconds, megabytes }));
}

async function warm(): Promise<void> {
  const engine = await loadEngine(1);
  const rows: string[][] = [];
  for (const make of SUBJECTS) {
    const subject = await make();
    const [plain = NaN, whole = NaN] = await each(
      (runs) => runPlain(engine, subject, runs),
      (runs) => walkBack(engine, subject, runs),
    );
    const probes = Math.min(
      await cpuTimeUncollected(() => walkBack(engine, subject, 1, "probe")),
      await cpuTimeUncollected(() => walkBack(engine, subject, 1, "probe")),
    );
    const times = (time: number): string => (time / plain).toFixed(2);
    rows.push([
      subject.name,
      `${plain.toFixed(0)} ms`,
      `${whole.toFixed(0)} ms`,
      times(whole - plain),
      `${probes.toFixed(0)} ms`,
      times(probes / 8),
    ]);
  }
  printSection(
    "Gradients",
    "One sample, made beforehand, forwards and backwards, warm, one thread: gradients of all parameters and values with their statistics, against a plain run of the same model in the same process; " +
      "then a whole report on eight random directions, sessions and all. The processor's time.",
    [
      "model",
      "plain run",
      "forward and backward",
      "backward, in plain runs",
      "eight probes",
      "a probe, in plain runs",
    ],
    rows,
  );
}

function cold(): void {
  const names = ["ResNet-18, 224 × 224", "transformer of 12 layers"];
  const rows = names.map((name, at) => {
    const [plain, kept, back, probes] = (["plain", "kept", "back", "probes"] as const).map((task) =>
      alone(task, at),
    );
    if (plain === undefined || kept === undefined || back === undefined || probes === undefined) return [];
    const time = (one: Alone): string =>
      `${one.milliseconds.toFixed(0)} ms (${(one.milliseconds / plain.milliseconds).toFixed(2)})`;
    const size = (one: Alone): string =>
      `${one.megabytes.toFixed(0)} MB (${(one.megabytes / kept.megabytes).toFixed(2)})`;
    return [name, time(plain), time(back), time(probes), size(kept), size(back), size(probes)];
  });
  printSection(
    "The first gradients",
    "In processes of their own: the runtime loaded, sessions made, one pass, or eight, the processor's time; in brackets by how much more than the plain model's own first run. " +
      "And how large the process grows, against a run that keeps all values.",
    ["model", "plain", "one pass", "eight probes", "memory: run with all values", "one pass", "eight probes"],
    rows,
  );
}

const [task, subject] = process.argv.slice(2);
if (task === undefined) {
  await warm();
  cold();
} else await doTask(task as Task, Number(subject));
