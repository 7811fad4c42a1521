import { execFileSync, spawnSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { heavy } from "./generate";
import { writeSparse } from "./protobuf";
import { amount, milliseconds, printSection } from "./section";

const NODES = 2000;
/** As much as fits into a protobuf message, which ends at 2 GiB. */
const WEIGHT_BYTES = 1.9e9;

/** Loaded before the command: says on standard error what the process did, when it ends. Linux counts what is read. */
const METER = `
  import { readFileSync } from "node:fs";
  process.on("exit", () => {
    const [, read] = /rchar: (\\d+)/.exec(readFileSync("/proc/self/io", "utf8"));
    const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
    console.error(JSON.stringify({ read: Number(read), resident: maxRSS * 1024, ms: (userCPUTime + systemCPUTime) / 1000 }));
  });`;

interface Meter {
  /** Bytes, the program's own included. */
  readonly read: number;
  readonly resident: number;
  readonly ms: number;
}

function inspect(file: string): Meter {
  const preload = `data:text/javascript,${encodeURIComponent(METER)}`;
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--import", preload, "dist/cli.js", "inspect", file, "--json"],
    { encoding: "utf8" },
  );
  if (status !== 0 || !stdout.includes(file))
    throw new Error(`inspect ended with ${String(status)}:\n${stderr}`);
  return JSON.parse(stderr) as Meter;
}

execFileSync(process.execPath, ["esbuild.config.mjs"], { stdio: "pipe" });
const folder = await mkdtemp(join(tmpdir(), "layerscope-bench-"));
try {
  const small = join(folder, "small.onnx");
  const large = join(folder, "large.onnx");
  await writeSparse(small, heavy(1, 1000));
  await writeSparse(large, heavy(NODES, WEIGHT_BYTES));
  const { size } = await stat(large);
  const base = inspect(small);
  const meter = inspect(large);
  printSection(
    "Inspecting a large file",
    "`layerscope inspect FILE --json` in a process of its own: what it reads of the file (what the process reads, less " +
      "what it reads where the model is one of a few nodes), its peak resident size and its processor time. Compared " +
      `with that small model, which is what Node and the program cost. The large one has ${String(NODES)} nodes.`,
    ["model", "file", "read", "resident", "processor time"],
    [
      ["small", amount((await stat(small)).size), "", amount(base.resident), milliseconds(base.ms)],
      ["large", amount(size), amount(meter.read - base.read), amount(meter.resident), milliseconds(meter.ms)],
    ],
  );
} finally {
  await rm(folder, { recursive: true });
}
