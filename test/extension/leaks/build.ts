import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as esbuild from "esbuild";
import { runtimeApart } from "../../../scripts/runtime-apart.mjs";
import type { Holding } from "./rounds";

const HERE = "test/extension/leaks";
const FIXTURE = "test/fixtures/torch/dead-channel/model.onnx";

/**
 * Opens and closes so many models at once in a process of its own, again and again.
 *
 * @returns what the process held after each round; the first one is also what is loaded once and for all.
 */
export async function rounds(count: number, models: number): Promise<readonly Holding[]> {
  const folder = await mkdtemp(join(tmpdir(), "layerscope-leaks-"));
  try {
    const program = await build(folder);
    const files = Array.from({ length: models }, (_, at) => join(folder, `model-${at}.onnx`));
    for (const file of files) await copyFile(FIXTURE, file);
    return await run([program, String(count), folder, ...files]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The workers as they are built, and the extension with another in VS Code's place. */
async function build(folder: string): Promise<string> {
  const built = join(folder, "dist");
  await mkdir(built);
  await writeFile(join(folder, "package.json"), '{"type": "module"}');
  await esbuild.build({
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    alias: { vscode: resolve(HERE, "vscode.ts") },
    entryPoints: {
      document: "src/document/worker.ts",
      running: "src/document/run-worker.ts",
      rounds: join(HERE, "rounds.ts"),
    },
    outdir: built,
    plugins: [runtimeApart],
    logLevel: "error",
  });
  for (const file of ["ort-wasm-simd-threaded.mjs", "ort-wasm-simd-threaded.wasm"]) {
    await copyFile(`node_modules/onnxruntime-web/dist/${file}`, join(built, file));
  }
  return join(built, "rounds.js");
}

async function run(args: readonly string[]): Promise<readonly Holding[]> {
  const child = spawn(process.execPath, ["--expose-gc", ...args], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`the rounds ended with ${String(code)}`);
  return printed
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Holding);
}
