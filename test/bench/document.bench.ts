import { spawnSync } from "node:child_process";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFile } from "../../src/bytes/file";
import { Document } from "../../src/document/document";
import type { RequestName, Requests } from "../../src/document/protocol/requests";
import { deep, external, flat, scoped, wide } from "./generate";
import { cpuTimeUncollected } from "./measure";
import type { Pieces } from "./protobuf";
import { writeSparse } from "./protobuf";
import { amount, milliseconds, printSection } from "./section";

const DATA_FILE = "weights.bin";
const heavy = external(2000, 10e9, DATA_FILE);

const MODELS: readonly (readonly [name: string, model: Pieces])[] = [
  ["scoped, 1,000", scoped(1000)],
  ["flat, 10,000", flat(10_000)],
  ["flat, 100,000", flat(100_000)],
  ["deep, 100,000", deep(100_000)],
  ["wide, 100,000", wide(100_000, 12)],
  ["10 GB beside it, 2,000", heavy.model],
];

interface Figures {
  /** Of each answer, in milliseconds. */
  readonly times: readonly number[];
  /** How large the process is then, in bytes. */
  readonly resident: number;
}

/** What a person asks for in this order, each for the first time; in a process of its own. */
async function measure(path: string): Promise<Figures> {
  const document = new Document({
    open: () => openFile(path),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
  const times: number[] = [];
  const ask = async <N extends RequestName>(
    name: N,
    params: Requests[N]["params"],
  ): Promise<Requests[N]["result"]> => {
    let answer;
    times.push(await cpuTimeUncollected(async () => (answer = await document.ask(name, params))));
    const given = answer as unknown as { readonly ok: Requests[N]["result"] };
    if (!("ok" in given)) throw new Error(`${name}: ${JSON.stringify(given)}`);
    return given.ok;
  };
  await ask("facts", {});
  const { boxes } = await ask("picture", { graph: "", open: null });
  const group = boxes.find((box) => box.kind === "group" && !box.open);
  const opened = boxes.flatMap((box) => (box.kind === "group" && box.open ? [box.id] : []));
  await ask("picture", { graph: "", open: [...opened, group?.id ?? ""] });
  await ask("find", { query: "op:Conv", limit: 100 });
  await ask("layers", {});
  await ask("weights", { measure: false });
  await ask("lint", { configuration: null, weights: false });
  // Not the most it ever was: a process inherits that of the one that started it.
  return { times, resident: process.memoryUsage.rss() };
}

async function measureAll(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "layerscope-document-"));
  try {
    await writeFile(join(folder, DATA_FILE), "");
    await truncate(join(folder, DATA_FILE), heavy.bytes);
    const path = join(folder, "model.onnx");
    const rows: string[][] = [];
    for (const [name, model] of MODELS) {
      await writeSparse(path, model);
      const { stdout } = spawnSync(process.execPath, [...process.execArgv, process.argv[1] ?? "", path], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "inherit"],
      });
      const { times, resident } = JSON.parse(stdout) as Figures;
      rows.push([name, ...times.map(milliseconds), amount(resident)]);
    }
    printSection(
      "What a document answers",
      "Processor time of each answer, for the first time and in this order, in a process of its own, and how large that " +
        "is then. The facts are read, indexed and inferred first; the picture is folded, then with one group more open. " +
        "The models of 100,000 nodes have 20,000 tensors. The last one's weights are a file of 10 GB.",
      ["nodes", "facts", "picture", "unfold", "find", "layers", "tensors", "findings", "resident"],
      rows,
    );
  } finally {
    await rm(folder, { recursive: true });
  }
}

const [path] = process.argv.slice(2);
if (path === undefined) await measureAll();
else process.stdout.write(JSON.stringify(await measure(path)));
