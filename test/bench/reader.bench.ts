import { fromBinary } from "@bufbuild/protobuf";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ModelProtoSchema } from "onnx-buf";
import onnxProto from "onnx-proto";
import { memorySource } from "../../src/bytes/memory";
import { Problems } from "../../src/formats/onnx/problems";
import { readModelProto } from "../../src/formats/onnx/proto";
import { skim } from "../../src/formats/onnx/skim";
import { Wire } from "../../src/formats/onnx/wire";
import { openModel } from "../../src/formats/open";
import { scoped } from "./generate";
import type { Runs } from "./measure";
import { cpuTimes } from "./measure";
import { toBytes } from "./protobuf";
import { amount, milliseconds, printSection } from "./section";

const NODES = 100_000;
const RUNS = 5;

const FILE = "generated.onnx";

const READERS: Readonly<Record<string, (bytes: Uint8Array) => unknown>> = {
  Layerscope: (bytes) => openModel(memorySource(FILE, bytes)),
  "Layerscope, decoding alone": async (bytes) =>
    readModelProto(new Wire(await skim(memorySource(FILE, bytes)), new Problems(FILE))),
  "onnx-proto": (bytes) => onnxProto.onnx.ModelProto.decode(bytes),
  "onnx-buf": (bytes) => fromBinary(ModelProtoSchema, bytes),
};

interface Figures extends Runs {
  /** What the first run made the process grow by at most, in bytes. */
  readonly growth: number;
}

/** In a process of its own: a reader must not meet the heap that another one left. */
async function measure(name: string, file: string): Promise<Figures> {
  const read = READERS[name];
  if (read === undefined) throw new Error(`no reader ${name}`);
  const bytes = await readFile(file);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let growth: number | undefined;
  const runs = await cpuTimes(RUNS, async () => {
    await read(bytes);
    // In kilobytes.
    growth ??= process.resourceUsage().maxRSS * 1024 - before;
  });
  return { ...runs, growth: growth ?? 0 };
}

async function compare(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "layerscope-bench-"));
  const file = join(folder, FILE);
  const bytes = toBytes(scoped(NODES));
  await writeFile(file, bytes);
  const rows = Object.keys(READERS).map((name) => {
    const self = [...process.execArgv, process.argv[1] ?? "", name, file];
    const { stdout } = spawnSync(process.execPath, self, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "inherit"],
    });
    const { first, best, growth } = JSON.parse(stdout) as Figures;
    return [name, milliseconds(best), milliseconds(first), amount(growth)];
  });
  await rm(folder, { recursive: true });
  printSection(
    "Reading a model",
    `From bytes in memory (${amount(bytes.length)}, ${NODES.toLocaleString("en")} nodes, ` +
      `${(NODES / 5).toLocaleString("en")} weights) to a model whose nodes have ids and whose structure is ` +
      "checked, against two decoders, which only decode: we do that alone in the second row. " +
      `Processor time, the best of ${String(RUNS)} runs and the first one; and by how much the first run makes the ` +
      "process grow at most. Each reader has a process of its own.",
    ["reader", "best", "first", "growth"],
    rows,
  );
}

const [name, file] = process.argv.slice(2);
if (name === undefined || file === undefined) await compare();
else process.stdout.write(JSON.stringify(await measure(name, file)));
