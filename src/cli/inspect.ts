import { analyse } from "../analysis/analyse";
import type { Assumptions } from "../analysis/assumptions";
import { buildHierarchy } from "../analysis/hierarchy";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { inspectCsv } from "../reports/csv";
import { inspectReport } from "../reports/inspect";
import { layersOf } from "../reports/layers";
import { inspectMarkdown } from "../reports/markdown";
import { inspectTable } from "../reports/table";
import type { InspectReport } from "../reports/types/inspect";
import type { LayersReport } from "../reports/types/layers";
import type { CommandCall } from "./arguments";
import type { Printed, Say, Terminal } from "./each-file";
import { eachFile } from "./each-file";
import { openAssuming } from "./open";
import { jsonDocument, written } from "./written";

export async function inspect(
  { words, options }: CommandCall,
  version: string,
  terminal: Terminal,
): Promise<Printed> {
  const { reports, ...told } = await eachFile(words, (source, _, say) => inspectFile(source, options, say));
  return {
    out: written(options.format, reports, version, terminal, {
      json: (named, files) => jsonDocument(named, reportsOf(files)),
      csv: (files) => inspectCsv(reportsOf(files)),
      markdown: ({ report, layers }) => inspectMarkdown(report, layers()),
      table: ({ report }) => inspectTable(report, terminal),
    }),
    ...told,
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

async function inspectFile(
  source: ByteSource,
  assumptions: Assumptions,
  say: Say,
): Promise<Result<Inspected>> {
  const opened = await openAssuming(source, assumptions, say);
  if (!opened.ok) return opened;
  const index = opened.value;
  const analysis = analyse(index, assumptions);
  const layers = (): LayersReport => layersOf(index, analysis, (path) => buildHierarchy(index.model, path));
  return { ok: true, value: { report: inspectReport(index, analysis), layers } };
}
