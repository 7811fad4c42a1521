import { analyse } from "../analysis/analyse";
import type { Assumptions } from "../analysis/assumptions";
import { indexModel } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import { inspectCsv } from "../reports/csv";
import { inspectReport } from "../reports/inspect";
import { inspectMarkdown } from "../reports/markdown";
import { inspectTable } from "../reports/table";
import type { InspectReport } from "../reports/types";
import type { CommandCall } from "./arguments";
import type { Printed, Terminal } from "./each-file";
import { eachFile, jsonDocument } from "./each-file";
import type { OutputFormat } from "./options";

export async function inspect(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, errors } = await eachFile(words, (source) => inspectFile(source, options));
  return { out: written(options.format, reports, version, terminal), errors };
}

async function inspectFile(source: ByteSource, assumptions: Assumptions): Promise<Result<InspectReport>> {
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  return { ok: true, value: inspectReport(index, analyse(index, assumptions)) };
}

function written(
  format: OutputFormat,
  reports: readonly InspectReport[],
  version: string,
  terminal: Terminal,
): string {
  switch (format) {
    case "json":
    case "sarif":
      return jsonDocument(version, reports);
    case "csv":
      return inspectCsv(reports);
    case "markdown":
      return reports.map(inspectMarkdown).join("\n");
    case "table":
      return reports.map((report) => inspectTable(report, terminal)).join("\n");
  }
}
