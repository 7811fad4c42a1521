import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { analyse } from "../analysis/analyse";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { configurationFrom, merged } from "../findings/configuration";
import type { Evidence, Need } from "../findings/rule";
import { RULES } from "../findings/rules";
import type { Configuration, ConfigurationSources } from "../findings/types";
import { CONFIGURATION_FILE } from "../findings/types";
import { lintReport } from "../reports/lint";
import { lintMarkdown, lintTable } from "../reports/lint-text";
import { sarif } from "../reports/sarif";
import { lintCsv } from "../reports/csv";
import type { LintReport } from "../reports/types/lint";
import { measureWeights } from "../tensors/weights";
import type { CommandCall } from "./arguments";
import type { Printed, Say, Terminal } from "./each-file";
import { eachFile } from "./each-file";
import { openAssuming } from "./open";
import { nearest } from "./nearest";
import type { FailOn, Options } from "./options";
import { flowOf } from "./gradients";
import { runOnce } from "./run";
import { written } from "./written";

export async function lint(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const unknown = [...options.rules.keys()].find((id) => !RULES.some((rule) => rule.id === id));
  if (unknown !== undefined) {
    const near = nearest(
      unknown,
      RULES.map(({ id }) => id),
    );
    const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
    return { out: "", errors: [`There is no rule "${unknown}".${hint}`] };
  }
  const { reports, ...told } = await eachFile(words, (source, file, say) =>
    lintFile(source, file, options, say),
  );
  return {
    out: written(options.format, reports, version, terminal, {
      sarif,
      csv: lintCsv,
      markdown: lintMarkdown,
      table: (report, { colours }) => lintTable(report, colours),
    }),
    ...told,
    failed: reports.some((report) => fails(report, options.failOn)),
  };
}

async function lintFile(
  source: ByteSource,
  file: string,
  options: Options,
  say: Say,
): Promise<Result<LintReport>> {
  const configuration = await configurationFor(file, options);
  if (!configuration.ok) return configuration;
  const opened = await openAssuming(source, options, say);
  if (!opened.ok) return opened;
  const index = opened.value;
  const weights = await measureWeights(index, source);
  const evidence = { index, analysis: analyse(index, options), weights };
  if (options.static) return judged(evidence, ["graph", "weights"], configuration.value);
  const run = await runOnce(source, index, options);
  if (run.ok)
    return await judgedWithRun(source, { ...evidence, run: run.value }, configuration.value, options);
  // Values that a person gave must fit; a model that cannot be run is judged by what stands in it.
  if (options.inputs.size > 0 && index.model.format === "onnx") return run;
  return judged(evidence, ["graph", "weights"], configuration.value, [
    { ...run.problem, severity: "warning" },
  ]);
}

/** With the gradients where the call wants them; where they cannot be had, the report says why. */
async function judgedWithRun(
  source: ByteSource,
  evidence: Evidence,
  configuration: Configuration,
  options: Options,
): Promise<Result<LintReport>> {
  const met: readonly Need[] = ["graph", "weights", "run"];
  if (!options.gradients) return judged(evidence, met, configuration);
  // Whether it is the weights or the architecture is worth twice the time where something is wrong.
  const flow = await flowOf(source, evidence.index, options, ({ verdict }) =>
    ["vanishing", "exploding"].includes(verdict.kind),
  );
  return flow.ok
    ? judged(
        { ...evidence, gradients: flow.value },
        [...met, "gradients"],
        configuration,
        flow.value.problems,
      )
    : judged(evidence, met, configuration, [{ ...flow.problem, severity: "warning" }]);
}

function judged(
  evidence: Evidence,
  met: readonly Need[],
  configuration: Configuration,
  problems: readonly Problem[] = [],
): Result<LintReport> {
  const report = lintReport(evidence, new Set(met), configuration);
  return { ok: true, value: { ...report, problems: [...report.problems, ...problems] } };
}

/** The nearest configuration beside or above the model, then what the call says. */
async function configurationFor(file: string, { rules }: Options): Promise<Result<Configuration>> {
  const sources = { settings: {}, file: await nearestConfiguration(file), model: basename(file) };
  const read = configurationFrom(sources);
  if (!read.ok) return read;
  const called = Object.fromEntries(Array.from(rules, ([id, severity]) => [id, { severity }]));
  return { ok: true, value: merged(read.value, { rules: called, suppress: [] }) };
}

async function nearestConfiguration(file: string): Promise<ConfigurationSources["file"]> {
  let folder = dirname(resolve(file));
  for (;;) {
    const path = join(folder, CONFIGURATION_FILE);
    const text = await readFile(path, "utf8").catch(() => undefined);
    if (text !== undefined) return { path, text };
    const above = dirname(folder);
    if (above === folder) return null;
    folder = above;
  }
}

function fails({ counts }: LintReport, failOn: FailOn): boolean {
  switch (failOn) {
    case "error":
      return counts.error > 0;
    case "warning":
      return counts.error + counts.warning > 0;
    case "never":
      return false;
  }
}
