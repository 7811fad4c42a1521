import { formatBytes, formatCount, formatInteger, UNKNOWN } from "../../src/reports/format";
import type { LayerCosts, LayerRow, LayersReport } from "../../src/reports/types/layers";
import { configure, icon, make } from "../dom";
import { GLYPHS } from "../graph/roles";
import { plural, t } from "../l10n";
import { shortShape } from "../short-shape";
import { longName } from "../table/long-name";
import { BY_SIZE, COLUMN_IDS, COLUMNS, plain, type Column, type ColumnId } from "./columns";

/** One line of the table as it is drawn. */
interface Line {
  readonly row: LayerRow;
  /** undefined: there is nothing inside that could be opened. */
  readonly open: boolean | undefined;
  /** 0 at the top, and everywhere where there are no groups. */
  readonly depth: number;
}

/** Longer dimensions are shortened: the tooltip has all of a shape. */
const LONGEST_DIMENSION = 7;

/** Deeper rows are moved in no further: their names need the place. */
const DEEPEST_INDENT = 8;

export function drawLine({ row, open, depth }: Line, supposed: number): HTMLElement {
  const element = make("div", {
    class: `layer ${row.kind}${row.quiet ? " quiet" : ""}`,
    role: "row",
    "aria-level": depth + 1,
    "aria-expanded": open === undefined ? undefined : String(open),
  });
  const name = nameOf(row, open);
  name.style.setProperty("--depth", String(Math.min(depth, DEEPEST_INDENT)));
  element.append(name, ...COLUMN_IDS.slice(1).map((id) => cellOf(id, row, supposed)));
  return element;
}

function cellOf(id: ColumnId, row: LayerRow, supposed: number): HTMLElement {
  const column: Column = COLUMNS[id];
  if (column.text !== undefined) return numberCell(id, column, row, row, supposed);
  const text = String(column.key(row) ?? "");
  if (id === "operator" && row.kind === "node")
    return make("div", { class: `cell ${id}`, role: "gridcell", "aria-label": text }, longName(text));
  const title = id === "outputShape" ? [row.dtype ?? "", text].join(" ").trim() : text;
  const known = text !== "" || id !== "outputShape";
  return make("div", {
    class: known ? `cell ${id}` : `cell ${id} unknown`,
    role: "gridcell",
    text: known ? (id === "outputShape" ? shortShape(text, LONGEST_DIMENSION) : text) : t("unknown"),
    title,
  });
}

/** The totals of the whole model, in the same columns. */
export function drawTotals({ totals, uncosted, supposed }: LayersReport): HTMLElement {
  const cells = COLUMN_IDS.flatMap((id) => {
    const column: Column = COLUMNS[id];
    return column.text === undefined ? [] : [numberCell(id, column, totals, undefined, supposed)];
  });
  const name = make(
    "div",
    { class: "cell name", role: "rowheader" },
    make("span", { class: "fold" }),
    make("span", { text: t("Total") }),
    make("span", { class: "inside", text: plural(totals.nodes, "{0} node", "{0} nodes") }),
  );
  return make("div", { class: "layer totals", role: "row" }, name, uncostedCell(uncosted), ...cells);
}

/** Names in a tooltip: more are counted. */
const NAMES_SHOWN = 20;

/** How many nodes nobody can cost, with their names. */
function uncostedCell(uncosted: readonly string[]): HTMLElement {
  const cell = make("div", { class: "cell uncosted", role: "gridcell", "aria-colspan": 2 });
  if (uncosted.length === 0) return cell;
  const more = uncosted.length - NAMES_SHOWN;
  const names = [
    t("What these cost is not known:"),
    ...uncosted.slice(0, NAMES_SHOWN),
    ...(more > 0 ? [t("and {0} more", formatInteger(more))] : []),
  ];
  configure(cell, {
    text: plural(uncosted.length, "uncosted: {0} node", "uncosted: {0} nodes"),
    title: names.join("\n"),
  });
  return cell;
}

