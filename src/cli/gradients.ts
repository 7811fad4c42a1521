import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Gradients } from "../gradients/flow";
import type { GradientOptions } from "../gradients/gradients";
import { gradientsOf, PROBES } from "../gradients/gradients";
import type { Loss } from "../gradients/loss";
import { withTwin } from "../gradients/twin";
import { gradientsReport } from "../reports/gradients";
import { gradientsCsv, gradientsMarkdown, gradientsTable } from "../reports/gradients-text";
import type { GradientsReport } from "../reports/types/gradients";
import { readNpy } from "../running/inputs/npy";
import { normsOf } from "../tensors/norms";
import type { CommandCall } from "./arguments";
import type { Printed, Say, Terminal } from "./each-file";
import { eachFile } from "./each-file";
import type { Options } from "./options";
import { openAssuming } from "./open";
import { prepare } from "./prepare";
import { written } from "./written";

export async function gradients(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, ...told } = await eachFile(words, (source, _, say) => reportOf(source, options, say));
  return {
    out: written(options.format, reports, version, terminal, {
      csv: gradientsCsv,
      markdown: gradientsMarkdown,
      table: gradientsTable,
    }),
    ...told,
  };
}

async function reportOf(source: ByteSource, options: Options, say: Say): Promise<Result<GradientsReport>> {
  const opened = await openAssuming(source, options, say);
  if (!opened.ok) return opened;
  const index = opened.value;
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
  const prepared = await prepare(source, index, options, loss.value.kind === "probe" ? PROBES : 1);
  if (!prepared.ok) return prepared;
  const asked: GradientOptions = { ...prepared.value, loss: loss.value, seed: options.seed };
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
