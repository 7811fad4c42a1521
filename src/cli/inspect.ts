import { analyse } from "../analysis/analyse";
import type { Assumptions } from "../analysis/assumptions";
import { indexModel } from "../analysis/model-index";
import { openFile } from "../bytes/file";
import type { Result } from "../bytes/problem";
import { openModel } from "../formats/open";
import { inspectCsv } from "../reports/csv";
import { inspectReport } from "../reports/inspect";
import { inspectMarkdown } from "../reports/markdown";
import { inspectTable } from "../reports/table";
import type { InspectReport } from "../reports/types";
import type { InspectCall } from "./arguments";

export interface Terminal {
  /** In characters. */
  readonly wide: number;
  readonly colours: boolean;
}

export interface Printed {
  /** For standard output. */
  readonly out: string;
  /** A line for each file that could not be used. */
  readonly errors: readonly string[];
}

/** Inspects file after file; one that cannot be read does not keep the others from being done. */
export async function inspect(call: InspectCall, version: string, terminal: Terminal): Promise<Printed> {
  const reports: InspectReport[] = [];
  const errors: string[] = [];
  for (const file of call.files) {
    const report = await inspectFile(file, call.assumptions);
    if (report.ok) reports.push(report.value);
    else errors.push(report.problem.message);
  }
  return { out: written(call, reports, version, terminal), errors };
}

async function inspectFile(file: string, assumptions: Assumptions): Promise<Result<InspectReport>> {
  const source = await openFile(file);
  if (!source.ok) return source;
  try {
    const model = await openModel(source.value);
    if (!model.ok) return model;
    const index = indexModel(model.value);
    return { ok: true, value: inspectReport(index, analyse(index, assumptions)) };
  } finally {
    await source.value.close();
  }
}

function written(
  { format }: InspectCall,
  reports: readonly InspectReport[],
  version: string,
  terminal: Terminal,
): string {
  switch (format) {
    case "json":
      return `${JSON.stringify({ layerscope: version, reports })}\n`;
    case "csv":
      return inspectCsv(reports);
    case "markdown":
      return reports.map(inspectMarkdown).join("\n");
    case "table":
      return reports.map((report) => inspectTable(report, terminal)).join("\n");
  }
}
