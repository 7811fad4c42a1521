import { parentPort, workerData } from "node:worker_threads";
import { loadEngine, memoryBudget } from "../running/load";
import { RUSSIAN } from "../words/russian";
import { speak } from "../words/texts";
import { faultOf } from "./responder";
import { doRunJob } from "./run-job";
import type { FromRunWorker, ToRunWorker } from "./run-messages";
import { openModelFile } from "./model-file";
import type { WorkerData } from "./worker-messages";

/**
 * A worker thread that holds the runtime. It is started and asked by run-spawn.ts, which ends it to cancel a job:
 * while the runtime computes, nothing else in its thread gets a turn.
 */
const port = parentPort;
if (port === null) throw new Error("document/run-worker runs as a worker thread");

if ((workerData as WorkerData).language === "ru") speak(RUSSIAN);

const post = (message: FromRunWorker): void => {
  port.postMessage(message);
};

port.on("message", (message: ToRunWorker) => {
  void answer(message).then(post, (thrown: unknown) => {
    post({ type: "fault", fault: faultOf(thrown) });
  });
});

async function answer({ job, file, budget, threads }: ToRunWorker): Promise<FromRunWorker> {
  const source = await openModelFile(file);
  if (!source.ok) return { type: "problem", problem: source.problem };
  try {
    const outcome = await doRunJob(job, {
      source: source.value,
      engine: () => loadEngine(threads),
      budget: budget ?? memoryBudget(),
      onProgress: (progress) => {
        post({ type: "progress", ...progress });
      },
    });
    return outcome.ok
      ? { type: "done", outcome: outcome.value }
      : { type: "problem", problem: outcome.problem };
  } finally {
    await source.value.close();
  }
}