/** A number, and of a row its share of the whole as a bar and in per cent. */
function numberCell(
  id: ColumnId,
  { text, share }: Column,
  costs: LayerCosts,
  row: LayerRow | undefined,
  supposed: number,
): HTMLElement {
  const shown = text?.(costs) ?? "";
  const part = row === undefined ? null : (share?.(row) ?? null);
  const said = shown === UNKNOWN || shown === BY_SIZE;
  const state = said ? " unknown" : shown === "0" || shown === "0 B" ? " nothing" : "";
  const cell = make(
    "div",
    { class: `cell number ${id}${state}`, role: "gridcell", title: titleOf(id, costs, supposed) },
    make("span", { class: "amount", text: shown === UNKNOWN ? t("unknown") : shown }),
  );
  if (share === undefined) return cell;
  const bar = make("span", { class: "share-bar", "aria-hidden": "true" });
  if (part !== null && part > 0) {
    bar.classList.add("filled");
    bar.style.setProperty("--share", String(Math.min(1, part)));
  }
  cell.append(bar, make("span", { class: "share", text: shareText(part) }));
  return cell;
}

/** `24.0 %`; empty where it is nothing or not known. */
function shareText(share: number | null): string {
  if (share === null || share === 0) return "";
  return share < 0.0005 ? "< 0.1 %" : `${(100 * share).toFixed(1)} %`;
}

function titleOf(id: ColumnId, costs: LayerCosts, supposed: number): string {
  switch (id) {
    case "parameters":
      return plural(costs.parameters, "{0} parameter", "{0} parameters");
    case "weightBytes":
      return bytesTitle(costs.weightBytes);
    case "macs":
      return [
        `${formatCount(plain(costs.macs))} MACs`,
        `${formatCount(plain(costs.flops))} FLOPs`,
        ...openNote(costs.macs, supposed),
      ].join("\n");
    case "activationBytes":
      return [bytesTitle(plain(costs.activationBytes)), ...openNote(costs.activationBytes, supposed)].join(
        "\n",
      );
    case "name":
    case "operator":
    case "outputShape":
      return "";
  }
}

function bytesTitle(bytes: number | string | null): string {
  return typeof bytes === "number" ? t("{0} bytes", formatInteger(bytes)) : formatBytes(bytes);
}

function openNote(count: LayerCosts["macs"], supposed: number): readonly string[] {
  if (count === null || typeof count === "number") return [];
  return [t("Sorted as if open sizes were {0}", formatInteger(supposed))];
}

/** The sign of its role and its name, of which the middle gives way where it is too long. */
function nameOf(row: LayerRow, open: boolean | undefined): HTMLElement {
  const count = row.kind === "node" ? [] : [plural(row.nodes, "{0} node", "{0} nodes")];
  return make(
    "div",
    {
      class: "cell name",
      role: "rowheader",
      title: row.name,
      "aria-label": [row.name, ...count].join(", "),
    },
    open === undefined ? make("span", { class: "fold" }) : foldIcon(open),
    ...(row.kind === "node" ? [signOf(row.role)] : []),
    longName(row.name),
    ...count.map((text) => make("span", { class: "inside", text })),
  );
}

/** The sign that the role has in the graph. */
function signOf(role: LayerRow["role"]): Element {
  const sign = document.createElementNS(SVG, "svg");
  configure(sign, { class: `sign role-${role}`, viewBox: "0 0 12 12", "aria-hidden": "true" });
  const path = document.createElementNS(SVG, "path");
  configure(path, { d: GLYPHS[role] });
  sign.append(path);
  return sign;
}

const SVG = "http://www.w3.org/2000/svg";

function foldIcon(open: boolean): HTMLElement {
  const element = icon(open ? "chevron-down" : "chevron-right");
  element.classList.add("fold");
  return element;
}
