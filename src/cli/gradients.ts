import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import type { Gradients } from "../gradients/flow";
import type { GradientOptions } from "../gradients/gradients";
import { gradientsOf, PROBES } from "../gradients/gradients";
import type { Loss } from "../gradients/loss";
import { withTwin } from "../gradients/twin";
import { gradientsReport } from "../reports/gradients";
import { gradientsCsv, gradientsMarkdown, gradientsTable } from "../reports/gradients-text";
import type { GradientsReport } from "../reports/types/gradients";
import { prepareInputs } from "../running/inputs/prepare";
import { readNpy } from "../running/inputs/npy";
import { loadEngine, memoryBudget } from "../running/load";
import { normsOf } from "../tensors/norms";
import type { CommandCall } from "./arguments";
import type { Printed, Terminal } from "./each-file";
import { eachFile } from "./each-file";
import type { Options } from "./options";
import { inputFiles, showProgress } from "./run";
import { written } from "./written";

export async function gradients(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, errors } = await eachFile(words, (source) => reportOf(source, options));
  return {
    out: written(options.format, reports, version, terminal, {
      csv: gradientsCsv,
      markdown: gradientsMarkdown,
      table: gradientsTable,
    }),
    errors,
  };
}

async function reportOf(source: ByteSource, options: Options): Promise<Result<GradientsReport>> {
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  const flow = await flowOf(source, index, options, () => options.twin);
  if (!flow.ok) return flow;
  const norms = await normsOf(source, index, flow.value.parameters.keys());
  return { ok: true, value: gradientsReport(index, flow.value, (name) => norms.get(name), options.seed) };
}

/**
 * The gradients of a model as the call says: of its loss, on the files given or on made-up samples.
 *
 * @param wantsTwin whether they are to be compared with those of a freshly initialised network.
 */
export async function flowOf(
  source: ByteSource,
  index: ModelIndex,
  options: Options,
  wantsTwin: (gradients: Gradients) => boolean,
): Promise<Result<Gradients>> {
  const loss = await lossOf(options.loss ?? "probe");
  if (!loss.ok) return loss;
  const given = await inputFiles(options.inputs);
  if (!given.ok) return given;
  const { seed, pixels } = options;
  const samples = options.samples ?? (loss.value.kind === "probe" ? PROBES : 1);
  const inputs = prepareInputs(index, { assumptions: options, given: given.value, seed, samples, pixels });
  if (!inputs.ok) return inputs;
  const asked: GradientOptions = {
    engine: await loadEngine(),
    source,
    index,
    inputs: inputs.value,
    loss: loss.value,
    seed,
    budget: memoryBudget(),
    onProgress: showProgress,
  };
  const gradients = await gradientsOf(asked);
  if (!gradients.ok || !wantsTwin(gradients.value)) return gradients;
  return { ok: true, value: await withTwin(asked, gradients.value) };
}

async function lossOf(text: string): Promise<Result<Loss>> {
  const [kind, value = ""] = text.split("=", 2);
  switch (kind) {
    case "sum":
    case "probe":
      return { ok: true, value: { kind } };
    case "cross-entropy":
      return { ok: true, value: { kind, label: value === "" ? NaN : Number(value) } };
    case "mse":
      return await targetOf(value);
    default:
      return wrong(`--loss takes sum, probe, cross-entropy=LABEL or mse=FILE.npy, not "${text}".`);
  }
}

async function targetOf(path: string): Promise<Result<Loss>> {
  try {
    const target = readNpy({ name: basename(path), bytes: new Uint8Array(await readFile(path)) });
    return target.ok ? { ok: true, value: { kind: "mse", target: target.value } } : target;
  } catch (error) {
    return wrong(
      `${path}: cannot be read as the target: ${error instanceof Error ? error.message : "unknown"}.`,
    );
  }
}

function wrong(message: string): { readonly ok: false; readonly problem: Problem } {
  return { ok: false, problem: { severity: "error", code: "wrong-loss", message, where: "" } };
}
