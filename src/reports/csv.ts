import type { InspectReport, LintReport } from "./types";

const COLUMNS = [
  "file",
  "graph",
  "name",
  "operator",
  "domain",
  "parameters",
  "macs",
  "flops",
  "activationBytes",
] as const;

/** The nodes of all reports, a row each (RFC 4180); unknown numbers are empty. */
export function inspectCsv(reports: readonly InspectReport[]): string {
  const rows = reports.flatMap(({ file, nodes }) =>
    nodes.map((node) => COLUMNS.map((column) => cell(column === "file" ? file : node[column]))),
  );
  return written(COLUMNS, rows);
}

const FINDING_COLUMNS = [
  "file",
  "severity",
  "rule",
  "node",
  "tensor",
  "value",
  "measured",
  "threshold",
  "message",
] as const;

/** The findings of all reports, a row each. */
export function lintCsv(reports: readonly LintReport[]): string {
  const rows = reports.flatMap(({ file, findings }) =>
    findings.map((finding) =>
      FINDING_COLUMNS.map((column) => cell(column === "file" ? file : finding[column])),
    ),
  );
  return written(FINDING_COLUMNS, rows);
}

function written(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  return [columns, ...rows].map((row) => `${row.join(",")}\r\n`).join("");
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: string | number | null): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
