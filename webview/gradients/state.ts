import type { GradientLoss } from "../../src/document/protocol/gradients";
import type { GradientsReport } from "../../src/reports/types/gradients";
import { restoreScales, type Scales } from "../charts/scales";
import { t } from "../l10n";
import type { Sort } from "../table/columns";
import type { ColumnId } from "./columns";

/** What a person has made of the view: survives hiding, reload and a changed file. */
export interface GradientsState extends Scales {
  readonly loss: GradientLoss["kind"];
  /** The class, for cross-entropy. */
  readonly label: number;
  /** Whether a freshly initialised network is walked through, too. */
  readonly twin: boolean;
  readonly page: GradientsPage;
  /** How the flow is drawn. */
  readonly chart: GradientsChart;
  /** The parameter whose page is open. */
  readonly parameter: string | undefined;
  /** undefined: in the order of the file. */
  readonly sort: Sort<ColumnId> | undefined;
}

export type GradientsPage = "flow" | "image";
export type GradientsChart = "course" | "bars";

export const INITIAL_GRADIENTS: GradientsState = {
  loss: "probe",
  label: 0,
  twin: true,
  page: "flow",
  chart: "course",
  parameter: undefined,
  sort: undefined,
  xScale: "symlog",
  yScale: "linear",
};

export const LOSSES: Readonly<Record<GradientLoss["kind"], string>> = {
  probe: t("Random directions at the output (probe)"),
  sum: t("Sum of all outputs"),
  "cross-entropy": t("Cross-entropy with a class"),
};

/** What a report calls them. */
export const LOSS_NAMES: Readonly<Record<GradientsReport["loss"]["kind"], string>> = {
  probe: t("probe"),
  sum: t("sum"),
  "cross-entropy": t("cross-entropy"),
  mse: t("mean squared error"),
};

/** What is asked of the document. */
export function lossOf({ loss, label }: GradientsState): GradientLoss {
  return loss === "cross-entropy" ? { kind: loss, label } : { kind: loss };
}

/** Takes from a saved value what has the right form. */
export function restoreGradients(saved: unknown): GradientsState {
  if (typeof saved !== "object" || saved === null) return INITIAL_GRADIENTS;
  const from: Partial<Record<keyof GradientsState, unknown>> = saved;
  const { loss, label, twin, page, chart, parameter } = from;
  const known = loss === "probe" || loss === "sum" || loss === "cross-entropy";
  return {
    ...INITIAL_GRADIENTS,
    ...restoreScales(from, INITIAL_GRADIENTS),
    twin: twin !== false,
    loss: known ? loss : "probe",
    label: typeof label === "number" && Number.isSafeInteger(label) && label >= 0 ? label : 0,
    page: page === "image" ? "image" : "flow",
    chart: chart === "bars" ? "bars" : "course",
    parameter: typeof parameter === "string" ? parameter : undefined,
  };
}
