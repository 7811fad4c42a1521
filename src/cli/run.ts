import type { ModelIndex } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { runReport } from "../reports/run";
import { runCsv, runMarkdown, runTable } from "../reports/run-text";
import type { RunReport } from "../reports/types/run";
import { profileModel } from "../running/profile";
import type { Run } from "../running/run";
import { runModel } from "../running/run";
import type { CommandCall } from "./arguments";
import type { Printed, Say, Terminal } from "./each-file";
import { eachFile } from "./each-file";
import type { Options } from "./options";
import { openAssuming } from "./open";
import { prepare } from "./prepare";
import { written } from "./written";

/** Made-up samples, where nobody says how many: enough to see what varies, few enough to wait for. */
const SAMPLES = 8;

export async function run(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, ...told } = await eachFile(words, (source, _, say) => runFile(source, options, say));
  return {
    out: written(options.format, reports, version, terminal, {
      csv: runCsv,
      markdown: runMarkdown,
      table: runTable,
    }),
    ...told,
  };
}

async function runFile(source: ByteSource, options: Options, say: Say): Promise<Result<RunReport>> {
  const index = await openAssuming(source, options, say);
  if (!index.ok) return index;
  const prepared = await prepare(source, index.value, options, SAMPLES);
  if (!prepared.ok) return prepared;
  // A table has no room for channels.
  const seen = await runModel({ ...prepared.value, perChannel: options.format === "json" });
  if (!seen.ok) return seen;
  const profile = options.profile ? await profileModel(prepared.value) : undefined;
  const report = runReport(
    index.value,
    seen.value,
    options.seed,
    profile?.ok === true ? profile.value : undefined,
  );
  return {
    ok: true,
    value: profile?.ok === false ? { ...report, problems: [...report.problems, profile.problem] } : report,
  };
}

/** Runs a model as the call says: on the files given, else on made-up samples. */
export async function runOnce(source: ByteSource, index: ModelIndex, options: Options): Promise<Result<Run>> {
  const prepared = await prepare(source, index, options, SAMPLES);
  return prepared.ok ? await runModel(prepared.value) : prepared;
}
