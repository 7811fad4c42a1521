import "./activations.css";
import type { KeptRun } from "../../src/document/protocol/runs";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import type { State } from "../state";
import { setPressed, toggleButton } from "../toolkit";
import { drawBanner } from "./banner";
import { ComparePage } from "./compare";
import { DepthPage } from "./depth";
import { drawProblem, InputForm } from "./form";
import { OutputsPage } from "./outputs";
import { NOTHING_TO_RUN, RunBar } from "./run-bar";
import { inputsOf, type ActivationsPage, type ActivationsState } from "./state";
import { ValuesPage } from "./values";

const NOT_RUN = t(
  "Nothing has been run yet. Run the model to see the values of every layer, dead units and what is not finite.",
);

/** What is shown of a run. */
interface RunPage {
  readonly element: HTMLElement;
  /** @param runs at least one, the newest first. */
  readonly show: (runs: readonly KeptRun[], state: State) => void;
}

/** Runs the model and shows what its values are: the form, a banner of what was fed, and pages on the run. */
export class ActivationsView {
  readonly element = make("section", { class: "activations", "aria-label": t("Activations") });
  private readonly bar = new RunBar(() => void this.run());
  private readonly problem = make("div", { class: "run-problem-place" });
  private readonly banner = make("div", { class: "run-banner-place" });
  private readonly choices = make("div", { class: "run-pages", role: "toolbar", "aria-label": t("Pages") });
  private readonly place = make("div", { class: "run-page" });
  private readonly form: InputForm;
  private readonly frame: HTMLDetailsElement;
  private readonly recipes = new Latest();
  private readonly running = new Latest();
  private readonly pages: ReadonlyMap<ActivationsPage, { readonly title: string; readonly page: RunPage }>;
  private readonly buttons = new Map<ActivationsPage, HTMLElement>();
  /** The state that the view shows. */
  private drawn: State | undefined;
  private loaded = -1;

  constructor(private readonly page: Page) {
    const change = (changed: Partial<ActivationsState>): void =>
      page.store.update((state) => ({ ...state, activations: { ...state.activations, ...changed } }));
    this.form = new InputForm(page, change);
    this.frame = make("details", { open: true }, make("summary", { text: t("Input") }), this.form.element);
    this.pages = new Map<ActivationsPage, { title: string; page: RunPage }>([
      ["values", { title: t("Values"), page: new ValuesPage(page, change) }],
      ["depth", { title: t("Depth"), page: new DepthPage(page) }],
      ["outputs", { title: t("Outputs"), page: new OutputsPage() }],
      ["compare", { title: t("Compare runs"), page: new ComparePage(page) }],
    ]);
    for (const [id, { title }] of this.pages) {
      const button = toggleButton(title, () => change({ page: id, value: undefined }));
      this.buttons.set(id, button);
      this.choices.append(button);
    }
    this.element.append(this.frame, this.problem, this.bar.element, this.banner, this.choices, this.place);
    page.store.subscribe((state) => this.changed(state));
  }

  /** Runs the model on what the form says. */
  async run(): Promise<void> {
    const { host, store, announce } = this.page;
    this.problem.replaceChildren();
    this.bar.begin(() => this.running.cancel());
    let said = t("Cancelled.");
    try {
      const inputs = inputsOf(store.get().activations);
      const run = await this.running.run((signal) =>
        host.request(
          "run",
          { inputs, memory: null, threads: null },
          { signal, onprogress: (progress) => this.bar.progress(progress) },
        ),
      );
      if (run === undefined) return;
      said = "";
      this.frame.open = false;
      store.update((state) => ({ ...state, runs: [run, ...state.runs].slice(0, 2) }));
      announce(t("The model was run."));
      host.send({ type: "measured" });
    } catch (error) {
      said = "";
      if (!(error instanceof RequestFailed)) throw error;
      this.problem.replaceChildren(drawProblem(error.problem.message));
    } finally {
      this.bar.idle(said);
    }
  }

  private changed(state: State): void {
    if (state.view !== "activations" || state.facts === undefined) return;
    const before = this.drawn;
    this.drawn = state;
    if (state.revision !== this.loaded) {
      this.loaded = state.revision;
      void this.load();
    }
    if (before === undefined || asksOther(state, before)) void this.ask();
    const same = before?.runs === state.runs && before.activations === state.activations;
    if (!same || before.selection !== state.selection) this.show(state);
  }

  /** The runs that the document still has: a page that was hidden has forgotten them. */
  private async load(): Promise<void> {
    const runs = await this.page.host.request("runs", {});
    this.page.store.update((state) => ({ ...state, runs }));
  }

  private async ask(): Promise<void> {
    try {
      const inputs = inputsOf(this.page.store.get().activations);
      const recipe = await this.recipes.run((signal) =>
        this.page.host.request("runRecipe", inputs, { signal }),
      );
      if (recipe === undefined) return;
      this.form.show(recipe, this.page.store.get());
      this.problem.replaceChildren(...(recipe.problem === null ? [] : [drawProblem(recipe.problem.message)]));
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.problem.replaceChildren(drawProblem(error.problem.message));
    }
  }

  private show(state: State): void {
    const { runs, activations } = state;
    const [run] = runs;
    this.choices.hidden = run === undefined;
    this.frame.hidden = this.bar.element.hidden = state.facts?.nodes === 0;
    if (run === undefined) {
      this.banner.replaceChildren();
      this.place.replaceChildren(
        make("p", {
          class: "quiet",
          text: state.facts?.nodes === 0 ? NOTHING_TO_RUN : NOT_RUN,
        }),
      );
      return;
    }
    this.banner.replaceChildren(drawBanner(run, (id) => this.showInGraph(id)));
    const page = this.pages.get(activations.page)?.page;
    if (page === undefined) return;
    if (page.element.parentElement !== this.place) this.place.replaceChildren(page.element);
    for (const [id, button] of this.buttons) setPressed(button, id === activations.page);
    page.show(runs, state);
  }

  private showInGraph(id: string): void {
    this.page.store.update((state) => ({ ...state, view: "graph" }));
    this.page.goTo(id);
  }
}

/** Whether a run would be another one. */
function asksOther(state: State, before: State): boolean {
  const [now, then] = [state.activations, before.activations];
  return (
    state.revision !== before.revision ||
    state.assumed !== before.assumed ||
    state.inputFiles !== before.inputFiles ||
    now.seed !== then.seed ||
    now.samples !== then.samples ||
    now.pixels !== then.pixels ||
    now.distributions !== then.distributions ||
    now.shapes !== then.shapes
  );
}
