import { formatInteger } from "./format";
import { escaped, markdownTable } from "./markdown-table";
import { printable } from "./printable";
import { columns } from "./columns";
import type { WeightsReport, WeightsTensor } from "./types/weights";

const HEADS = ["Tensor", "Type", "Elements", "Mean", "Std", "Min", "Max", "Zeros", "Distribution"];
const ALIGNED = "llrrrrrrl";
const BARS = " ▁▂▃▄▅▆▇█";
/** Characters of a distribution in a line. */
const WIDE = 16;

/** The statistics of one model's tensors for a terminal: a line each, parameters only, with a small histogram. */
export function weightsTable(report: WeightsReport, wide: number): string {
  const learned = report.tensors.filter(({ role }) => role !== "constant");
  const left = report.tensors.length - learned.length;
  const rows = [HEADS, ...learned.map(cells)];
  const rest = left === 0 ? [] : [`${formatInteger(left)} constants are left out; --json has them.`];
  return [printable(report.file), "", ...columns(rows, ALIGNED, wide, (text) => text), ...rest, ""].join(
    "\n",
  );
}

/** The same as Markdown. */
export function weightsMarkdown(report: WeightsReport): string {
  const learned = report.tensors.filter(({ role }) => role !== "constant");
  return [`## ${escaped(report.file)}`, "", markdownTable(HEADS, learned.map(cells), ALIGNED), ""].join("\n");
}

function cells(tensor: WeightsTensor): readonly string[] {
  const { name, dtype, shape, count, mean, std, min, max, zeroFraction, histogram } = tensor;
  return [
    name,
    `${dtype} ${shape.join("×") || "scalar"}`,
    formatInteger(count),
    ...[mean, std, min, max].map(number),
    zeroFraction === null ? "unknown" : `${(100 * zeroFraction).toFixed(1)} %`,
    histogram === null ? "" : sparkline(histogram.counts),
  ];
}

function number(value: number | null): string {
  return value === null ? "unknown" : String(Number(value.toPrecision(4)));
}

/** Counts as a row of bars, the highest one full; what is there at all is never blank. */
function sparkline(counts: readonly number[]): string {
  const bins = Math.min(WIDE, counts.length);
  const sums = Array.from({ length: bins }, (_, bin) =>
    counts
      .slice(Math.floor((bin * counts.length) / bins), Math.floor(((bin + 1) * counts.length) / bins))
      .reduce((sum, count) => sum + count, 0),
  );
  const most = Math.max(...sums);
  return sums.map((sum) => BARS[sum === 0 ? 0 : Math.max(1, Math.round((8 * sum) / most))] ?? "").join("");
}
