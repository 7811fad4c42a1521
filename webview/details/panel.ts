import type { Details, DetailsSlot, DetailsWeight } from "../../src/reports/types/details";
import type { ReportProblem } from "../../src/reports/types/parts";
import { formatBytes, formatType } from "../../src/reports/format";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { plural, t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { languageOf } from "../concepts/state";
import { MAIN_GRAPH, showConcept, type State, type Trace } from "../state";
import { badge, button, row, setPressed, toggleButton } from "../toolkit";

/** Everything that is known of what is selected, or of the model where nothing is. */
export class DetailsPanel {
  readonly element = make("aside", { class: "details", "aria-label": t("Details") });
  private readonly answers = new Latest();
  private readonly concepts = new Latest();
  private readonly concept = make("section", { class: "details-concept", "aria-label": t("Concept") });
  private readonly toggles = new Map<Trace["kind"], HTMLElement>();

  constructor(private readonly page: Page) {
    page.store.subscribe((state, before) => {
      const reload = state.revision !== before.revision || state.facts !== before.facts;
      if (reload || state.selection?.id !== before.selection?.id) void this.load(state);
      else if (state.trace !== before.trace) this.pressToggles(state.trace);
    });
  }

  private async load({ selection, facts }: State): Promise<void> {
    if (facts === undefined) return;
    const id = selection?.id ?? "";
    try {
      const details = await this.answers.run((signal) =>
        this.page.host.request("details", { id }, { signal }),
      );
      if (details !== undefined) this.show(details);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.element.replaceChildren(make("p", { class: "quiet", text: error.problem.message }));
    }
  }

  private show(details: Details): void {
    this.element.replaceChildren(
      this.path(details),
      ...heading(details),
      ...this.actions(details),
      ...problemsOf(details.problems),
      ...section(t("Costs"), pairs(details.costs)),
      ...section(t("Facts"), pairs(details.facts)),
      ...section(t("Attributes"), this.attributes(details)),
      this.concept,
      ...section(
        t("Inputs"),
        details.inputs.map((slot) => this.slot(slot)),
      ),
      ...section(
        t("Outputs"),
        details.outputs.map((slot) => this.slot(slot)),
      ),
      ...section(
        t("Weights"),
        details.weights.map((weight) => this.weight(weight)),
      ),
      ...section(t("Metadata"), pairs(details.metadata)),
      ...section(
        t("Description"),
        details.docString === "" ? [] : [make("p", { class: "doc", text: details.docString })],
      ),
    );
    this.element.scrollTop = 0;
    void this.explain(details);
    this.pressToggles(this.page.store.get().trace);
  }

  /** What explains a node best, in a few lines. */
  private async explain({ kind, id }: Details): Promise<void> {
    this.concept.replaceChildren();
    this.concepts.cancel();
    if (kind !== "node") return;
    const language = languageOf(this.page.store.get().concepts);
    const found = await this.concepts.run((signal) =>
      this.page.host.request("conceptOf", { id, language }, { signal }),
    );
    if (found === undefined || found === null) return;
    const more = (): void => this.page.store.update((state) => showConcept(state, found.number));
    this.concept.replaceChildren(
      make("h3", { text: found.title }),
      make("p", { text: found.summary }),
      make("button", { class: "link", text: t("More"), onclick: more }),
    );
  }

  private path({ path }: Details): HTMLElement {
    const steps = path.map(({ id, name }) =>
      make("li", {}, this.link(id === "" ? MAIN_GRAPH.name : name, id)),
    );
    return make("ol", { class: "path", "aria-label": t("Where it is") }, ...steps);
  }

  private actions({ kind, id, graphs }: Details): readonly HTMLElement[] {
    this.toggles.clear();
    const buttons = graphs.map(({ path, name }) =>
      button({
        text: t("Open {0}", name),
        appearance: "primary",
        onclick: () => this.page.openGraph(path, name),
      }),
    );
    if (kind === "node" || kind === "group")
      for (const direction of ["upstream", "downstream"] as const) {
        const text = direction === "upstream" ? t("Upstream") : t("Downstream");
        const toggle = toggleButton(text, () => this.trace(direction, id));
        this.toggles.set(direction, toggle);
        buttons.push(toggle);
      }
    return buttons.length === 0 ? [] : [row("actions", ...buttons)];
  }

  private trace(kind: "upstream" | "downstream", id: string): void {
    this.page.store.update((state) => ({
      ...state,
      trace: state.trace?.kind === kind ? undefined : { kind, id },
    }));
  }

  private pressToggles(trace: Trace | undefined): void {
    for (const [kind, toggle] of this.toggles) setPressed(toggle, trace?.kind === kind);
  }

  private attributes({ attributes }: Details): readonly HTMLElement[] {
    return attributes.map(({ name, type, text }) =>
      make(
        "div",
        { class: "pair", title: type },
        make("span", { class: "key", text: name }),
        make("code", { text }),
      ),
    );
  }

  private slot({ slot, value, type, peers }: DetailsSlot): HTMLElement {
    const ends = peers.map(({ id, title, name }) => this.link(`${title} ${name}`, id));
    return make(
      "div",
      { class: "slot" },
      slotHead(slot, type),
      this.link(value, value),
      ...(ends.length === 0 ? [] : [make("div", { class: "peers" }, ...ends)]),
    );
  }

  private weight({ slot, name, dtype, shape, bytes, elements, role, location }: DetailsWeight): HTMLElement {
    const amount = `${plural(elements, "{0} element", "{0} elements")} · ${formatBytes(bytes)} · ${role}`;
    return make(
      "div",
      { class: "slot" },
      slotHead(slot, formatType(dtype, shape)),
      make("div", { class: "value-name", text: name }),
      make("div", { class: "quiet", text: amount }),
      make("div", { class: "quiet", text: location }),
    );
  }

  private link(text: string, id: string): HTMLElement {
    return make("button", { class: "link", text, onclick: () => this.page.goTo(id) });
  }
}

/** Title and name; of a file the last part of its path, with all of it in the tooltip. */
function heading({ kind, title, name }: Details): readonly HTMLElement[] {
  const shown = kind === "model" ? name.replace(/^.*[\\/]/, "") : name;
  const heading = make("h2", { title: shown === title ? name : undefined }, ...partsOf(title));
  return shown === title ? [heading] : [heading, make("p", { class: "name", text: shown, title: name })];
}

/** A name that goes on in another line between its parts, rather than inside of one. */
function partsOf(name: string): readonly (Node | string)[] {
  return name.split(/(?<=[/.])/).flatMap((part, at) => (at === 0 ? [part] : [make("wbr"), part]));
}

function slotHead(slot: string, type: string): HTMLElement {
  const parts = [make("span", { class: "key", text: slot }), make("code", {}, ...dimensionsOf(type))];
  return make("div", { class: "slot-head" }, ...parts);
}

/** A type or shape in pieces between which it may go on in a new line: `float32 64×`, `3×`, `7`. */
function dimensionsOf(text: string): readonly HTMLElement[] {
  return text.split(/(?<=×)/).map((piece) => make("span", { class: "dimension", text: piece }));
}

function section(title: string, content: readonly HTMLElement[]): readonly HTMLElement[] {
  if (content.length === 0) return [];
  const summary = make("summary", {}, make("h3", { text: title }));
  if (content.length > 1) summary.append(badge(String(content.length)));
  return [make("details", { open: true }, summary, ...content)];
}

/** Several of which all are counts stand as in a table. */
function pairs(entries: readonly (readonly [string, string])[]): readonly HTMLElement[] {
  const counts = entries.length > 1 && entries.every(([, text]) => COUNT.test(text));
  return entries.map(([key, text]) =>
    make(
      "div",
      { class: counts ? "pair count" : "pair" },
      make("span", { class: "key", text: key }),
      text.length <= LONG ? make("span", { class: "text" }, ...dimensionsOf(text)) : foldedText(text),
    ),
  );
}

const COUNT = /^[\d,]+$/;

/** Longer texts are expressions over many sizes: their beginning stands there, and the whole when a person asks. */
const LONG = 160;

function foldedText(text: string): HTMLElement {
  return make(
    "details",
    { class: "text long" },
    make("summary", { text: `${text.slice(0, LONG / 2)}…` }),
    ...dimensionsOf(text),
  );
}

function problemsOf(problems: readonly ReportProblem[]): readonly HTMLElement[] {
  return problems.map(({ severity, message }) => make("p", { class: `problem ${severity}`, text: message }));
}
