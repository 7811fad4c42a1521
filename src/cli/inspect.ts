import { analyse } from "../analysis/analyse";
import type { Assumptions } from "../analysis/assumptions";
import { buildHierarchy } from "../analysis/hierarchy";
import { indexModel } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import { inspectCsv } from "../reports/csv";
import { inspectReport } from "../reports/inspect";
import { layersOf } from "../reports/layers";
import { inspectMarkdown } from "../reports/markdown";
import { inspectTable } from "../reports/table";
import type { InspectReport, LayersReport } from "../reports/types";
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

/** What is asked of one file; the layers only where they are written. */
interface Inspected {
  readonly report: InspectReport;
  readonly layers: () => LayersReport;
}

async function inspectFile(source: ByteSource, assumptions: Assumptions): Promise<Result<Inspected>> {
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  const analysis = analyse(index, assumptions);
  const layers = (): LayersReport => layersOf(index, analysis, (path) => buildHierarchy(model.value, path));
  return { ok: true, value: { report: inspectReport(index, analysis), layers } };
}

function written(
  format: OutputFormat,
  files: readonly Inspected[],
  version: string,
  terminal: Terminal,
): string {
  const reports = files.map(({ report }) => report);
  switch (format) {
    case "json":
    case "sarif":
      return jsonDocument(version, reports);
    case "csv":
      return inspectCsv(reports);
    case "markdown":
      return files.map(({ report, layers }) => inspectMarkdown(report, layers())).join("\n");
    case "table":
      return reports.map((report) => inspectTable(report, terminal)).join("\n");
  }
}
