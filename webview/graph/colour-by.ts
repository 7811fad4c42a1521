import type {
  AmountReport,
  ColourBy,
  KindReport,
  MetricReport,
  UserMetricReport,
} from "../../src/document/protocol/colours";
import type { GroupBox, NodeBox } from "../../src/layout/picture";
import { formatBytes, formatShort } from "../../src/reports/format";
import { t } from "../l10n";
import type { Badge, Badges } from "./badges";
import { scaleOf } from "./scale";

/** What the graph is coloured by, with what the document says of it. */
export type Colouring =
  | { readonly by: "role" }
  | { readonly by: Exclude<ColourBy, "role" | "user">; readonly report: MetricReport }
  | { readonly by: "user"; readonly file: string; readonly report: UserMetricReport };

/** How a box looks, and the value that it shows. */
export interface Paint {
  /** Classes of the style sheet. */
  readonly look: string;
  /** `118M MACs`: never colour alone. Empty where the colour says the role, which has its sign. */
  readonly text: string;
  /** Without its unit, where a box has no room for it: the legend says the unit. */
  readonly bare: string;
  /** What the linter says of it. */
  readonly badge?: Badge | undefined;
}

export type Painter = (box: NodeBox | GroupBox) => Paint;

interface Choice {
  readonly title: string;
  /** What a value is, and what it is of a group. */
  readonly meaning: string;
  /** Beside a number on a box, where there is little room. */
  readonly unit: string;
  /** What has to be measured before. */
  readonly needs?: "run" | "gradients";
}

export const CHOICES: Readonly<Record<ColourBy, Choice>> = {
  role: { title: t("Operator role"), meaning: "", unit: "" },
  parameters: {
    title: t("Parameters"),
    meaning: t("Elements of stored parameters and statistics"),
    unit: ` ${t("params")}`,
  },
  macs: { title: "MACs", meaning: t("Multiply–accumulates of one run"), unit: " MACs" },
  activationBytes: { title: t("Activation bytes"), meaning: t("Bytes of the outputs"), unit: "" },
  intensity: {
    title: t("Arithmetic intensity"),
    meaning: t("FLOPs per byte moved: inputs, weights and outputs, each read or written once"),
    unit: " FLOP/B",
  },
  dtype: { title: t("Data type"), meaning: t("Of the first output"), unit: "" },
  std: {
    title: t("Standard deviation"),
    meaning: t("Of the output in the last run; of a group the largest inside"),
    unit: "",
    needs: "run",
  },
  zeroFraction: {
    title: t("Zeros"),
    meaning: t("Of the output in the last run; of a group the largest inside"),
    unit: "",
    needs: "run",
  },
  deadUnits: {
    title: t("Dead units"),
    meaning: t("Units of activations that never fired in the last run; of a group the largest inside"),
    unit: "",
    needs: "run",
  },
  saturatedUnits: {
    title: t("Saturated units"),
    meaning: t(
      "Units of activations at an end of their range in the last run; of a group the largest inside",
    ),
    unit: "",
    needs: "run",
  },
  gradient: {
    title: t("Gradient"),
    meaning: t("Root mean square of the gradient by the output; of a group the largest inside"),
    unit: "",
    needs: "gradients",
  },
  parameterGradient: {
    title: t("Gradient of parameters"),
    meaning: t("Root mean square of the gradient by the parameters; of a group the largest inside"),
    unit: "",
    needs: "gradients",
  },
  user: { title: t("Metric from file"), meaning: t("Of a group the largest inside"), unit: "" },
};

/** Steps of the sequential palette; tones.css has one class for each. */
export const TONES = 16;
/** Kinds with a colour of their own; the rarer ones share the last. */
const HUES = 6;
/** A longer title stands in the legend only. */
const LONGEST_UNIT = 4;

export const BY_ROLE: Painter = ({ role }) => ({ look: `role-${role}`, text: "", bare: "" });

/** The same colours, and what the linter says. An open group leaves that to what is inside. */
export function badged(painter: Painter, badges: Badges): Painter {
  if (badges.size === 0) return painter;
  return (box) => {
    const shown = box.kind === "node" || !box.open;
    return { ...painter(box), badge: shown ? badges.get(box.id) : undefined };
  };
}

const UNVALUED: Paint = { look: "unvalued", text: t("unknown"), bare: "?" };

export function painterOf(colouring: Colouring): Painter {
  if (colouring.by === "role") return BY_ROLE;
  const { report } = colouring;
  return report.kind === "kinds" ? kindPainter(report) : amountPainter(colouring, report);
}

function kindPainter({ kinds, values }: KindReport): Painter {
  const places = new Map(Object.entries(values));
  return ({ id }) => {
    const place = places.get(id);
    const kind = place === undefined ? undefined : kinds[place];
    if (place === undefined || kind === undefined) return UNVALUED;
    return { look: hueOf(place), text: kind, bare: kind };
  };
}

export function hueOf(place: number): string {
  return `hue-${Math.min(place, HUES - 1)}`;
}

function amountPainter(colouring: Exclude<Colouring, { by: "role" }>, report: AmountReport): Painter {
  const places = new Map(Object.entries(report.values));
  const scale = scaleOf(report);
  // Of what was measured, a node without a value has none: most nodes have no units.
  const missing = CHOICES[colouring.by].needs === undefined ? UNVALUED : { ...UNVALUED, text: "", bare: "" };
  return ({ id }) => {
    const value = places.get(id);
    if (value === undefined || scale === undefined) return missing;
    const [text, bare] = [valueText(colouring, value), bareText(colouring, value)];
    return { look: `tone ${toneAt(scale.place(value))}`, text, bare };
  };
}

/** The class for a place from 0 to 1. */
export function toneAt(place: number): string {
  return `tone-${Math.min(TONES - 1, Math.floor(place * TONES))}`;
}

/** `118M MACs`, `4.7 MB`, `12.5 FLOP/B`, `0.25 ms`. */
export function valueText(colouring: Exclude<Colouring, { by: "role" }>, value: number): string {
  const bare = bareText(colouring, value);
  if (colouring.by !== "user") return bare + CHOICES[colouring.by].unit;
  const { title } = colouring.report;
  return bare + (title !== "" && title.length <= LONGEST_UNIT ? ` ${title}` : "");
}

const FRACTIONS: ReadonlySet<ColourBy> = new Set<ColourBy>(["zeroFraction", "deadUnits", "saturatedUnits"]);

/** The number without its unit; fractions in percent. */
export function bareText({ by }: Colouring, value: number): string {
  if (by === "activationBytes") return formatBytes(value);
  const rounded = (number: number): string => formatShort(Number(number.toPrecision(3)));
  return FRACTIONS.has(by) ? `${rounded(100 * value)} %` : rounded(value);
}

/** What the colours mean, for the legend and the tooltip. */
export function titleOf(colouring: Colouring): string {
  if (colouring.by !== "user") return CHOICES[colouring.by].title;
  return colouring.report.title === "" ? colouring.file : `${colouring.report.title}, ${colouring.file}`;
}
