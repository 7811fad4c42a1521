import { csvOf } from "./csv";
import { formatBytes, formatCount, formatInteger } from "./format";
import { percent } from "./largest";
import { markdownTable } from "./markdown-table";
import type { LayerCount, LayerCosts, LayerRow, LayersReport } from "./types/layers";
import type { ReportCount } from "./types/parts";

export type LayersFormat = "csv" | "markdown" | "json";

/**
 * Layers as a file, with the totals of the whole model at the end.
 *
 * @param rows which of the report's rows, in which order
 */
export function layersText(
  file: string,
  report: LayersReport,
  rows: readonly LayerRow[],
  format: LayersFormat,
): string {
  switch (format) {
    case "csv":
      return layersCsv(report, rows);
    case "markdown":
      return `${layersTable(report, rows)}\n`;
    case "json": {
      const { totals, uncosted } = report;
      const written = { file, layers: rows.map(plainRow), totals: plainCosts(totals), uncosted };
      return `${JSON.stringify(written, null, 1)}\n`;
    }
  }
}

const COLUMNS = [
  "depth",
  "kind",
  "id",
  "name",
  "operator",
  "role",
  "outputShape",
  "dtype",
  "nodes",
  "parameters",
  "shareOfParameters",
  "weightBytes",
  "macs",
  "shareOfMacs",
  "flops",
  "activationBytes",
] as const;

type PlainRow = Readonly<Record<(typeof COLUMNS)[number], string | number | null>>;

/** A row each, the model's totals in the last one; what is not known is empty. */
function layersCsv({ totals }: LayersReport, rows: readonly LayerRow[]): string {
  const last: Partial<PlainRow> = { kind: "model", name: "Total", ...plainCosts(totals) };
  const all: readonly Partial<PlainRow>[] = [...rows.map(plainRow), last];
  return csvOf(
    COLUMNS,
    all.map((row) => COLUMNS.map((column) => row[column] ?? null)),
  );
}

const HEADS = ["Name", "Operator", "Output shape", "Parameters", "", "MACs", "", "Activations"];

/** A Markdown table as people read it, the model's totals in the last row. */
export function layersTable({ totals }: LayersReport, rows: readonly LayerRow[]): string {
  const least = rows.reduce((depth, row) => Math.min(depth, row.depth), Infinity);
  const costs = (one: LayerCosts, ofParameters: number | null, ofMacs: number | null): readonly string[] => [
    formatInteger(one.parameters),
    shareText(ofParameters),
    formatCount(plainCount(one.macs)),
    shareText(ofMacs),
    formatBytes(plainCount(one.activationBytes)),
  ];
  return markdownTable(
    HEADS,
    [
      ...rows.map((row) => [
        `${"· ".repeat(row.depth - least)}${row.name}`,
        row.operator,
        row.outputShape,
        ...costs(row, row.shareOfParameters, row.shareOfMacs),
      ]),
      ["Total", "", "", ...costs(totals, null, null)],
    ],
    "lllrrrrr",
  );
}

function shareText(share: number | null): string {
  return share === null ? "" : percent(share, 1);
}

function plainRow(row: LayerRow): PlainRow {
  const { depth, kind, id, name, operator, role, outputShape, dtype } = row;
  const { shareOfParameters, shareOfMacs } = row;
  const told = { depth, kind, id, name, operator, role, outputShape, dtype };
  return { ...told, ...plainCosts(row), shareOfParameters, shareOfMacs };
}

function plainCosts({
  nodes,
  parameters,
  weightBytes,
  macs,
  flops,
  activationBytes,
}: LayerCosts): Pick<PlainRow, keyof LayerCosts> {
  return {
    nodes,
    parameters,
    weightBytes,
    macs: plainCount(macs),
    flops: plainCount(flops),
    activationBytes: plainCount(activationBytes),
  };
}

function plainCount(count: LayerCount): ReportCount {
  return typeof count === "object" && count !== null ? count.text : count;
}
