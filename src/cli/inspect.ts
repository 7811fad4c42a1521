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
import type { InspectReport } from "../reports/types/inspect";
import type { LayersReport } from "../reports/types/layers";
import type { CommandCall } from "./arguments";
import type { Printed, Terminal } from "./each-file";
import { eachFile } from "./each-file";
import { jsonDocument, written } from "./written";

export async function inspect(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, errors } = await eachFile(words, (source) => inspectFile(source, options));
  return {
    out: written(options.format, reports, version, terminal, {
      json: (named, files) => jsonDocument(named, reportsOf(files)),
      csv: (files) => inspectCsv(reportsOf(files)),
      markdown: ({ report, layers }) => inspectMarkdown(report, layers()),
      table: ({ report }) => inspectTable(report, terminal),
    }),
    errors,
  };
}

/** What is asked of one file; the layers only where they are written. */
interface Inspected {
  readonly report: InspectReport;
  readonly layers: () => LayersReport;
}

function reportsOf(files: readonly Inspected[]): readonly InspectReport[] {
  return files.map(({ report }) => report);
}

async function inspectFile(source: ByteSource, assumptions: Assumptions): Promise<Result<Inspected>> {
  const model = await openModel(source);
  if (!model.ok) return model;
  const index = indexModel(model.value);
  const analysis = analyse(index, assumptions);
  const layers = (): LayersReport => layersOf(index, analysis, (path) => buildHierarchy(model.value, path));
  return { ok: true, value: { report: inspectReport(index, analysis), layers } };
}
