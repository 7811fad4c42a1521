import type { LayersFormat } from "../../src/document/protocol/model";
import { make } from "../dom";
import { t } from "../l10n";
import { button, iconButton, row, setPressed, textField, toggleButton, type TextField } from "../toolkit";
import type { LayersState } from "./state";

interface ToolsEvents {
  readonly change: (change: Partial<LayersState>) => void;
  readonly get: () => LayersState;
  readonly save: (format: LayersFormat) => void;
}

const FORMATS: readonly (readonly [format: LayersFormat, text: string])[] = [
  ["csv", "CSV"],
  ["markdown", "Markdown"],
  ["json", "JSON"],
];

/** The row of controls above the table. */
export class Tools {
  readonly element: HTMLElement;
  private readonly filter: TextField;
  private readonly count = make("span", { class: "layers-count", role: "status" });
  private readonly groups: HTMLElement;
  private readonly constants: HTMLElement;
  private readonly foldAll: HTMLElement;

  constructor({ change, get, save }: ToolsEvents) {
    this.filter = textField(t("Filter layers"), t("Filter: name, op:Conv, shape:1x64*"), () =>
      change({ filter: this.filter.value(), top: 0 }),
    );
    this.filter.element.setAttribute("value", get().filter);
    this.groups = toggleButton(t("Groups"), () => change({ flat: !get().flat, top: 0 }));
    this.groups.title = t("Nodes in their groups, or all nodes in one list");
    this.constants = toggleButton(t("Constants"), () => change({ quiet: !get().quiet }));
    this.constants.title = t("Also the nodes that the graph draws inside of others");
    this.foldAll = iconButton("collapse-all", t("Fold all groups"), () => change({ open: [], top: 0 }));
    const files = FORMATS.map(([format, text]) => {
      const element = button({ text, onclick: () => save(format) });
      element.title = t("Save the rows that are shown as {0}", text);
      return element;
    });
    this.element = row(
      "layers-tools",
      this.filter.element,
      this.count,
      row("layers-toggles", this.groups, this.constants, this.foldAll),
      row("layers-files", make("span", { class: "quiet", text: t("Save as") }), ...files),
    );
    this.element.setAttribute("role", "toolbar");
    this.element.setAttribute("aria-label", t("Layers"));
  }

  /** @param said how much is shown, or what is wrong with the filter */
  show({ flat, quiet }: LayersState, said: string, wrong: boolean): void {
    setPressed(this.groups, !flat);
    setPressed(this.constants, quiet);
    this.foldAll.hidden = flat;
    this.count.textContent = said;
    this.count.classList.toggle("problem", wrong);
  }

  clearFilter(): void {
    this.filter.clear();
    this.filter.focus();
  }
}
