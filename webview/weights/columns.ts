import { formatInteger, formatShape } from "../../src/reports/format";
import type { WeightsTensor } from "../../src/reports/types/weights";
import { t } from "../l10n";
import type { Column, Columns } from "../table/columns";
import { longName } from "../table/long-name";
import { histogramColumn, realColumn, ZEROS } from "../table/statistics";
import { expectedDeviation } from "./expectation";

/** The concept of how weights begin. */
export const INITIALISATION = 30;

export type ColumnId =
  | "name"
  | "role"
  | "shape"
  | "histogram"
  | "mean"
  | "std"
  | "he"
  | "min"
  | "max"
  | "l2"
  | "zeros"
  | "kurtosis"
  | "bad";

function real(
  head: string,
  meaning: string,
  of: (tensor: WeightsTensor) => number | null,
  concept?: number,
): Column<WeightsTensor> {
  return {
    ...realColumn(head, t("{0}, over the finite elements", meaning), of),
    ...(concept !== undefined && { concept }),
  };
}

/** How many times the deviation of He's initialisation; null for what is no matrix or kernel. */
export function againstHe({ std, fanIn, fanOut }: WeightsTensor): number | null {
  return std === null || fanIn === null || fanOut === null
    ? null
    : std / expectedDeviation("he", fanIn, fanOut);
}

function badOf({ nan, inf }: WeightsTensor): number | undefined {
  return nan === null || inf === null ? undefined : nan + inf;
}

/** In the order in which they are shown. */
export const COLUMNS: Columns<WeightsTensor, ColumnId> = {
  name: {
    head: t("Tensor"),
    meaning: t("The file's name of the tensor"),
    numeric: false,
    key: ({ name }) => name,
    text: ({ name }) => name,
    draw: ({ name }) => longName(name),
  },
  role: {
    head: t("Role"),
    meaning: t("What it is to the layer that uses it"),
    numeric: false,
    key: ({ role, word }) => word ?? role,
    text: ({ role, word }) => (role === "constant" ? role : (word ?? role)),
  },
  shape: {
    head: t("Shape"),
    meaning: t("As it is stored; sorted by the number of elements"),
    numeric: false,
    key: ({ count }) => count,
    text: ({ dtype, shape }) => `${dtype} ${formatShape(shape)}`,
  },
  histogram: histogramColumn(
    t("Histogram of the finite elements; far tails have a bar of their own. Sorted by kurtosis"),
    INITIALISATION,
  ),
  mean: real(t("Mean"), t("Mean"), ({ mean }) => mean),
  std: real(t("Std"), t("Standard deviation"), ({ std }) => std),
  he: real(
    "× He",
    t("Standard deviation as a multiple of √(2 / fan-in), which He's initialisation gives"),
    againstHe,
    INITIALISATION,
  ),
  min: real(t("Min"), t("Least element"), ({ min }) => min),
  max: real(t("Max"), t("Greatest element"), ({ max }) => max),
  l2: real(t("L2 norm"), t("Root of the sum of squares"), ({ l2 }) => l2),
  zeros: ZEROS,
  kurtosis: real(
    t("Kurtosis"),
    t("How heavy the tails are: 3 for a normal distribution"),
    ({ kurtosis }) => kurtosis,
  ),
  bad: {
    head: "NaN, Inf",
    meaning: t("Elements that are no number, or infinite"),
    numeric: true,
    key: badOf,
    text: (tensor) => {
      const bad = badOf(tensor);
      return bad === undefined || bad === 0 ? "" : formatInteger(bad);
    },
  },
};
