import { formatInteger, formatShape } from "../../src/reports/format";
import type { RunValue } from "../../src/reports/types/run";
import { t } from "../l10n";
import type { Column, Columns } from "../table/columns";
import { lastScope, longName } from "../table/long-name";
import { histogramColumn, realColumn, ZEROS } from "../table/statistics";

/** The concept of keeping distributions in shape. */
export const NORMALISATION = 13;

export type ColumnId =
  | "name"
  | "node"
  | "shape"
  | "mean"
  | "std"
  | "min"
  | "max"
  | "zeros"
  | "bad"
  | "dead"
  | "saturated"
  | "histogram";

function real(head: string, meaning: string, of: (value: RunValue) => number | null): Column<RunValue> {
  return realColumn(head, t("{0}, over the finite elements of all samples", meaning), of);
}

/** In the order in which they are shown: what tells of trouble first, since narrow windows show the first ones. */
export const COLUMNS: Columns<RunValue, ColumnId> = {
  name: {
    head: t("Value"),
    meaning: t("The file's name of the value"),
    numeric: false,
    key: ({ name }) => name,
    text: ({ name }) => name,
    draw: ({ name }) => longName(name),
  },
  node: {
    head: t("Node"),
    meaning: t("The node that makes it"),
    numeric: false,
    key: ({ node }) => node,
    text: ({ node }) => node,
    draw: ({ node }) => lastScope(node),
  },
  shape: {
    head: t("Shape"),
    meaning: t("Of one run"),
    numeric: false,
    key: ({ count }) => count,
    text: ({ shape }) => formatShape(shape),
  },
  histogram: histogramColumn(
    t("Histogram of the finite elements; the first and the last bar are the tails"),
    NORMALISATION,
  ),
  zeros: ZEROS,
  dead: {
    head: t("Dead"),
    concept: 4,
    meaning: t("Units of an activation that fired for no sample, of all its units"),
    numeric: true,
    key: ({ units }) => units?.dead.length,
    text: ({ units }) => unitsText(units, units?.dead.length),
  },
  saturated: {
    head: t("Saturated"),
    concept: 6,
    meaning: t("Units at an end of the activation's range in at least 99 % of positions, of all its units"),
    numeric: true,
    key: ({ units }) => units?.saturated.length,
    text: ({ units }) => unitsText(units, units?.saturated.length),
  },
  bad: {
    head: "NaN, Inf",
    meaning: t("Elements that are no number, or infinite"),
    numeric: true,
    key: ({ nan, inf }) => nan + inf,
    text: ({ nan, inf }) => (nan + inf === 0 ? "" : formatInteger(nan + inf)),
  },
  mean: real(t("Mean"), t("Mean"), ({ mean }) => mean),
  std: real(t("Std"), t("Standard deviation"), ({ std }) => std),
  min: real(t("Min"), t("Least element"), ({ min }) => min),
  max: real(t("Max"), t("Greatest element"), ({ max }) => max),
};

/** `3 of 64`; nothing where there are none, or no units. */
function unitsText(units: RunValue["units"], count = 0): string {
  return units === null || count === 0
    ? ""
    : t("{0} of {1}", formatInteger(count), formatInteger(units.total));
}
