import "./charts.css";
import { make } from "../dom";
import { Tooltip } from "../graph/tooltip";
import { RequestFailed } from "../host";
import { Latest } from "../latest";
import type { Page } from "../page";
import { select } from "../state";
import { Icicle } from "./icicle";
import { MemoryChart } from "./memory";
import { RoleBars } from "./roles";

/** Draws the charts of the main graph's cost into an element; asks the document when they come in sight. */
export function mountCharts(element: HTMLElement, page: Page): void {
  const place = make("div", { class: "cost-charts" });
  const failure = make("p", { class: "quiet", role: "alert", hidden: true });
  element.append(place, failure);
  const tooltip = new Tooltip(place);
  const choose = (id: string): void =>
    page.store.update((state) => select(state, id === "" ? undefined : { id, box: id }));
  const icicle = new Icicle(tooltip, { onselect: choose, announce: page.announce });
  const roles = new RoleBars();
  const memory = new MemoryChart(tooltip, choose);
  place.prepend(icicle.element, roles.element, memory.element);

  const requests = new Latest();
  let shown = -1;
  const load = async (): Promise<void> => {
    const { revision, facts } = page.store.get();
    if (revision === shown || facts === undefined || place.clientWidth === 0) return;
    shown = revision;
    try {
      const breakdown = await requests.run((signal) => page.host.request("breakdown", {}, { signal }));
      if (breakdown === undefined) return;
      failure.hidden = true;
      icicle.show(breakdown);
      roles.show(breakdown.roles, breakdown.open);
      memory.show(breakdown);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      failure.textContent = error.message;
      failure.hidden = false;
    }
  };
  new ResizeObserver(() => {
    icicle.resize(icicle.element.clientWidth);
    memory.resize(memory.element.clientWidth);
    void load();
  }).observe(place);
  page.store.subscribe((state, before) => {
    if (state.revision !== before.revision) void load();
    if (state.selection === before.selection) return;
    icicle.select(state.selection?.id ?? "");
    memory.select(state.selection?.id ?? "");
  });
}
