import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { RUSSIAN } from "../words/russian";
import { speak } from "../words/texts";
import { Document } from "./document";
import { KeptWeights } from "./kept-weights";
import { openModelFile } from "./model-file";
import { faultOf, Responder } from "./responder";
import { RunWorker } from "./run-spawn";
import type { FromWorker, ToWorker, WorkerData } from "./worker-messages";

/** A worker thread that holds one document. It is started and asked by spawn.ts. */
const port = parentPort;
if (port === null) throw new Error("document/worker runs as a worker thread");

const { language, kept } = workerData as WorkerData;
if (language === "ru") speak(RUSSIAN);

const post = (message: FromWorker): void => {
  port.postMessage(message);
};

const keptWeights =
  kept &&
  new KeptWeights(kept.folder, kept.version, (fault) => {
    post({ type: "fault", ...fault });
  });

let document: Document | undefined;

const responder = new Responder(
  async (name, params, options) => {
    if (document === undefined) throw new Error("the file comes before the first request");
    return await document.ask(name, params, options);
  },
  post,
  (fault) => {
    post({ type: "fault", ...fault });
  },
);

port.on("message", (message: ToWorker) => {
  if (message.type === "close") void close();
  else if (message.type === "file") {
    const { file } = message;
    void document?.dispose();
    const runner = new RunWorker({
      script: new URL("running.js", import.meta.url),
      file,
      language,
      onFault: (fault) => {
        post({ type: "fault", ...fault });
      },
    });
    document = new Document({
      open: () => openModelFile(file),
      runner,
      ...(keptWeights && { kept: keptWeights }),
      conceptSource: (language) =>
        readFile(new URL(`../media/concepts/${language}.md`, import.meta.url), "utf8"),
      now: () => performance.now(),
      onTimings: (timings) => {
        post({ type: "timings", timings });
      },
    });
    // The first request reads again: it says what is met once more.
    document.begin().catch((thrown: unknown) => {
      post({ type: "fault", ...faultOf(thrown) });
    });
  } else void responder.receive(message);
});

/** Whoever runs ends first: of threads that die with the one that started them, Node keeps some kilobytes for good. */
async function close(): Promise<void> {
  await document?.dispose();
  process.exit();
}
