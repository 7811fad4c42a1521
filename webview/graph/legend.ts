import type { AmountReport, KindReport } from "../../src/document/protocol/colours";
import { make } from "../dom";
import { plural, t } from "../l10n";
import { progressRing } from "../toolkit";
import { bareText, CHOICES, hueOf, titleOf, toneAt, TONES, valueText, type Colouring } from "./colour-by";
import { scaleOf, type Scale } from "./scale";

/** Shorter waits show nothing: a flash of progress is worse than none. */
const WAIT_MS = 300;

type Metric = Exclude<Colouring, { by: "role" }>;

/** What the colours of the graph mean; hidden where they are those of roles. */
export class Legend {
  readonly element = make("div", { class: "legend", role: "group", tabindex: 0, hidden: true });
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** @param assume goes to where a person gives an open dimension a size. */
  constructor(private readonly assume: (dimension: string) => void) {}

  /** Until the next {@link show}: what is being worked out, where it takes long enough to wonder. */
  wait(title: string): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.element.hidden = false;
      this.element.replaceChildren(
        make("span", { class: "without" }, progressRing(), t("Working out: {0}", title)),
      );
    }, WAIT_MS);
  }

  show(colouring: Colouring): void {
    clearTimeout(this.timer);
    this.element.hidden = colouring.by === "role";
    if (colouring.by === "role") return;
    const { report } = colouring;
    const { meaning } = CHOICES[colouring.by];
    this.element.setAttribute("aria-label", t("Colours: {0}", titleOf(colouring)));
    this.element.replaceChildren(
      make("strong", { text: headingOf(colouring) }),
      ...(meaning === "" ? [] : [make("span", { class: "quiet", text: meaning })]),
      ...(report.kind === "kinds" ? [kindsOf(report)] : rampOf(colouring, report)),
      ...coverageOf(colouring, this.assume),
    );
  }
}

/** `MACs, logarithmic scale`. */
function headingOf(colouring: Metric): string {
  const { report } = colouring;
  const scale = report.kind === "amounts" ? scaleOf(report) : undefined;
  const ofSample = report.kind === "amounts" && report.per !== null;
  const title = ofSample ? t("{0} per sample", titleOf(colouring)) : titleOf(colouring);
  if (scale === undefined) return title;
  return scale.kind === "linear" ? t("{0}, linear scale", title) : t("{0}, logarithmic scale", title);
}

function kindsOf({ kinds }: KindReport): HTMLElement {
  return make(
    "div",
    { class: "kinds" },
    ...kinds.map((kind, place) =>
      make("span", { class: "kind" }, make("span", { class: `swatch ${hueOf(place)}` }), kind),
    ),
  );
}

function rampOf(colouring: Metric, report: AmountReport): readonly HTMLElement[] {
  const scale = scaleOf(report);
  if (scale === undefined) return [make("span", { text: t("No node has a value.") })];
  const tones = Array.from({ length: TONES }, (_, tone) => make("span", { class: toneAt(tone / TONES) }));
  const zero = scale.kind === "logarithmic" && report.range?.[0] === 0;
  return [
    ...(report.per === null
      ? []
      : [make("span", { class: "quiet", text: t("Of one sample: a run has {0} of them", report.per) })]),
    make("div", { class: "ramp", "aria-hidden": "true" }, ...tones),
    ticksOf(colouring, scale),
    ...(zero ? [make("span", { class: "quiet", text: t("0 has the lowest colour") })] : []),
  ];
}

/** Texts below the ramp: both ends, and round values where there is room. */
function ticksOf(colouring: Metric, { kind, least, most, place, ticks }: Scale): HTMLElement {
  const row = make("div", { class: "ticks" });
  const put = (text: string, at: number): void => {
    const tick = make("span", { text });
    tick.style.left = `${at * 100}%`;
    tick.style.transform = `translateX(${-at * 100}%)`;
    row.append(tick);
  };
  if (least !== most || kind === "logarithmic") put(valueText(colouring, least), 0);
  for (const tick of ticks) put(bareText(colouring, tick), place(tick));
  put(valueText(colouring, most), 1);
  return row;
}

/** What has no colour, and what a person can do about it. */
function coverageOf(
  { report, ...colouring }: Metric,
  assume: (dimension: string) => void,
): readonly HTMLElement[] {
  const lines: HTMLElement[] = [];
  if (colouring.by === "user" && "matched" in report) {
    const all = report.matched + report.unmatched;
    const text = plural(
      all,
      "{1} of {0} name found in the model",
      "{1} of {0} names found in the model",
      report.matched,
    );
    lines.push(make("span", { text }));
  }
  if (report.missing > 0) {
    const text = plural(report.missing, "{0} node without a value", "{0} nodes without a value");
    lines.push(make("span", { class: "without" }, make("span", { class: "swatch unvalued" }), text));
  }
  const [first] = report.open;
  if (first !== undefined) {
    const text = t("Depends on {0}:", report.open.join(", "));
    const button = make("button", { class: "link", text: t("assume a size"), onclick: () => assume(first) });
    lines.push(make("span", { class: "open-sizes" }, text, " ", button));
  }
  return lines;
}
