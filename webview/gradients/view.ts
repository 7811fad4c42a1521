import "./gradients.css";
import type { KeptGradients } from "../../src/document/protocol/gradients";

import { drawProblem } from "../activations/form";
import { NOTHING_TO_RUN, RunBar } from "../activations/run-bar";
import { inputsOf } from "../activations/state";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import type { State } from "../state";
import { setPressed, toggleButton } from "../toolkit";
import { FlowPage } from "./flow";
import { LossForm } from "./form";
import { ImagePage } from "./image";
import { ParameterPage } from "./parameter";
import { lossOf, type GradientsPage, type GradientsState } from "./state";

const NOTHING = t(
  "Nothing has been asked yet. Run: the model is walked through forwards and backwards, without a training script, and every parameter tells whether a gradient reaches it and how large it is.",
);

const PAGES: Readonly<Record<GradientsPage, string>> = { flow: t("Flow"), image: t("Image") };

/** Where gradients go in the file as it is: their flow, a page for each parameter, and what an image's pixels do. */
export class GradientsView {
  readonly element = make("section", { class: "gradients", "aria-label": t("Gradients") });
  private readonly bar = new RunBar(() => void this.run());
  private readonly form: LossForm;
  private readonly problem = make("div", { class: "run-problem-place" });
  private readonly nothing = make("p", { class: "quiet gradients-nothing", text: NOTHING });
  private readonly choices = make("div", { class: "run-pages", role: "toolbar", "aria-label": t("Pages") });
  private readonly buttons = new Map<GradientsPage, HTMLElement>();
  private readonly flow: FlowPage;
  private readonly image: ImagePage;
  private readonly parameter: ParameterPage;
  private readonly running = new Latest();
  private kept: KeptGradients | undefined;
  private loaded = -1;
  private drawn: State | undefined;

  constructor(private readonly page: Page) {
    const change = (changed: Partial<GradientsState>): void =>
      page.store.update((state) => ({ ...state, gradients: { ...state.gradients, ...changed } }));
    this.form = new LossForm(page.store.get().gradients, change);
    this.flow = new FlowPage(page, change);
    this.image = new ImagePage(page);
    this.parameter = new ParameterPage(page, change);
    for (const id of ["flow", "image"] as const) {
      const one = toggleButton(PAGES[id], () => change({ page: id }));
      this.buttons.set(id, one);
      this.choices.append(one);
    }
    this.element.append(
      this.form.element,
      this.problem,
      this.bar.element,
      this.nothing,
      this.choices,
      this.flow.element,
      this.image.element,
      this.parameter.element,
    );
    page.store.subscribe((state) => this.changed(state));
  }

  /** Walks forwards and backwards on the inputs that the Activations view's form says. */
  async run(): Promise<void> {
    const { host, store, announce } = this.page;
    this.problem.replaceChildren();
    this.bar.begin(() => this.running.cancel());
    let said = t("Cancelled.");
    try {
      const { activations, gradients } = store.get();
      const kept = await this.running.run((signal) =>
        host.request(
          "gradients",
          {
            inputs: inputsOf(activations),
            loss: lossOf(gradients),
            twin: gradients.twin,
            memory: null,
            threads: null,
          },
          { signal, onprogress: (progress) => this.bar.progress(progress) },
        ),
      );
      if (kept === undefined) return;
      said = "";
      this.take(kept);
      this.count();
      announce(kept.report.verdict.message);
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
    if (state.view !== "gradients" || state.facts === undefined) return;
    if (state.revision !== this.loaded) {
      this.loaded = state.revision;
      void this.load();
    }
    const before = this.drawn;
    if (before?.gradients !== state.gradients || before.selection !== state.selection) this.show(state);
  }

  /** Those that the document still has: a page that was hidden has forgotten them. */
  private async load(): Promise<void> {
    const kept = await this.page.host.request("lastGradients", {});
    this.take(kept ?? undefined);
    if (kept !== null) this.count();
  }

  private count(): void {
    this.page.store.update((state) => ({ ...state, gradientsTaken: state.gradientsTaken + 1 }));
  }

  private take(kept: KeptGradients | undefined): void {
    this.kept = kept;
    this.show(this.page.store.get());
  }

  private show(state: State): void {
    const { kept } = this;
    const { gradients } = state;
    const closed = this.drawn?.gradients.parameter !== undefined && gradients.parameter === undefined;
    this.drawn = state;
    this.form.show(gradients);
    const at = kept?.report.parameters.findIndex(({ name }) => name === gradients.parameter) ?? -1;
    const listed = kept !== undefined && at < 0;
    this.nothing.hidden = kept !== undefined;
    const runs = state.facts?.nodes !== 0;
    this.nothing.textContent = runs ? NOTHING : NOTHING_TO_RUN;
    this.bar.element.hidden = this.form.element.hidden = !runs;
    this.choices.hidden = !listed;
    for (const [id, one] of this.buttons) setPressed(one, id === gradients.page);
    this.flow.element.hidden = !listed || gradients.page !== "flow";
    this.image.element.hidden = !listed || gradients.page !== "image";
    this.parameter.element.hidden = kept === undefined || at < 0;
    if (at < 0) this.parameter.leave();
    if (kept === undefined) return;
    this.flow.show(kept, state);
    this.image.show(kept);
    if (at >= 0) this.parameter.show(kept, at, gradients);
    else if (closed) this.flow.focus();
  }
}
