import type { KeptRun, OutputSamples } from "../../src/document/protocol/runs";
import { formatInteger, formatReal, formatType } from "../../src/reports/format";
import { make } from "../dom";
import { plural, t } from "../l10n";

type Sample = OutputSamples["samples"][number];

/** Samples that are listed; the rest only counts in the sentence above. */
const MOST_SAMPLES = 32;

/** What the model answers: the largest classes where an output has scores of classes, else its first elements. */
export class OutputsPage {
  readonly element = make("div", { class: "outputs-page reading" });
  private run: KeptRun | undefined;

  show([run]: readonly KeptRun[]): void {
    if (run === undefined || run === this.run) return;
    this.run = run;
    const parts = run.outputs.map(drawOutput);
    this.element.replaceChildren(
      ...(parts.length === 0 ? [make("p", { class: "quiet", text: t("The model has no outputs.") })] : parts),
    );
  }
}

function drawOutput(output: OutputSamples): HTMLElement {
  const { name, dtype, shape, samples } = output;
  const more = samples.length - MOST_SAMPLES;
  return make(
    "section",
    { class: "output" },
    make("h3", {}, name, " ", make("span", { class: "quiet", text: formatType(dtype, shape) })),
    make("p", { text: sentence(output) }),
    make(
      "div",
      { class: "output-scroll", tabindex: 0, role: "region", "aria-label": t("Samples of {0}", name) },
      samplesTable(output),
    ),
    ...(more > 0
      ? [make("p", { class: "quiet", text: plural(more, "and {0} sample more", "and {0} samples more") })]
      : []),
  );
}

/** `The largest of 1,000 is 417 in 6 of 8 samples.` */
function sentence({ samples, shape }: OutputSamples): string {
  const firsts = samples.flatMap(({ top }) => top?.[0]?.[0] ?? []);
  if (firsts.length === 0) {
    return plural(samples.length, "The first elements of {0} sample.", "The first elements of {0} samples.");
  }
  const counts = new Map<number, number>();
  for (const first of firsts) counts.set(first, (counts.get(first) ?? 0) + 1);
  const [[best, often] = [0, 0]] = [...counts].sort((a, b) => b[1] - a[1]);
  const classes = formatInteger(shape.at(-1) ?? 0);
  if (firsts.length === 1) return t("The largest of {0} is {1}.", classes, formatInteger(best));
  const all = often === firsts.length;
  const [index, count] = [formatInteger(best), formatInteger(often)];
  return all
    ? t(
        "The largest of {0} is {1} in all {2} samples. The samples make no difference to it.",
        classes,
        index,
        count,
      )
    : t("The largest of {0} is {1} in {2} of {3} samples.", classes, index, count, firsts.length);
}

function samplesTable(output: OutputSamples): HTMLElement {
  const shown = output.samples.slice(0, MOST_SAMPLES);
  const ranked = shown.some(({ top }) => top !== undefined);
  const width = Math.max(0, ...shown.map((sample) => cellsOf(sample, output).length));
  const heads = Array.from({ length: width }, (_, at) => (ranked ? rank(at) : formatInteger(at)));
  return make(
    "table",
    { class: "samples" },
    make(
      "thead",
      {},
      make("tr", {}, ...[t("Sample"), ...heads].map((text) => make("th", { scope: "col", text }))),
    ),
    make("tbody", {}, ...shown.map((sample, at) => sampleRow(sample, at, output))),
  );
}

function rank(at: number): string {
  return at === 0 ? t("Largest") : `${formatInteger(at + 1)}.`;
}

function sampleRow(sample: Sample, at: number, output: OutputSamples): HTMLElement {
  return make(
    "tr",
    {},
    make("th", { scope: "row", text: formatInteger(at + 1) }),
    ...cellsOf(sample, output),
  );
}

function cellsOf({ top, values }: Sample, { shares }: OutputSamples): readonly HTMLElement[] {
  if (top === undefined) {
    return values.map((value) => make("td", { text: typeof value === "string" ? value : formatReal(value) }));
  }
  return top.map(([index, value]) => {
    const text = shares && typeof value === "number" ? `${formatReal(100 * value)} %` : formatReal(value);
    return make(
      "td",
      {},
      make("strong", { text: formatInteger(index) }),
      " ",
      make("span", { class: "quiet", text }),
    );
  });
}
