import type { ReportProblem } from "../../src/reports/types/parts";
import { DetailsPanel } from "../details/panel";
import { icon, make } from "../dom";
import { t } from "../l10n";
import type { Page } from "../page";
import type { State } from "../state";
import { button, iconButton, showTab, tabs, type Tab } from "../toolkit";
import { drawCounts } from "./counts";
import { drawFacts } from "./facts";
import { drawProblems } from "./problems";
import { Sizes } from "./sizes";
import { makeSplitter, tellWidth } from "./splitter";

/** The frame of the page: facts, views as tabs, details at the right, problems and notices between. */
export class Shell {
  private readonly top = make("div", { class: "top" });
  private readonly facts = make("header", { class: "facts" });
  private readonly sizes: Sizes;
  private readonly notice = make("div", { class: "notice", role: "status", hidden: true });
  private readonly problems = make("div", { class: "problems-place", hidden: true });
  private readonly failure = make("main", { class: "failure", role: "alert", hidden: true });
  private readonly body: HTMLElement;
  private readonly details: DetailsPanel;
  private readonly chosen: HTMLElement;
  private readonly splitter: HTMLElement;
  private readonly counts = make("span", { class: "counts", hidden: true });

  constructor(
    root: HTMLElement,
    private readonly page: Page,
    views: readonly Tab[],
    openFind: () => void,
  ) {
    this.details = new DetailsPanel(page);
    this.splitter = makeSplitter(
      () => page.store.get().panel.width,
      (width) => page.store.update((state) => ({ ...state, panel: { open: true, width } })),
    );
    this.sizes = new Sizes(page.store);
    this.chosen = tabs(views, page.store.get().view, (view) =>
      page.store.update((state) => ({ ...state, view })),
    );
    this.body = make("main", { class: "body" }, this.chosen, this.splitter, this.details.element);
    const bar = make("div", { class: "bar", role: "toolbar", "aria-label": t("Page") });
    bar.append(
      iconButton("search", t("Find"), openFind, "Ctrl+F"),
      iconButton("layout-sidebar-right", t("Show or hide the details"), () => this.togglePanel()),
    );
    this.top.append(this.facts, this.counts, bar);
    root.append(this.top, this.sizes.element, this.notice, this.problems, this.body, this.failure);
    page.store.subscribe((state, before) => this.show(state, before));
    this.showPanel(page.store.get());
  }

  /** Goes to the field for the size of an open dimension. */
  assumeSize(dimension: string): void {
    this.sizes.focus(dimension);
  }

  private show(state: State, before: State): void {
    const changed = state.facts !== before.facts;
    if (state.facts !== undefined && (changed || state.costConvention !== before.costConvention)) {
      drawFacts(this.facts, state.facts, state.costConvention);
    }
    if (changed && state.facts !== undefined) {
      this.sizes.show(state.facts);
    }
    if (changed) this.showProblems(state);
    if (state.panel !== before.panel) this.showPanel(state);
    if (state.view !== before.view) showTab(this.chosen, state.view);
    if (state.findings !== before.findings)
      drawCounts(this.counts, state.findings, () => this.goToFindings());
    if (state.notice !== before.notice) {
      this.notice.hidden = state.notice === "";
      this.notice.textContent = state.notice;
    }
    if (state.failure !== before.failure) this.showFailure(state.failure);
  }

  private showProblems({ facts, problemsOpen }: State): void {
    drawProblems(this.problems, facts?.problems ?? [], problemsOpen, (open) => {
      this.page.store.update((state) => ({ ...state, problemsOpen: open }));
    });
  }

  private showPanel({ panel }: State): void {
    this.body.classList.toggle("without-details", !panel.open);
    this.body.style.setProperty("--details-width", `${panel.width}px`);
    tellWidth(this.splitter, panel.width);
  }

  private goToFindings(): void {
    this.page.store.update((state) => ({ ...state, view: "findings" }));
  }

  private togglePanel(): void {
    this.page.store.update((state) => ({ ...state, panel: { ...state.panel, open: !state.panel.open } }));
  }

  /** Nothing of the file can be shown: what it is and what is wrong takes the place of everything. */
  private showFailure(failure: ReportProblem | undefined): void {
    this.failure.hidden = failure === undefined;
    this.body.hidden = this.top.hidden = failure !== undefined;
    if (failure === undefined) return;
    this.failure.replaceChildren(
      icon("error"),
      make("h1", { text: t("This file cannot be shown") }),
      make("p", { text: failure.message }),
      ...(failure.where === "" ? [] : [make("p", { class: "quiet", text: failure.where })]),
      button({
        text: t("Choose a model…"),
        appearance: "primary",
        onclick: () => this.page.host.send({ type: "open-model" }),
      }),
    );
  }
}
