import "./charts.css";
import { unpackRows } from "../../src/document/packed-rows";
import type { Breakdown } from "../../src/document/protocol/requests";
import { explainer } from "../concepts/explainer";
import { make } from "../dom";
import { Tooltip } from "../graph/tooltip";
import { RequestFailed } from "../host";
import { Latest } from "../latest";
import type { Page } from "../page";
import { select } from "../state";
import { Waiting } from "../waiting";
import { Icicle } from "./icicle";
import { MemoryChart } from "./memory";
import { RoleBars } from "./roles";

/** Draws the charts of the main graph's cost into an element; asks the document when they come in sight. */
export function mountCharts(element: HTMLElement, page: Page): void {
  element.append(new Charts(page).element);
}

class Charts {
  readonly element = make("div", { class: "cost-charts" });
  private readonly failure = make("p", { class: "quiet", role: "alert", hidden: true });
  private readonly waiting = new Waiting();
  private readonly tooltip = new Tooltip(this.element);
  private readonly roles = new RoleBars();
  private readonly icicle: Icicle;
  private readonly memory: MemoryChart;
  private readonly requests = new Latest();
  /** The revision of the file that was asked for last. */
  private revision = -1;

  constructor(private readonly page: Page) {
    const onselect = (id: string): void =>
      page.store.update((state) => select(state, id === "" ? undefined : { id, box: id }));
    this.icicle = new Icicle(this.tooltip, { onselect, announce: page.announce });
    this.memory = new MemoryChart(this.tooltip, onselect, explainer(page));
    this.element.prepend(this.icicle.element, this.roles.element, this.memory.element, this.failure);
    this.element.append(this.waiting.element);
    new ResizeObserver(() => this.resize()).observe(this.element);
    page.store.subscribe((state, before) => {
      if (state.revision !== before.revision) void this.load();
      if (state.selection === before.selection) return;
      this.icicle.select(state.selection?.id ?? "");
      this.memory.select(state.selection?.id ?? "");
    });
  }

  /** Also told when the charts come in sight. */
  private resize(): void {
    this.icicle.resize(this.icicle.element.clientWidth);
    this.memory.resize(this.memory.element.clientWidth);
    void this.load();
  }

  private async load(): Promise<void> {
    const { revision, facts } = this.page.store.get();
    if (revision === this.revision || facts === undefined || this.element.clientWidth === 0) return;
    this.revision = revision;
    this.waiting.begin(() => {
      this.requests.cancel();
      this.waiting.end();
    });
    try {
      const breakdown = await this.requests.run((signal) =>
        this.page.host.request(
          "breakdown",
          {},
          { signal, onprogress: (step) => this.waiting.progress(step) },
        ),
      );
      if (breakdown !== undefined) this.show({ ...breakdown, parts: unpackRows(breakdown.parts) });
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.failure.textContent = error.message;
      this.failure.hidden = false;
    } finally {
      if (revision === this.revision) this.waiting.end();
    }
  }

  private show(breakdown: Breakdown): void {
    this.failure.hidden = true;
    this.icicle.show(breakdown);
    this.roles.show(breakdown.roles, breakdown.open);
    this.memory.show(breakdown);
  }
}
