import { formatBytes, formatCount, formatInteger } from "../../src/reports/format";
import type { LayerCosts, LayerCount, LayerRow } from "../../src/reports/types/layers";
import type { ReportCount } from "../../src/reports/types/parts";
import { t } from "../l10n";

export type ColumnId =
  "name" | "operator" | "outputShape" | "parameters" | "macs" | "weightBytes" | "activationBytes";

export interface Column {
  readonly head: string;
  /** What it counts, and in which unit. */
  readonly meaning: string;
  readonly numeric: boolean;
  /** What rows are put in order by; undefined, which goes last, where it is not known. */
  readonly key: (row: LayerRow) => number | string | undefined;
  /** Of a number: for the whole model, too. */
  readonly text?: (costs: LayerCosts) => string;
  /** Of the whole model's, from 0 to 1. */
  readonly share?: (row: LayerRow) => number | null;
}

/** In the order in which they are shown: what is asked for most first, since narrow windows show the first ones. */
export const COLUMNS: Readonly<Record<ColumnId, Column>> = {
  name: { head: t("Name"), meaning: t("The file's name of the node or group"), numeric: false, key: nameOf },
  operator: {
    head: t("Operator"),
    meaning: t("Of a group its most frequent operators"),
    numeric: false,
    key: ({ operator }) => operator,
  },
  outputShape: {
    head: t("Output shape"),
    meaning: t("Of a group the shapes of what leaves it"),
    numeric: false,
    key: ({ outputShape }) => (outputShape === "" ? undefined : outputShape),
  },
  parameters: {
    head: t("Parameters"),
    meaning: t(
      "Elements of stored parameters and statistics; a tensor that several nodes share counts once in their group",
    ),
    numeric: true,
    key: ({ parameters }) => parameters,
    text: ({ parameters }) => formatInteger(parameters),
    share: ({ shareOfParameters }) => shareOfParameters,
  },
  macs: {
    head: "MACs",
    meaning: t(
      "Multiply–accumulates of contractions in one run; inside a subgraph or function, in one run of that",
    ),
    numeric: true,
    key: ({ macs }) => keyOf(macs),
    text: ({ macs }) => inShort(macs, formatCount(plain(macs))),
    share: ({ shareOfMacs }) => shareOfMacs,
  },
  weightBytes: {
    head: t("Weights"),
    meaning: t("Stored bytes of the parameters"),
    numeric: true,
    key: ({ weightBytes }) => weightBytes ?? undefined,
    text: ({ weightBytes }) => formatBytes(weightBytes),
  },
  activationBytes: {
    head: t("Activations"),
    meaning: t("Bytes of what the nodes put out"),
    numeric: true,
    key: ({ activationBytes }) => keyOf(activationBytes),
    text: ({ activationBytes }) => inShort(activationBytes, formatBytes(plain(activationBytes))),
  },
};

export const COLUMN_IDS = Object.keys(COLUMNS).filter((id): id is ColumnId => Object.hasOwn(COLUMNS, id));

function nameOf({ name }: LayerRow): string {
  return name;
}

function keyOf(count: LayerCount): number | undefined {
  if (count === null) return undefined;
  return typeof count === "number" ? count : count.supposed;
}

/** As text where it is no number. */
export function plain(count: LayerCount): ReportCount {
  return typeof count === "object" && count !== null ? count.text : count;
}

/** Longer expressions stand in the tooltip only. */
const LONGEST_EXPRESSION = 14;

/** What stands for a count that hangs on open sizes in a way that does not fit. */
export const BY_SIZE = t("by size");

function inShort(count: LayerCount, text: string): string {
  const long = typeof count === "object" && count !== null && text.length > LONGEST_EXPRESSION;
  return long ? BY_SIZE : text;
}
