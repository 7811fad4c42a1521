import type { BreakdownPart } from "../../src/document/protocol/requests";
import { formatBytes, formatCount, formatShort } from "../../src/reports/format";
import { plural, t } from "../l10n";

export type MeasureName = "parameters" | "macs" | "activationBytes";

/** What a model's cost is measured in. */
export interface Measure {
  readonly name: MeasureName;
  readonly title: string;
  /** null: not known. */
  readonly of: (part: BreakdownPart) => number | null;
  /** With its unit, short enough for a label. */
  readonly short: (value: number) => string;
  readonly exact: (value: number) => string;
}

export const MEASURES: readonly [Measure, ...Measure[]] = [
  {
    name: "parameters",
    title: t("Parameters"),
    of: ({ parameters }) => parameters,
    short: (value) => plural(value, "{1} parameter", "{1} parameters", formatShort(value)),
    exact: (value) => plural(value, "{0} parameter", "{0} parameters"),
  },
  {
    name: "macs",
    title: "MACs",
    of: ({ macs }) => macs,
    short: (value) => `${formatShort(value)} MACs`,
    exact: (value) => `${formatCount(value)} MACs`,
  },
  {
    name: "activationBytes",
    title: t("Activation bytes"),
    of: ({ activationBytes }) => activationBytes,
    short: formatBytes,
    exact: (value) => `${formatCount(value)} B`,
  },
];

/** `12.3%`; what is there but rounds to nothing is `<0.1%`. */
export function shareText(part: number, whole: number): string {
  if (whole === 0) return "";
  const percent = (100 * part) / whole;
  return part > 0 && percent < 0.1 ? "<0.1%" : `${String(Number(percent.toFixed(1)))}%`;
}

/** How many nodes are in no picture. */
export function unknownText(nodes: number): string {
  return plural(nodes, "{0} node not known.", "{0} nodes not known.");
}

/** Why there are no numbers, and what to do. */
export function openText(open: readonly string[]): string {
  return open.length === 0
    ? t("Some shapes are not known, or depend on the data.")
    : t("Depends on {0}: assume a size above.", open.join(", "));
}
