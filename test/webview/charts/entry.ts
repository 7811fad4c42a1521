import "../../../webview/page.css";
import { mountCharts } from "../../../webview/charts/mount";
import { make } from "../../../webview/dom";
import { createHost, vsCodeTransport } from "../../../webview/host";
import { restore } from "../../../webview/saved";
import { INITIAL } from "../../../webview/state";
import { createStore } from "../../../webview/store";
import { registerToolkit } from "../../../webview/toolkit";

/** A page with the charts alone; it says what is selected in an element of its own. */
registerToolkit();
const host = createHost(vsCodeTransport(), () => store.get().assumed);
const store = createStore(restore(INITIAL, host.getState()));
const selected = make("output", { class: "chosen-id" });
const section = make("section");
document.body.append(section, selected);
mountCharts(section, {
  host,
  store,
  announce: () => undefined,
  goTo: () => undefined,
  openGraph: () => undefined,
  closeFind: () => false,
  assumeSize: () => undefined,
});
store.subscribe(({ selection }) => {
  selected.textContent = selection?.id ?? "";
});
void host.request("facts", {}).then((facts) => {
  store.update((state) => ({ ...state, facts, revision: state.revision + 1 }));
});
