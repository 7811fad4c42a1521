import { formatInteger } from "../../src/reports/format";
import type { TensorWindow } from "../../src/document/protocol/tensors";
import { make } from "../dom";
import { RequestFailed } from "../host";
import { t } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { button, iconButton, numberField, row } from "../toolkit";

/** Elements as they are stored, a window at a time: only these are read from the file. */
export class Numbers {
  readonly element = make("section", { class: "tensor-numbers", "aria-label": t("Elements") });
  private readonly place = make("div", { class: "numbers-place" });
  private readonly asked = new Latest();
  private name = "";
  private shown: TensorWindow | undefined;

  constructor(private readonly page: Page) {}

  /** Offers the numbers of a tensor. */
  show(name: string): void {
    this.asked.cancel();
    this.name = name;
    this.shown = undefined;
    this.place.replaceChildren();
    this.element.replaceChildren(
      row("maps-tools", button({ text: t("Show the elements"), onclick: () => void this.ask(0, 0) })),
      this.place,
    );
  }

  private async ask(at: number, column: number): Promise<void> {
    const { name } = this;
    try {
      const window = await this.asked.run((signal) =>
        this.page.host.request("tensorWindow", { name, row: at, column }, { signal }),
      );
      if (window === undefined || name !== this.name) return;
      this.shown = window;
      this.draw(window);
    } catch (error) {
      if (!(error instanceof RequestFailed)) throw error;
      this.place.replaceChildren(make("p", { class: "quiet", text: error.problem.message }));
    }
  }

  private draw({ rows, columns, row: top, column: left, values }: TensorWindow): void {
    const [high, wide] = [values.length, values[0]?.length ?? 0];
    const heads = Array.from({ length: wide }, (_, at) =>
      make("th", { scope: "col", text: formatInteger(left + at) }),
    );
    const lines = values.map((line, at) =>
      make(
        "tr",
        {},
        make("th", { scope: "row", text: formatInteger(top + at) }),
        ...line.map((text) => make("td", { text, class: isFinite(Number(text)) ? "" : "bad" })),
      ),
    );
    const told = t(
      "rows {0} to {1} of {2}, columns {3} to {4} of {5}",
      ...[top, top + high - 1, rows, left, left + wide - 1, columns].map(formatInteger),
    );
    const table = make(
      "table",
      { "aria-label": t("Elements") },
      make("thead", {}, make("tr", {}, make("td", {}), ...heads)),
      make("tbody", {}, ...lines),
    );
    this.place.replaceChildren(
      this.tools(told),
      make("div", { class: "numbers-table", tabindex: 0 }, table),
      make("p", { class: "quiet", text: t("Rows are all axes but the last; numbers count from 0.") }),
    );
  }

  private tools(told: string): HTMLElement {
    const { shown } = this;
    const go = (dy: number, dx: number) => (): void => {
      if (shown === undefined) return;
      const [high, wide] = [shown.values.length, shown.values[0]?.length ?? 1];
      void this.ask(Math.max(0, shown.row + dy * high), Math.max(0, shown.column + dx * wide));
    };
    const rowField = numberField(t("Row"), "0", shown?.row, (text) => {
      if (/^\d+$/.test(text)) void this.ask(Number(text), shown?.column ?? 0);
    });
    return row(
      "maps-tools",
      iconButton("arrow-up", t("Rows before"), go(-1, 0)),
      iconButton("arrow-down", t("Rows after"), go(1, 0)),
      iconButton("arrow-left", t("Columns before"), go(0, -1)),
      iconButton("arrow-right", t("Columns after"), go(0, 1)),
      rowField,
      make("span", { class: "quiet", role: "status", text: told }),
    );
  }
}
