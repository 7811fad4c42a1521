import type { ColourBy, UserMetricReport } from "../../src/document/protocol/colours";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { colourBy, graphOf, type State, type TakenFile } from "../state";
import { dropdown, type Dropdown } from "../toolkit";
import { CHOICES, painterOf, type Colouring, type Painter } from "./colour-by";
import { Legend } from "./legend";

/** The dropdown's last entry: asks for a file. */
const FROM_FILE = "file";

/** Chooses what the graph is coloured by, asks the document for it, and says what the colours mean. */
export class GraphColours {
  readonly dropdown: Dropdown;
  readonly legend: Legend;
  private readonly reports = new Latest();
  private colouring: Colouring = { by: "role" };
  private told: TakenFile | undefined;

  constructor(
    private readonly page: Page,
    private readonly onpaint: (painter: Painter, title: string) => void,
  ) {
    this.legend = new Legend((dimension) => page.assumeSize(dimension));
    this.dropdown = dropdown(t("Colour by"), (value) => this.choose(value));
    this.offer(page.store.get());
    page.store.subscribe((state, before) => {
      if (offers(state) !== offers(before) || state.metricFile !== before.metricFile) this.offer(state);
      if (needs(state) !== needs(before) || state.metricFile !== before.metricFile) void this.load(state);
    });
  }

  private choose(value: string): void {
    if (value !== FROM_FILE) this.page.store.update((state) => colourBy(state, value as ColourBy));
    else {
      // Until a file is chosen the old metric stays.
      this.offer(this.page.store.get());
      this.page.host.send({ type: "pick-metric-file" });
    }
  }

  private offer(state: State): void {
    const { metricFile } = state;
    const own = Object.entries(CHOICES).filter(([by]) => isOffered(by as ColourBy, state));
    this.dropdown.offer(
      [
        ...own.map(([value, { title }]) => ({ value, text: title })),
        ...(metricFile === undefined ? [] : [{ value: "user", text: metricFile.name }]),
        { value: FROM_FILE, text: t("From file…") },
      ],
      chosen(state),
    );
  }

  private async load(state: State): Promise<void> {
    const by = chosen(state);
    if (by !== "role") this.legend.wait(CHOICES[by].title);
    try {
      const colouring = await this.reports.run((signal) => this.ask(state, signal));
      if (colouring !== undefined) this.show(colouring);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.legend.show(this.colouring);
      const notice = error.problem.message;
      this.page.store.update((now) => ({ ...now, notice, metricFile: undefined, colourBy: "role" }));
    }
  }

  private async ask(state: State, signal: AbortSignal): Promise<Colouring> {
    const by = chosen(state);
    const graph = graphOf(state);
    const { host } = this.page;
    if (by === "role") return { by };
    if (by !== "user") {
      return { by, report: await host.request("metrics", { graph, metric: by }, { signal }) };
    }
    if (state.metricFile === undefined) return { by: "role" };
    const { name, text } = state.metricFile;
    const report = await host.request("userMetric", { graph, file: { name, text } }, { signal });
    return { by, file: name, report };
  }

  private show(colouring: Colouring): void {
    const before = this.colouring;
    this.colouring = colouring;
    this.legend.show(colouring);
    this.onpaint(painterOf(colouring), CHOICES[colouring.by].title);
    if (colouring.by !== before.by) this.page.announce(t("Coloured by {0}", CHOICES[colouring.by].title));
    if (colouring.by === "user") this.tell(noticeOf(colouring.file, colouring.report));
  }

  /** How well a file fits is told once, when it was chosen; later the legend says it. */
  private tell(notice: string): void {
    const { metricFile } = this.page.store.get();
    if (metricFile?.chosen !== true || metricFile === this.told) return;
    this.told = metricFile;
    this.page.store.update((state) => ({ ...state, notice }));
  }
}

/** A file that was chosen before the window was reloaded is not here any more. */
function chosen({ colourBy, metricFile }: Pick<State, "colourBy" | "metricFile">): ColourBy {
  return colourBy === "user" && metricFile === undefined ? "role" : colourBy;
}

/** What the model says, what was measured so far, and what is chosen. */
function isOffered(by: ColourBy, { colourBy: now, runs, gradientsTaken }: State): boolean {
  if (by === "user") return false;
  const { needs: measured } = CHOICES[by];
  if (measured === undefined || by === now) return true;
  return measured === "run" ? runs.length > 0 : gradientsTaken > 0;
}

/** What {@link isOffered} hangs on. */
function offers({ colourBy: by, runs, gradientsTaken }: State): string {
  return `${by} ${runs.length > 0} ${gradientsTaken > 0}`;
}

/** What a report is asked for: another text, another report. */
function needs(state: State): string {
  const { revision, colourBy: by, runs, gradientsTaken } = state;
  return `${revision} ${by} ${graphOf(state)} ${runs[0]?.id ?? ""} ${gradientsTaken}`;
}

/** How well a file fits the model: what is not found is what a person wants to know. */
function noticeOf(file: string, report: UserMetricReport): string {
  const { matched, unmatched, examples, repeated, skipped } = report;
  const more = unmatched - examples.length;
  const missing = [...examples, ...(more > 0 ? [plural(more, "{0} other", "{0} others")] : [])].join(", ");
  return [
    plural(
      matched + unmatched,
      "{1}: {2} of {0} name found in the model.",
      "{1}: {2} of {0} names found in the model.",
      file,
      matched,
    ),
    unmatched > 0 ? t("Not found: {0}.", missing) : "",
    repeated > 0
      ? plural(
          repeated,
          "{0} name stood there more than once: its numbers are added up.",
          "{0} names stood there more than once: their numbers are added up.",
        )
      : "",
    skipped > 0
      ? plural(
          skipped,
          "{0} row without a name or number left out.",
          "{0} rows without a name or number left out.",
        )
      : "",
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}
