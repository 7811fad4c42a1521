import { indexModel } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import { weightsCsv } from "../reports/csv";
import type { WeightsReport } from "../reports/types/weights";
import { weightsReport } from "../reports/weights";
import { weightsMarkdown, weightsTable } from "../reports/weights-text";
import { measureWeights } from "../tensors/weights";
import type { CommandCall } from "./arguments";
import type { Printed, Terminal } from "./each-file";
import { eachFile } from "./each-file";
import { written } from "./written";

export async function weights(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, errors } = await eachFile(words, weightsOf);
  return {
    out: written(options.format, reports, version, terminal, {
      csv: weightsCsv,
      markdown: weightsMarkdown,
      table: (report, { wide }) => weightsTable(report, wide),
    }),
    errors,
  };
}

async function weightsOf(source: ByteSource): Promise<Result<WeightsReport>> {
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  return { ok: true, value: weightsReport(index, await measureWeights(index, source)) };
}
