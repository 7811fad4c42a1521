import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Outcome } from "./examine";
import { inputOf } from "./mutate";
import { seeds } from "./seeds";

/** How an input ended. */
export interface Examined {
  readonly number: number;
  readonly outcome: Outcome | "fault" | "hang" | "memory";
  /** What was thrown, where. */
  readonly what?: string;
}

/** Milliseconds that one input may take; nearly all take a few. */
const TIME = 20_000;
/** Megabytes of heap that one input may take. */
const MEMORY = 512;

/** One worker with one input at a time; a new one where the last did not survive its input. */
class Examiner {
  private worker: Worker | undefined;

  async examine(number: number): Promise<Examined> {
    const worker = (this.worker ??= new Worker(new URL("worker.js", import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MEMORY },
    }));
    const watch = new AbortController();
    const { signal } = watch;
    worker.postMessage(number);
    const result = await Promise.race<Examined>([
      once(worker, "message", { signal }).then(
        ([examined]: Examined[]) => examined ?? { number, outcome: "fault" },
      ),
      wait(TIME, { number, outcome: "hang" as const }, { signal }),
      once(worker, "exit", { signal }).then(() => ({
        number,
        outcome: "fault" as const,
        what: "the worker ended",
      })),
    ]).catch((error: unknown) => {
      this.worker = undefined;
      const memory = (error as NodeJS.ErrnoException).code === "ERR_WORKER_OUT_OF_MEMORY";
      return { number, outcome: memory ? ("memory" as const) : ("fault" as const), what: String(error) };
    });
    watch.abort();
    if (result.outcome === "hang") await this.close();
    return result;
  }

  async close(): Promise<void> {
    await this.worker?.terminate();
    this.worker = undefined;
  }
}

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "2" },
    /** The first input's number. */
    from: { type: "string", default: "1" },
    /** How many at most. */
    count: { type: "string" },
    /** Write the input of the number `from` to this folder and end. */
    write: { type: "string" },
  },
});
const from = Number(values.from);

if (values.write !== undefined) {
  const { name, bytes, siblings } = inputOf(seeds(), from);
  for (const [path, content] of siblings) {
    if (!path.includes("/")) writeFileSync(join(values.write, path), content);
  }
  writeFileSync(join(values.write, name.slice(name.lastIndexOf("/") + 1)), bytes);
  console.log(`input ${String(from)} is made of ${name}`);
} else await fuzz();

async function fuzz(): Promise<void> {
  const end = performance.now() + Number(values.minutes) * 60_000;
  const most = from + (values.count === undefined ? Infinity : Number(values.count));
  const examiner = new Examiner();
  const counts = new Map<string, number>();
  let number = from;
  for (; number < most && performance.now() < end; number++) {
    const { outcome, what = "" } = await examiner.examine(number);
    counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
    if (outcome !== "report" && outcome !== "problem")
      console.log(`input ${String(number)}: ${outcome} ${what}`);
  }
  await examiner.close();
  const told = Array.from(counts, ([outcome, count]) => `${count.toLocaleString("en")} ${outcome}`).join(
    ", ",
  );
  console.log(`inputs ${String(from)} to ${String(number - 1)}: ${told}`);
  const bad = ["fault", "hang", "memory"].some((outcome) => counts.has(outcome));
  process.exitCode = bad ? 1 : 0;
}
