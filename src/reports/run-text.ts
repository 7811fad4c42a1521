import { inDistributionText } from "../running/in-distribution";
import { columns, middleCut, sections } from "./columns";
import { csvOfAll } from "./csv";
import { formatInteger, formatPlural, formatReal, formatShare, formatType } from "./format";
import { escaped, markdownTable } from "./markdown-table";
import { BOLD, DIM, paint } from "./paint";
import { printable } from "./printable";
import type { ReportSoftmax, ReportUnits, RunOutput, RunReport, RunValue } from "./types/run";

/** What was seen in one run, for a terminal: facts, inputs, outputs, and a line for each value. */
export function runTable(report: RunReport, { wide, colours }: { wide: number; colours: boolean }): string {
  const [bold, dim] = [paint(BOLD, colours), paint(DIM, colours)];
  const section = sections(wide, bold, dim);
  const inputs = report.inputs.map(({ name, dtype, shape, source }) => [
    name,
    `${formatType(dtype, shape)}, ${source}`,
  ]);
  const outputs = report.outputs.map((output) => [output.name, outputText(output)]);
  const problems = report.problems.map(({ severity, message }) => [severity, message]);
  const lines = [
    bold(middleCut(printable(report.file), wide)),
    "",
    ...columns(facts(report), "ll", wide, dim),
    "",
    ...section("Inputs", inputs, "ll"),
    ...section("Outputs", outputs, "ll"),
    ...section("Values", [HEADS, ...report.values.map(cells)], "llrrrrrl"),
    ...section(timesTitle(report.times), timeCells(report.times), "llrr"),
    ...section("Problems", problems, "ll"),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

/** Rows of times: what comes after them is a small part. */
const MOST_TIMES = 20;

function timesTitle(times: RunReport["times"]): string {
  if (times === null) return "";
  const all = `${formatReal(times.milliseconds)} ms a run, the least of ${formatInteger(times.runs)}`;
  return times.nodes.length > MOST_TIMES ? `Times: ${all}; the slowest nodes` : `Times: ${all}`;
}

function timeCells(times: RunReport["times"]): readonly (readonly string[])[] {
  return (times?.nodes ?? []).slice(0, MOST_TIMES).map(({ node, name, operator, milliseconds }) => {
    const share = milliseconds / (times?.milliseconds ?? NaN);
    return [node ?? name, operator, `${formatReal(milliseconds)} ms`, formatShare(share)];
  });
}

function facts({
  engine,
  samples,
  seed,
  dimensions,
  firstNonFinite,
  inDistribution: fit,
}: RunReport): readonly (readonly string[])[] {
  const sizes = Object.entries(dimensions).map(([name, size]) => `${name} = ${formatInteger(size)}`);
  return [
    ["Runtime", engine],
    ["Samples", `${formatInteger(samples)}, seed ${String(seed)}`],
    ...(sizes.length === 0 ? [] : [["Assumed", sizes.join(", ")]]),
    ["First not finite", firstNonFinite ?? "none"],
    ...(fit === null ? [] : [["Input", inDistributionText(fit)]]),
  ];
}

function outputText({ dtype, shape, values, top }: RunOutput): string {
  const shown =
    top === undefined
      ? `${values.slice(0, 4).map(formatReal).join(" ")}${values.length > 4 ? " …" : ""}`
      : `largest ${top.map(([index, value]) => `${String(index)}: ${formatReal(value)}`).join(", ")}`;
  return `${formatType(dtype, shape)}  ${shown}`;
}

const HEADS = ["Value", "Type", "Mean", "Std", "Min", "Max", "Zeros", "Units"];

function cells(value: RunValue): readonly string[] {
  const { name, dtype, shape, mean, std, min, max, zeroFraction, nan, inf, units, softmax } = value;
  const zeros = zeroFraction === null ? "–" : `${String(Math.round(1000 * zeroFraction) / 10)} %`;
  const bad = [
    ...(nan > 0 ? [`${formatInteger(nan)} NaN`] : []),
    ...(inf > 0 ? [`${formatInteger(inf)} infinite`] : []),
    ...(units === null ? [] : unitTexts(units)),
    ...(softmax === null ? [] : collapseTexts(softmax)),
  ];
  const numbers = [mean, std, min, max].map(formatReal);
  return [name, formatType(dtype, shape), ...numbers, zeros, bad.join(", ")];
}

function unitTexts({ total, samples, dead, saturated, rare, constant }: ReportUnits): readonly string[] {
  const texts: string[] = [];
  const add = (units: readonly number[], what: string): void => {
    if (units.length > 0) texts.push(`${formatInteger(units.length)} of ${formatInteger(total)} ${what}`);
  };
  add(dead, `never fired in ${formatPlural(samples, "sample")}`);
  add(rare, "fired in under 1 %");
  add(saturated, "saturated");
  add(constant, "constant");
  return texts;
}

function collapseTexts({ heads, collapsed }: ReportSoftmax): readonly string[] {
  if (collapsed.length === 0) return [];
  return [
    heads === 1
      ? "collapsed"
      : `${formatInteger(collapsed.length)} of ${formatInteger(heads)} heads collapsed`,
  ];
}

/** What was seen in one run as Markdown. */
export function runMarkdown(report: RunReport): string {
  const table = markdownTable(HEADS, report.values.map(cells), "llrrrrrl");
  const list = facts(report).map(([label, text]) => `- ${label ?? ""}: ${escaped(text ?? "")}`);
  return [`## ${escaped(report.file)}`, "", ...list, "", table, ""].join("\n");
}

const COLUMNS = [
  "file",
  "name",
  "node",
  "dtype",
  "count",
  "nan",
  "inf",
  "mean",
  "std",
  "min",
  "max",
  "l2",
  "zeroFraction",
] as const;

/** The values of all reports, a row each. */
export function runCsv(reports: readonly RunReport[]): string {
  return csvOfAll(COLUMNS, reports, ({ values }) => values);
}
