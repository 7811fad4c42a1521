import type { InspectReport } from "./types/inspect";
import type { LintReport } from "./types/lint";
import type { WeightsReport } from "./types/weights";

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
  return csvOfAll(COLUMNS, reports, ({ nodes }) => nodes);
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
  return csvOfAll(FINDING_COLUMNS, reports, ({ findings }) => findings);
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
  return csvOfAll(TENSOR_COLUMNS, reports, ({ tensors }) => tensors);
}

type Cell = string | number | null;

/** A row for each thing that the reports hold; the column `file` says in which of them. */
export function csvOfAll<R extends { readonly file: string }, C extends string>(
  columns: readonly C[],
  reports: readonly R[],
  thingsOf: (report: R) => readonly Readonly<Record<Exclude<C, "file">, Cell>>[],
): string {
  const rows = reports.flatMap((report) =>
    thingsOf(report).map((thing) => {
      const cells: Readonly<Record<string, Cell>> = { ...thing, file: report.file };
      return columns.map((column) => cells[column] ?? null);
    }),
  );
  return csvOf(columns, rows);
}

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
