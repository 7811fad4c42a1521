import "./weights.css";
import type { StoredTensors } from "../../src/document/protocol/tensors";
import { formatBytes, formatReal } from "../../src/reports/format";
import { Ridges, type Ridge } from "../charts/ridges";
import { explainer } from "../concepts/explainer";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { select, type State } from "../state";
import { button, row, setPressed, toggleButton } from "../toolkit";
import { Waiting } from "../waiting";
import { againstHe, INITIALISATION } from "./columns";
import { expectedDeviation } from "./expectation";
import { TensorList } from "./list";
import type { WeightsPage, WeightsState } from "./state";
import { TensorPage } from "./tensor";

/** Reading so much takes about a second: a person who opens the view need not ask for it. */
const READ_AT_ONCE = 256 * 2 ** 20;

const PAGES: Readonly<Record<WeightsPage, string>> = { list: t("Tensors"), depth: t("Depth") };

/** The stored tensors: a list, a page for each, and how their scale goes from the input to the output. */
export class WeightsView {
  readonly element = make("section", { class: "weights", "aria-label": t("Weights") });
  private readonly offer = make("div", { class: "weights-offer", hidden: true });
  private readonly waiting = new Waiting();
  private readonly problem = make("p", { class: "weights-problem", role: "alert", hidden: true });
  private readonly choices = make("div", { class: "run-pages", role: "toolbar", "aria-label": t("Pages") });
  private readonly buttons = new Map<WeightsPage, HTMLElement>();
  private readonly list: TensorList;
  private readonly tensor: TensorPage;
  private readonly ridges: Ridges;
  private readonly depth: HTMLElement;
  private readonly none = make("p", { class: "quiet", hidden: true });
  private readonly asked = new Latest();
  private stored: StoredTensors | undefined;
  private loaded = -1;
  private drawn: State | undefined;

  constructor(private readonly page: Page) {
    const change = (changed: Partial<WeightsState>): void =>
      page.store.update((state) => ({ ...state, weights: { ...state.weights, ...changed } }));
    for (const [id, title] of [
      ["list", PAGES.list],
      ["depth", PAGES.depth],
    ] as const) {
      const one = toggleButton(title, () => change({ page: id, tensor: undefined }));
      this.buttons.set(id, one);
      this.choices.append(one);
    }
    this.list = new TensorList(page, change);
    this.tensor = new TensorPage(page, change);
    this.ridges = new Ridges(
      t("Weights from the input to the output"),
      t(
        "Each against its own fan-in: from four times the deviation that He's initialisation gives below zero to four above. Layers alike look alike.",
      ),
      explainer(page)(t("deviations of He's initialisation"), INITIALISATION),
      (id) => page.store.update((state) => select(state, { id, box: id })),
    );
    this.depth = make("div", { class: "reading" }, this.ridges.element);
    this.element.append(
      this.offer,
      this.waiting.element,
      this.problem,
      this.choices,
      this.none,
      this.list.element,
      this.depth,
      this.tensor.element,
    );
    // Until the document has answered there is nothing to show but that it is asked.
    for (const part of [this.choices, this.list.element, this.depth]) part.hidden = true;
    page.store.subscribe((state) => this.changed(state));
  }

  private changed(state: State): void {
    if (state.view !== "weights" || state.facts === undefined) return;
    if (state.revision !== this.loaded) {
      this.loaded = state.revision;
      void this.load(false);
    }
    const before = this.drawn;
    const same =
      before?.weights === state.weights &&
      before.selection === state.selection &&
      before.findings === state.findings;
    if (!same) this.show(state);
  }

  /** Reads the list, and the weights where that is quick or `measure` asks for it. */
  private async load(measure: boolean): Promise<void> {
    this.problem.hidden = true;
    this.waiting.begin(() => this.cancel());
    try {
      const stored = await this.asked.run((signal) =>
        this.page.host.request(
          "weights",
          { measure },
          { signal, onprogress: (progress) => this.waiting.progress(progress, formatBytes) },
        ),
      );
      if (stored === undefined) return;
      this.stored = stored;
      this.show(this.page.store.get());
      this.say(stored.problems);
      if (measure) this.page.host.send({ type: "measured" });
      else if (!stored.measured && stored.bytes !== null && stored.bytes <= READ_AT_ONCE)
        await this.load(true);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.say([error.problem]);
    } finally {
      this.waiting.end();
    }
  }

  /** The first problem stands for all of its kind, of which each tensor may have one. */
  private say(problems: StoredTensors["problems"]): void {
    const [first, ...others] = problems;
    this.problem.hidden = first === undefined;
    const more =
      others.length === 0
        ? ""
        : ` ${plural(others.length, "And {0} problem more.", "And {0} problems more.")}`;
    this.problem.textContent = `${first?.message ?? ""}${more}`;
  }

  private cancel(): void {
    this.asked.cancel();
    this.waiting.end();
    this.show(this.page.store.get());
  }

  private show(state: State): void {
    const { stored } = this;
    if (stored === undefined) return;
    this.drawn = state;
    const { page, tensor } = state.weights;
    const at = stored.tensors.findIndex(({ name }) => name === tensor);
    const opened = stored.tensors[at];
    const empty = stored.tensors.length === 0;
    this.offerToMeasure(stored);
    this.none.hidden = !empty;
    this.none.textContent = t(
      "The model stores no tensors: all that it computes with comes in by its inputs.",
    );
    this.choices.hidden = empty || opened !== undefined;
    for (const [id, one] of this.buttons) setPressed(one, id === page);
    this.list.element.hidden = empty || opened !== undefined || page !== "list";
    this.depth.hidden = empty || opened !== undefined || page !== "depth";
    this.tensor.element.hidden = opened === undefined;
    if (opened === undefined) this.tensor.leave();
    else this.tensor.show(opened, stored.nodes[at] ?? null, state);
    this.list.show(stored, state);
    this.ridges.show(stored.layers.flatMap((layer) => ridgeOf(stored, layer)));
    this.ridges.mark(state.selection?.box);
  }

  private offerToMeasure({ measured, bytes, tensors }: StoredTensors): void {
    this.offer.hidden = measured || tensors.length === 0 || (bytes !== null && bytes <= READ_AT_ONCE);
    const text = t("Read all weights ({0})", formatBytes(bytes));
    this.offer.replaceChildren(
      row(
        "values-tools",
        button({ text, appearance: "primary", onclick: () => void this.load(true) }),
        make("span", { class: "quiet", text: t("for their statistics and histograms") }),
      ),
    );
  }
}

function ridgeOf(stored: StoredTensors, at: number): readonly Ridge[] {
  const tensor = stored.tensors[at];
  if (tensor === undefined) return [];
  const { name, histogram, fanIn, fanOut, std } = tensor;
  if (histogram === null || fanIn === null || fanOut === null) return [];
  const title = t("{0}: std {1}, {2} times He's", name, formatReal(std), formatReal(againstHe(tensor)));
  const unit = expectedDeviation("he", fanIn, fanOut);
  return [{ id: stored.nodes[at] ?? name, label: name, title, histogram, middle: 0, unit }];
}
