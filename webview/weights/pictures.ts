import type { TensorPictures } from "../../src/document/protocol/tensors";
import { formatInteger } from "../../src/reports/format";
import { drawMaps, mapsText } from "../charts/maps";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { button, numberField, row } from "../toolkit";
import { Waiting } from "../waiting";

/** Kernels as small images, matrices as a heat map; read when a person asks. */
export class Pictures {
  readonly element = make("section", { class: "tensor-pictures", "aria-label": t("Pictures") });
  private readonly waiting = new Waiting();
  private readonly asked = new Latest();
  private readonly tools = make("div", { class: "maps-tools" });
  private readonly note = make("p", { class: "quiet", role: "status" });
  private readonly place = make("div", { class: "maps-place" });
  private name = "";

  constructor(private readonly page: Page) {
    this.element.append(this.tools, this.waiting.element, this.note, this.place);
  }

  /** Offers the pictures of a tensor that has so many axes. */
  show(name: string, rank: number): void {
    this.asked.cancel();
    this.name = name;
    this.note.textContent = "";
    this.place.replaceChildren();
    this.element.hidden = rank < 2;
    const text = rank > 2 ? t("Show as pictures") : t("Show as a heat map");
    this.tools.replaceChildren(row("maps-tools", button({ text, onclick: () => void this.ask(null) })));
  }

  private async ask(at: readonly number[] | null): Promise<void> {
    const { name } = this;
    this.waiting.begin(() => this.asked.cancel());
    try {
      const pictures = await this.asked.run((signal) =>
        this.page.host.request(
          "tensorPictures",
          { name, at },
          { signal, onprogress: (progress) => this.waiting.progress(progress) },
        ),
      );
      if (pictures !== undefined && name === this.name) this.draw(pictures);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.note.textContent = error.problem.message;
    } finally {
      this.waiting.end();
    }
  }

  private draw(pictures: TensorPictures): void {
    const { axes, fixed } = pictures;
    this.note.textContent = [
      ...(axes.channel === null ? [] : [t("a picture for each index of axis {0}", axes.channel)]),
      t("axis {0} down, axis {1} across", axes.row, axes.column),
      mapsText(pictures),
    ].join(" · ");
    const fields = fixed.flatMap(({ axis, size, at }, place) => {
      const field = numberField(t("Index of axis {0}", axis), "0", at, (text) => {
        const given = Number(text);
        if (!Number.isSafeInteger(given) || given < 0 || given >= size) return;
        void this.ask(fixed.map((one, other) => (other === place ? given : one.at)));
      });
      const label = t("axis {0} at", axis);
      return [
        make("span", { class: "quiet", text: label }),
        field,
        make("span", { class: "quiet", text: t("of {0}", formatInteger(size)) }),
      ];
    });
    this.tools.replaceChildren(...fields);
    this.place.replaceChildren(...drawMaps(pictures));
  }
}
