import { indexModel } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import { weightsCsv } from "../reports/csv";
import type { WeightsReport } from "../reports/types";
import { weightsReport } from "../reports/weights";
import { weightsMarkdown, weightsTable } from "../reports/weights-text";
import { measureWeights } from "../tensors/weights";
import type { CommandCall } from "./arguments";
import type { Printed, Terminal } from "./each-file";
import { eachFile, jsonDocument } from "./each-file";
import type { OutputFormat } from "./options";

export async function weights(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, errors } = await eachFile(words, weightsOf);
  return { out: written(options.format, reports, version, terminal), errors };
}

async function weightsOf(source: ByteSource): Promise<Result<WeightsReport>> {
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  return { ok: true, value: weightsReport(index, await measureWeights(index, source)) };
}

function written(
  format: OutputFormat,
  reports: readonly WeightsReport[],
  version: string,
  { wide }: Terminal,
): string {
  switch (format) {
    case "json":
    case "sarif":
      return jsonDocument(version, reports);
    case "csv":
      return weightsCsv(reports);
    case "markdown":
      return reports.map(weightsMarkdown).join("\n");
    case "table":
      return reports.map((report) => weightsTable(report, wide)).join("\n");
  }
}
