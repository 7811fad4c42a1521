import type { InspectReport, LintReport, WeightsReport } from "./types";

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
    nodes.map((node) => COLUMNS.map((column) => (column === "file" ? file : node[column]))),
  );
  return csvOf(COLUMNS, rows);
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
    findings.map((finding) => FINDING_COLUMNS.map((column) => (column === "file" ? file : finding[column]))),
  );
  return csvOf(FINDING_COLUMNS, rows);
}

const TENSOR_COLUMNS = [
  "file",
  "name",
  "dtype",
  "role",
  "node",
  "word",
  "count",
  "nan",
  "inf",
  "mean",
  "std",
  "min",
  "max",
  "l2",
  "zeroFraction",
  "kurtosis",
  "fanIn",
  "fanOut",
] as const;

/** The statistics of all stored tensors, a row each. */
export function weightsCsv(reports: readonly WeightsReport[]): string {
  const rows = reports.flatMap(({ file, tensors }) =>
    tensors.map((tensor) => TENSOR_COLUMNS.map((column) => (column === "file" ? file : tensor[column]))),
  );
  return csvOf(TENSOR_COLUMNS, rows);
}

type Cell = string | number | null;

/** Rows under their heads (RFC 4180). */
export function csvOf(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [columns, ...rows].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

/** Quoted where it must be; a text that a spreadsheet would take for a formula gets an apostrophe before it. */
function cell(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
