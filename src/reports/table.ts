import { columns, middleCut, sections } from "./columns";
import { inspectFacts, valueText } from "./facts";
import { formatInteger } from "./format";
import { largestNodes, percent, placeOf } from "./largest";
import { BOLD, DIM, paint } from "./paint";
import { printable } from "./printable";
import type { InspectReport } from "./types/inspect";

interface TableOptions {
  /** Characters in a line. */
  readonly wide: number;
  readonly colours: boolean;
}

/** Operators in one line each: rare ones are summed up. */
const OPERATORS_SHOWN = 12;
const PROBLEMS_SHOWN = 20;
const NARROWEST = 60;

/** The report of one model for a terminal: facts, inputs and outputs, operators, largest layers, problems. */
export function inspectTable(report: InspectReport, { wide, colours }: TableOptions): string {
  const [bold, dim] = [paint(BOLD, colours), paint(DIM, colours)];
  const width = Math.max(NARROWEST, wide);
  const section = sections(width, bold, dim);
  const lines = [
    bold(middleCut(printable(report.file), width)),
    "",
    ...columns(inspectFacts(report), "ll", width, dim),
    "",
    ...section("Inputs", valueRows(report.inputs), "ll"),
    ...section("Outputs", valueRows(report.outputs), "ll"),
    ...section("Operators", operatorRows(report), "lr"),
    ...section("Largest layers", layerRows(report), "lrrl"),
    ...section("Problems", problemRows(report), "ll"),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function valueRows(values: InspectReport["inputs"]): readonly (readonly string[])[] {
  return values.map((value) => [value.name, valueText(value)]);
}

function operatorRows({ totals: { operators } }: InspectReport): readonly (readonly string[])[] {
  const all = Object.entries(operators);
  const rows = all.slice(0, OPERATORS_SHOWN).map(([operator, count]) => [operator, formatInteger(count)]);
  const rest = all.slice(OPERATORS_SHOWN);
  const others = rest.reduce((sum, [, count]) => sum + count, 0);
  return others === 0 ? rows : [...rows, [`${String(rest.length)} others`, formatInteger(others)]];
}

function layerRows(report: InspectReport): readonly (readonly string[])[] {
  return largestNodes(report).map((node) => [
    placeOf(node),
    formatInteger(node.parameters),
    percent(node.parameters, report.totals.parameters),
    node.operator,
  ]);
}

function problemRows({ problems }: InspectReport): readonly (readonly string[])[] {
  const rows = problems.slice(0, PROBLEMS_SHOWN).map(({ severity, message }) => [severity, message]);
  const more = problems.length - rows.length;
  return more === 0 ? rows : [...rows, ["", `and ${formatInteger(more)} more`]];
}
