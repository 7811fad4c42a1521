import type { Severity } from "../findings/types";
import { countsText } from "./lint";
import { escaped, markdownTable } from "./markdown-table";
import { BOLD, CYAN, GREY, paint, RED, YELLOW } from "./paint";
import { printable } from "./printable";
import type { LintReport } from "./types/lint";

const CODES: Readonly<Record<Severity, number>> = { error: RED, warning: YELLOW, info: CYAN, hint: GREY };

/** The findings of one model for a terminal: a line each, as compilers print them. */
export function lintTable(
  { file, findings, counts, suppressed, problems }: LintReport,
  colours: boolean,
): string {
  const [bold, grey] = [paint(BOLD, colours), paint(GREY, colours)];
  const severe = (severity: Severity): string => paint(CODES[severity], colours)(severity.padEnd(8));
  const lines = [
    ...problems.map(({ severity, message }) => `  ${severe(severity)}${printable(message)}`),
    ...findings.map(
      ({ severity, message, rule }) => `  ${severe(severity)}${printable(message)}  ${grey(rule)}`,
    ),
  ];
  const rest = suppressed === 0 ? "" : `, ${String(suppressed)} suppressed`;
  return [bold(printable(file)), ...lines, `  ${countsText(counts)}${rest}`, ""].join("\n");
}

/** The findings of one model as Markdown. */
export function lintMarkdown({ file, findings, counts }: LintReport): string {
  const rows = findings.map(({ severity, rule, message }) => [severity, rule, message]);
  const table = rows.length === 0 ? [] : [markdownTable(["Severity", "Rule", "Finding"], rows, "lll"), ""];
  return [`## ${escaped(file)}`, "", `${countsText(counts)}.`, "", ...table].join("\n");
}
