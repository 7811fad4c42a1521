import { parentPort } from "node:worker_threads";
import { openFile } from "../bytes/file";
import { memorySource } from "../bytes/memory";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { Document } from "./document";
import { Responder } from "./responder";
import type { FromWorker, ModelFile, ToWorker } from "./worker-messages";

/** A worker thread that holds one document. It is started and asked by spawn.ts. */
const port = parentPort;
if (port === null) throw new Error("document/worker runs as a worker thread");

const post = (message: FromWorker): void => {
  port.postMessage(message);
};

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
  if (message.type === "file") {
    const { file } = message;
    document = new Document({
      open: () => openModelFile(file),
      now: () => performance.now(),
      onTimings: (timings) => {
        post({ type: "timings", timings });
      },
    });
  } else void responder.receive(message);
});

async function openModelFile(file: ModelFile): Promise<Result<ByteSource>> {
  switch (file.kind) {
    case "path":
      return await openFile(file.path);
    case "bytes":
      return { ok: true, value: memorySource(file.name, file.bytes) };
  }
}
