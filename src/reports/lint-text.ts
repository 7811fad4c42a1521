import { countsText } from "./lint";
import { printable } from "./printable";
import type { LintReport } from "./types";

/** The findings of one model for a terminal: a line each, as compilers print them. */
export function lintTable(
  { file, findings, counts, suppressed, problems }: LintReport,
  colours: boolean,
): string {
  const paint = (code: number, text: string): string =>
    colours ? `\x1b[${String(code)}m${text}\x1b[0m` : text;
  const codes = { error: 31, warning: 33, info: 36, hint: 90 } as const;
  const lines = [
    ...problems.map(
      ({ severity, message }) => `  ${paint(codes[severity], severity.padEnd(8))}${printable(message)}`,
    ),
    ...findings.map(
      ({ severity, message, rule }) =>
        `  ${paint(codes[severity], severity.padEnd(8))}${printable(message)}  ${paint(90, rule)}`,
    ),
  ];
  const rest = suppressed === 0 ? "" : `, ${String(suppressed)} suppressed`;
  return [paint(1, printable(file)), ...lines, `  ${countsText(counts)}${rest}`, ""].join("\n");
}

/** The findings of one model as Markdown. */
export function lintMarkdown({ file, findings, counts }: LintReport): string {
  const cell = (text: string): string => printable(text).replace(/[\\|<>*_`[\]]/g, "\\$&");
  const rows = findings.map(({ severity, rule, message }) => `| ${severity} | ${rule} | ${cell(message)} |`);
  const table =
    rows.length === 0 ? [] : ["| Severity | Rule | Finding |", "| --- | --- | --- |", ...rows, ""];
  return [`## ${cell(file)}`, "", `${countsText(counts)}.`, "", ...table].join("\n");
}
