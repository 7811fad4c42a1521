import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import { runReport } from "../reports/run";
import { runCsv, runMarkdown, runTable } from "../reports/run-text";
import type { RunReport } from "../reports/types/run";
import { isImage } from "../running/inputs/given";
import { prepareInputs } from "../running/inputs/prepare";
import type { InputFile } from "../running/inputs/problem";
import { loadEngine, memoryBudget } from "../running/load";
import { profileModel } from "../running/profile";
import type { Run, RunOptions } from "../running/run";
import { runModel } from "../running/run";
import type { CommandCall } from "./arguments";
import type { Printed, Terminal } from "./each-file";
import { eachFile } from "./each-file";
import type { Options } from "./options";
import { written } from "./written";

/** Made-up samples, where nobody says how many: enough to see what varies, few enough to wait for. */
const SAMPLES = 8;

export async function run(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, errors } = await eachFile(words, (source) => runFile(source, options));
  return {
    out: written(options.format, reports, version, terminal, {
      csv: runCsv,
      markdown: runMarkdown,
      table: runTable,
    }),
    errors,
  };
}

async function runFile(source: ByteSource, options: Options): Promise<Result<RunReport>> {
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  // A table has no room for channels.
  const prepared = await prepareRun(source, index, options, options.format === "json");
  if (!prepared.ok) return prepared;
  const seen = await runModel(prepared.value);
  if (!seen.ok) return seen;
  const profile = options.profile ? await profileModel(prepared.value) : undefined;
  const report = runReport(index, seen.value, options.seed, profile?.ok === true ? profile.value : undefined);
  return {
    ok: true,
    value: profile?.ok === false ? { ...report, problems: [...report.problems, profile.problem] } : report,
  };
}

/** Runs a model as the call says: on the files given, else on made-up samples. */
export async function runOnce(
  source: ByteSource,
  index: ModelIndex,
  options: Options,
  perChannel: boolean,
): Promise<Result<Run>> {
  const prepared = await prepareRun(source, index, options, perChannel);
  return prepared.ok ? await runModel(prepared.value) : prepared;
}

async function prepareRun(
  source: ByteSource,
  index: ModelIndex,
  options: Options,
  perChannel: boolean,
): Promise<Result<RunOptions>> {
  const given = await inputFiles(options.inputs);
  if (!given.ok) return given;
  const { seed, samples = SAMPLES, pixels } = options;
  const inputs = prepareInputs(index, { assumptions: options, given: given.value, seed, samples, pixels });
  if (!inputs.ok) return inputs;
  return {
    ok: true,
    value: {
      engine: await loadEngine(),
      source,
      index,
      inputs: inputs.value,
      budget: memoryBudget(),
      perChannel,
      onProgress: showProgress,
    },
  };
}

/** The files of each input; of a folder the images in it, by name. */
export async function inputFiles(
  inputs: ReadonlyMap<string, string>,
): Promise<Result<ReadonlyMap<string, readonly InputFile[]>>> {
  const files = new Map<string, readonly InputFile[]>();
  for (const [input, path] of inputs) {
    try {
      const folder = (await stat(path)).isDirectory();
      const paths = folder ? await imagesIn(path) : [path];
      const read = paths.map(async (one) => ({
        name: basename(one),
        bytes: new Uint8Array(await readFile(one)),
      }));
      files.set(input, await Promise.all(read));
    } catch (error) {
      const reason = error instanceof Error ? error.message : "unknown";
      const message = `${path}: cannot be read for the input '${input}': ${reason}`;
      return { ok: false, problem: { severity: "error", code: "unreadable-file", message, where: input } };
    }
  }
  return { ok: true, value: files };
}

async function imagesIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  const images = names.filter((name) => isImage({ name })).sort();
  if (images.length === 0) throw new Error("there is no .png, .jpg or .jpeg file in it");
  return images.map((name) => join(folder, name));
}

/** On a terminal, how far it is; gone when it is done. */
export function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done < total ? `\rRunning ${String(done)} of ${String(total)}` : "\r\x1b[K");
}
