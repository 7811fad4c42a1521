import "./findings.css";
import type { Progress } from "../../src/document/protocol/messages";
import type { Finding, Severity } from "../../src/findings/types";
import type { LintReport } from "../../src/reports/types/lint";
import { formatBytes, formatInteger } from "../../src/reports/format";
import { icon, make } from "../dom";
import { RequestFailed } from "../host";
import { t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { severityName } from "../severity";
import { showConcept, type State } from "../state";
import { button, row } from "../toolkit";
import { lookedText } from "./looked";

const ICONS: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  info: "info",
  hint: "lightbulb",
};

/** Findings that are drawn at first, and with each wish for more: thousands at once would take seconds. */
const DRAWN_AT_ONCE = 100;

/** What the linter finds, the worst first: a list that is walked with the arrow keys. */
export class FindingsView {
  readonly element = make("div", { class: "findings" });
  private readonly status = make("p", { class: "quiet", role: "status" });
  private readonly offer = make("div", { class: "offer", hidden: true });
  private readonly list = make("div", { class: "finding-list", role: "grid", "aria-label": t("Findings") });
  private readonly more = button({ text: "", onclick: () => this.drawMore() });
  private readonly reports = new Latest();
  private report: LintReport | undefined;
  private chosen = 0;

  constructor(private readonly page: Page) {
    this.element.append(this.status, this.offer, this.list, this.more);
    this.more.classList.add("more-findings");
    this.more.hidden = true;
    this.list.addEventListener("keydown", (event) => this.key(event));
    page.store.subscribe((state, before) => this.changed(state, before));
  }

  /** Asks again: the model, what is assumed, or how to lint is another. */
  async load(weights = false): Promise<void> {
    try {
      const report = await this.reports.run((signal) =>
        this.page.host.request(
          "lint",
          { configuration: null, weights },
          { signal, onprogress: (progress) => this.progress(progress) },
        ),
      );
      if (report === undefined) return;
      this.page.store.update((state) => ({ ...state, findings: report }));
      if (weights) this.page.host.send({ type: "measured" });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.status.textContent = error.problem.message;
    }
  }

  /** Weights are read when a person asks: a large model takes its time. */
  private offerWeights({ looked }: LintReport): void {
    const bytes = this.page.store.get().facts?.weightBytes ?? null;
    this.offer.hidden = looked.includes("weights") || bytes === 0;
    const text = t("Check the weights, too ({0})", formatBytes(bytes));
    this.offer.replaceChildren(button({ text, appearance: "primary", onclick: () => void this.load(true) }));
  }

  private progress({ phase, done, total }: Progress): void {
    const share =
      done === null || total === null ? [] : [t("{0} of {1}", formatBytes(done), formatBytes(total))];
    this.status.textContent = [phase, ...share].join(": ");
    if (this.offer.hidden) return;
    const cancel = (): void => {
      this.reports.cancel();
      if (this.report !== undefined) this.show(this.report);
    };
    this.offer.replaceChildren(button({ text: t("Cancel"), onclick: cancel }));
  }

  private changed(state: State, before: State): void {
    if (state.revision !== before.revision) void this.load();
    if (state.findings !== before.findings && state.findings !== undefined) this.show(state.findings);
    if (state.selection !== before.selection) this.follow(state.selection?.id);
  }

  private show(report: LintReport): void {
    this.report = report;
    this.chosen = Math.min(this.chosen, Math.max(0, report.findings.length - 1));
    this.status.textContent = lookedText(report);
    this.offerWeights(report);
    this.list.setAttribute("aria-rowcount", String(report.findings.length));
    this.list.replaceChildren();
    this.draw(DRAWN_AT_ONCE);
    this.mark();
  }

  private drawMore(): void {
    const first = this.list.childElementCount;
    this.draw(first + DRAWN_AT_ONCE);
    this.choose(first);
  }

  /** Adds entries until there are so many. */
  private draw(count: number): void {
    const findings = this.report?.findings ?? [];
    const drawn = this.list.childElementCount;
    const added = findings.slice(drawn, count).map((finding, at) => this.entry(finding, drawn + at));
    this.list.append(...added);
    const left = findings.length - this.list.childElementCount;
    this.more.hidden = left === 0;
    this.more.textContent = t("Show more: {0} left", formatInteger(left));
  }

  private entry(finding: Finding, index: number): HTMLElement {
    const { severity, message, rule, id, concept } = finding;
    const actions = row(
      "finding-actions",
      ...(id === null ? [] : [button({ text: t("Show in graph"), onclick: () => this.go(finding) })]),
      ...(concept === null
        ? []
        : [
            button({
              text: t("Concept"),
              onclick: () => this.page.store.update((state) => showConcept(state, concept)),
            }),
          ]),
      button({ text: t("Why?"), onclick: () => this.page.host.send({ type: "help", rule }) }),
      button({
        text: t("Accept…"),
        onclick: () => this.page.host.send({ type: "suppress", rule, where: placeOf(finding) }),
      }),
    );
    actions.setAttribute("role", "gridcell");
    return make(
      "div",
      {
        class: `finding ${severity}`,
        role: "row",
        tabindex: -1,
        "aria-label": `${severityName(severity)}: ${message}`,
        onclick: () => this.choose(index),
        ondblclick: () => this.go(finding),
      },
      icon(ICONS[severity]),
      make(
        "div",
        { class: "finding-text", role: "gridcell" },
        make("div", { text: message }),
        make("code", { text: rule }),
      ),
      actions,
    );
  }

  private key(event: KeyboardEvent): void {
    const last = (this.report?.findings.length ?? 0) - 1;
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(last, this.chosen + 1),
      ArrowUp: Math.max(0, this.chosen - 1),
      Home: 0,
      End: last,
    };
    const next = steps[event.key];
    const finding = this.report?.findings[this.chosen];
    if (next !== undefined) this.choose(next);
    else if (event.key === "Enter" && event.target instanceof Element && event.target.matches(".finding")) {
      if (finding !== undefined) this.go(finding);
    } else return;
    event.preventDefault();
  }

  /** The details beside show what the finding is about. */
  private choose(index: number): void {
    this.chosen = index;
    this.mark();
    const entry = this.list.children[index];
    if (entry instanceof HTMLElement && !entry.contains(document.activeElement)) entry.focus();
    const id = this.report?.findings[index]?.id;
    if (id !== null && id !== undefined) {
      this.page.store.update((state) => ({ ...state, selection: { id, box: id }, trace: undefined }));
    }
  }

  private go({ id }: Finding): void {
    if (id === null) return;
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }

  /** A selection made elsewhere is found here, too. */
  private follow(id: string | undefined): void {
    const index = this.report?.findings.findIndex((finding) => finding.id === id) ?? -1;
    if (index < 0 || this.report?.findings[this.chosen]?.id === id) return;
    this.chosen = index;
    this.mark();
  }

  private mark(): void {
    this.draw(this.chosen + 1);
    [...this.list.children].forEach((entry, index) => {
      entry.setAttribute("aria-selected", String(index === this.chosen));
      entry.setAttribute("tabindex", index === this.chosen ? "0" : "-1");
    });
    this.list.children[this.chosen]?.scrollIntoView({ block: "nearest" });
  }
}

function placeOf({ node, tensor, value }: Finding): string {
  return node ?? tensor ?? value ?? "";
}
