import { formatReal, formatShare } from "../../src/reports/format";
import type { ValueStatistics } from "../../src/reports/types/weights";
import { bars } from "../charts/bars";
import { t } from "../l10n";
import type { Column } from "./columns";

/** What elements are like, stored ones as well as those of a run. */
type Statistics = Omit<ValueStatistics, "count" | "nan" | "inf">;

/** Of small histograms, in pixels. */
const BARS = { width: 96, height: 18 };

/** A column with one of the statistics. */
export function realColumn<Row>(head: string, meaning: string, of: (row: Row) => number | null): Column<Row> {
  return {
    head,
    meaning,
    numeric: true,
    key: (row) => of(row) ?? undefined,
    text: (row) => formatReal(of(row)),
  };
}

/** A column with small histograms, sorted by kurtosis. */
export function histogramColumn(meaning: string, concept: number): Column<Statistics> {
  return {
    head: t("Distribution"),
    concept,
    meaning,
    numeric: false,
    key: ({ kurtosis }) => kurtosis ?? undefined,
    text: () => "",
    draw: ({ histogram }) =>
      histogram === null ? undefined : bars(histogram.counts, BARS.width, BARS.height),
  };
}

/** The column of elements that are zero. */
export const ZEROS: Column<Statistics> = {
  head: t("Zeros"),
  meaning: t("Elements that are exactly zero, of all"),
  numeric: true,
  key: ({ zeroFraction }) => zeroFraction ?? undefined,
  text: ({ zeroFraction }) => formatShare(zeroFraction),
};

type Fact = readonly [term: string, text: string];

/** The statistics in words, without quantiles. */
export function statisticsFacts(of: Statistics): readonly Fact[] {
  return [
    [t("Mean"), formatReal(of.mean)],
    [t("Standard deviation"), formatReal(of.std)],
    [t("Least"), formatReal(of.min)],
    [t("Greatest"), formatReal(of.max)],
    [t("L2 norm"), formatReal(of.l2)],
    [t("Kurtosis"), formatReal(of.kurtosis)],
    [t("Zeros"), formatShare(of.zeroFraction)],
  ];
}

/** `p05` is said as the quantile 5 %. */
export function quantileFacts({ quantiles }: Statistics): readonly Fact[] {
  return Object.entries(quantiles ?? {}).map(
    ([name, at]) => [t("Quantile {0} %", name.replace(/^p0?/, "")), formatReal(at)] as const,
  );
}
