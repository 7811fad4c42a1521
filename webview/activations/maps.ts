import type { FeatureMaps } from "../../src/document/protocol/tensors";
import { formatInteger } from "../../src/reports/format";
import { drawMaps, mapsText } from "../charts/maps";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { button, numberField, row } from "../toolkit";
import { Waiting } from "../waiting";

/** One sample's value as pictures, a map for each channel; the model is run again for it when a person asks. */
export class Maps {
  readonly element = make("div", { class: "maps" });
  private readonly waiting = new Waiting();
  private readonly asked = new Latest();
  private readonly place = make("div", { class: "maps-place" });
  private readonly note = make("p", { class: "quiet", role: "status" });
  private shown: { readonly run: number; readonly value: string; readonly samples: number } | undefined;
  private sample = 0;

  constructor(private readonly page: Page) {}

  /** Offers the maps of a value. */
  show(run: number, value: string, samples: number): void {
    this.asked.cancel();
    this.shown = { run, value, samples };
    this.sample = 0;
    this.note.textContent = "";
    this.place.replaceChildren();
    const field = numberField(t("Sample"), "1", 1, (text) => {
      const given = Number(text);
      if (Number.isSafeInteger(given) && given >= 1 && given <= samples) this.sample = given - 1;
    });
    this.element.replaceChildren(
      row(
        "maps-tools",
        button({ text: t("Show this value of sample"), onclick: () => void this.ask() }),
        field,
        make("span", { class: "quiet", text: t("of {0}; runs the model again", formatInteger(samples)) }),
      ),
      this.waiting.element,
      this.note,
      this.place,
    );
  }

  private async ask(): Promise<void> {
    const { shown } = this;
    if (shown === undefined) return;
    this.waiting.begin(() => this.asked.cancel());
    try {
      const { run, value } = shown;
      const maps = await this.asked.run((signal) =>
        this.page.host.request(
          "activation",
          { run, value, sample: this.sample },
          { signal, onprogress: (progress) => this.waiting.progress(progress) },
        ),
      );
      if (maps !== undefined && this.shown === shown) this.draw(maps);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.note.textContent = error.problem.message;
    } finally {
      this.waiting.end();
    }
  }

  private draw(maps: FeatureMaps): void {
    this.note.textContent = mapsText(maps);
    this.place.replaceChildren(...drawMaps(maps));
  }
}
