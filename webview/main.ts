import "./page.css";
import type { HostEvent } from "../src/document/protocol/messages";
import { ActivationsView } from "./activations/view";
import { conceptsOf } from "./concepts/source";
import { ConceptsView } from "./concepts/view";
import { make } from "./dom";
import { FindBox } from "./find/box";
import { FindingsView } from "./findings/view";
import { GradientsView } from "./gradients/view";
import { GraphView } from "./graph/view";
import { measureLetters } from "./graph/letters";
import { Cancelled, createHost, RequestFailed, vsCodeTransport } from "./host";
import { t } from "./l10n";
import { Latest } from "./latest";
import { LayersView } from "./layers/view";
import type { Page } from "./page";
import { restore, save } from "./saved";
import { Shell } from "./shell/shell";
import { colourBy, enter, INITIAL, showConcept, takeFacts, takeMetricFile } from "./state";
import { createStore } from "./store";
import { registerToolkit } from "./toolkit";
import { WeightsView } from "./weights/view";

/** State is saved this long after the last change: panning changes it sixty times a second. */
const SAVE_AFTER_MS = 250;

const host = createHost(vsCodeTransport(), () => store.get().assumed);
const fault = (error: unknown): void => {
  if (error instanceof Cancelled) return;
  const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
  host.send({ type: "fault", message, stack });
};
window.addEventListener("error", ({ error }) => fault(error));
window.addEventListener("unhandledrejection", ({ reason }) => {
  if (reason instanceof RequestFailed) store.update((state) => ({ ...state, notice: reason.message }));
  else fault(reason);
});

registerToolkit();
measureFont();
const store = createStore(restore(INITIAL, host.getState()));
const speech = make("div", { class: "speech", role: "status", "aria-live": "polite" });
const page: Page = {
  host,
  store,
  announce: (text) => {
    speech.textContent = text;
  },
  goTo: (id) => {
    if (id === "") store.update((state) => ({ ...state, selection: undefined, trace: undefined }));
    else void graph.goTo(id);
  },
  openGraph: (path, name) => {
    store.update((state) => enter(state, { path, name }));
  },
  closeFind: () => find.close(),
  assumeSize: (dimension) => shell.assumeSize(dimension),
};

const graph = new GraphView(page);
const find = new FindBox(page, () => graph.focus());
const layers = new LayersView(page);
const weights = new WeightsView(page);
const activations = new ActivationsView(page);
const gradients = new GradientsView(page);
const findings = new FindingsView(page);
const concepts = new ConceptsView(page, conceptsOf(host));
/** A view is a folder and a line here. */
const views = [
  { id: "graph", title: t("Graph"), content: graph.element },
  { id: "layers", title: t("Layers"), content: layers.element },
  { id: "weights", title: t("Weights"), content: weights.element },
  { id: "activations", title: t("Activations"), content: activations.element },
  { id: "gradients", title: t("Gradients"), content: gradients.element },
  { id: "findings", title: t("Findings"), content: findings.element },
  { id: "concepts", title: t("Concepts"), content: concepts.element },
];
const shell = new Shell(document.body, page, views, () => find.open());
document.body.append(find.element, speech);

document.addEventListener("keydown", (event) => {
  if (event.target === document.body && store.get().view === "graph") graph.key(event);
  if (event.key.toLowerCase() !== "f" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  event.stopPropagation();
  find.open();
});

function measureFont(): void {
  const size = 11;
  const context = make("canvas").getContext("2d");
  if (context === null) return;
  context.font = `${size}px ${getComputedStyle(document.body).fontFamily}`;
  measureLetters((text) => context.measureText(text).width, size);
}

let saving: ReturnType<typeof setTimeout> | undefined;
store.subscribe((state) => {
  clearTimeout(saving);
  saving = setTimeout(() => host.setState(save(state)), SAVE_AFTER_MS);
});

store.subscribe((state, before) => {
  if (state.assumed !== before.assumed) void load();
});

const loads = new Latest();

async function load(): Promise<void> {
  graph.loadAhead();
  try {
    const facts = await loads.run((signal) => host.request("facts", {}, { signal }));
    if (facts === undefined) return;
    store.update((state) => takeFacts(state, facts));
  } catch (error) {
    if (!(error instanceof RequestFailed)) throw error;
    store.update((state) => ({ ...state, failure: error.problem }));
  }
}

host.onevent((event: HostEvent) => {
  switch (event.type) {
    case "changed": {
      const notice = event.state === "deleted" ? t("The file was deleted. What you see is what it was.") : "";
      store.update((state) => ({ ...state, notice }));
      if (event.state === "changed") void load();
      break;
    }
    case "restarted":
      store.update((state) => ({ ...state, notice: t("The model was opened again: {0}", event.reason) }));
      void load();
      break;
    case "settings":
      store.update((state) => ({ ...state, costConvention: event.costConvention }));
      break;
    case "colour-by":
      store.update((state) => colourBy(state, event.metric));
      break;
    case "metric-file":
      store.update((state) => takeMetricFile(state, event.file, event.chosen));
      break;
    case "input-files":
      store.update((state) => ({ ...state, inputFiles: event.files }));
      break;
    case "show-concept":
      store.update((state) => showConcept(state, event.number));
      break;
    case "configured":
      void findings.load();
      break;
    case "show":
      store.update((state) => ({ ...state, view: "graph" }));
      page.goTo(event.name);
      break;
    case "command":
      if (event.command === "run") {
        store.update((state) => ({ ...state, view: "activations" }));
        void activations.run();
      } else if (event.command === "gradients") {
        store.update((state) => ({ ...state, view: "gradients" }));
        void gradients.run();
      } else if (event.command === "find") find.open();
      else graph.command(event.command);
      break;
  }
});

host.send({ type: "ready" });
void load();
