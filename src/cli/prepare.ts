import { readdir, readFile, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import type { ModelIndex } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { isImage } from "../running/inputs/given";
import { prepareInputs } from "../running/inputs/prepare";
import type { InputFile } from "../running/inputs/problem";
import { loadEngine, memoryBudget } from "../running/load";
import type { RunOptions } from "../running/run";
import type { Options } from "./options";

/**
 * All that running a model takes: on the files that the call gives, else on made-up samples.
 *
 * @param samples made-up ones, where the call does not say how many.
 */
export async function prepare(
  source: ByteSource,
  index: ModelIndex,
  options: Options,
  samples: number,
): Promise<Result<RunOptions>> {
  const given = await inputFiles(options.inputs);
  if (!given.ok) return given;
  const { seed, pixels } = options;
  const inputs = prepareInputs(index, {
    assumptions: options,
    given: given.value,
    seed,
    samples: options.samples ?? samples,
    pixels,
  });
  if (!inputs.ok) return inputs;
  return {
    ok: true,
    value: {
      engine: await loadEngine(),
      source,
      index,
      inputs: inputs.value,
      budget: memoryBudget(),
      onProgress: showProgress,
    },
  };
}

/** The files of each input; of a folder the images in it, by name. */
async function inputFiles(
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
function showProgress(done: number, total: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done < total ? `\rRunning ${String(done)} of ${String(total)}` : "\r\x1b[K");
}
