import { parentPort } from "node:worker_threads";
import { examine } from "./examine";
import type { Examined } from "./main";
import { inputOf } from "./mutate";
import { seeds } from "./seeds";

const port = parentPort;
if (port === null) throw new Error("fuzz/worker runs as a worker thread");

const models = seeds();

port.on("message", (number: number) => {
  void examined(number).then((result) => {
    port.postMessage(result);
  });
});

async function examined(number: number): Promise<Examined> {
  try {
    return { number, outcome: await examine(inputOf(models, number)) };
  } catch (thrown) {
    const stack = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
    return { number, outcome: "fault", what: stack.split("\n").slice(0, 6).join("\n") };
  }
}
