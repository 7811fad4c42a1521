import { columns, middleCut, sections } from "./columns";
import { csvOf } from "./csv";
import { formatInteger, formatReal } from "./format";
import { escaped, markdownTable } from "./markdown-table";
import { BOLD, DIM, paint } from "./paint";
import { printable } from "./printable";
import type { GradientsReport, ReportParameterGradient } from "./types/gradients";

const HEADS = ["Parameter", "Shape", "State", "Norm", "To the weight's", "Mean", "Std", "Largest"];

function cells({
  name,
  shape,
  state,
  l2,
  ratio,
  mean,
  std,
  max,
}: ReportParameterGradient): readonly string[] {
  const numbers = [l2, ratio, mean, std, max].map((value) => (value === null ? "–" : formatReal(value)));
  return [name, shape.join("×"), state, ...numbers];
}

/** Where the gradients go, for a terminal: the verdict, the trunk, and a line for each parameter. */
export function gradientsTable(
  report: GradientsReport,
  { wide, colours }: { wide: number; colours: boolean },
): string {
  const [bold, dim] = [paint(BOLD, colours), paint(DIM, colours)];
  const section = sections(wide, bold, dim);
  const problems = report.problems.map(({ severity, message }) => [severity, message]);
  const lines = [
    bold(middleCut(printable(report.file), wide)),
    "",
    printable(report.verdict.message),
    ...saidBeside(report),
    "",
    ...columns(facts(report), "ll", wide, dim),
    "",
    ...section("Trunk, decimal logarithms of root mean squares", trunkRows(report), "lrrr"),
    ...section("Parameters", [HEADS, ...report.parameters.map(cells)], "lllrrrrr"),
    ...section("Problems", problems, "ll"),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function trunkRows({ depth }: GradientsReport): readonly (readonly string[])[] {
  if (depth.length === 0) return [];
  const text = (one: number | null): string => (one === null ? "–" : one.toFixed(2));
  return [
    ["Value", "Activation", "Gradient", "Weight gradient"],
    ...depth.map(({ value, ...logarithms }) => [
      value,
      text(logarithms.activation),
      text(logarithms.gradient),
      text(logarithms.weight),
    ]),
  ];
}

/** What the twin says, and where gradients change most. */
function saidBeside({ twin, culprits }: GradientsReport): readonly string[] {
  return [...(twin === null ? [] : [twin]), ...culprits].map(({ message }) => printable(message));
}

function facts(report: GradientsReport): readonly (readonly string[])[] {
  const { engine, passes, seed, loss, coverage, halfUnderflow, dimensions, inputs } = report;
  const sizes = Object.entries(dimensions).map(([name, size]) => `${name} = ${formatInteger(size)}`);
  const unknown = coverage.unknown.length === 0 ? "" : `; no rule for ${coverage.unknown.join(", ")}`;
  return [
    ["Runtime", engine],
    ["Loss", loss.value === null ? loss.kind : `${loss.kind}, ${formatReal(loss.value)}`],
    ["Passes", `${formatInteger(passes)}, seed ${String(seed)}`],
    ["Covered", `${(100 * coverage.parameters).toFixed(1)} % of the trainable numbers${unknown}`],
    ...(halfUnderflow === null
      ? []
      : [
          ["In float16", `${(100 * halfUnderflow).toFixed(1)} % of the gradients would be lost or imprecise`],
        ]),
    ...(sizes.length === 0 ? [] : [["Assumed", sizes.join(", ")]]),
    ...inputs.map(({ name, source }) => [`Input ${name}`, source]),
  ];
}

/** The verdict and the parameters as Markdown. */
export function gradientsMarkdown(report: GradientsReport): string {
  const table = markdownTable(HEADS, report.parameters.map(cells), "lllrrrrr");
  return `## ${escaped(report.file)}\n\n${escaped(report.verdict.message)}\n\n${table}\n`;
}

const COLUMNS = ["file", "parameter", "shape", "state", "l2", "ratio", "mean", "std", "max"] as const;

/** The parameters of all reports, a row each. */
export function gradientsCsv(reports: readonly GradientsReport[]): string {
  const rows = reports.flatMap(({ file, parameters }) =>
    parameters.map(({ name, shape, state, l2, ratio, mean, std, max }) => [
      file,
      name,
      shape.join("x"),
      state,
      ...[l2, ratio, mean, std, max],
    ]),
  );
  return csvOf(COLUMNS, rows);
}
