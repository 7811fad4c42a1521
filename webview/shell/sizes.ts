import type { Assumed } from "../../src/document/protocol/messages";
import type { Facts, OpenDimension } from "../../src/document/protocol/model";
import { make } from "../dom";
import { t } from "../l10n";
import { assume } from "../state";
import type { Store } from "../store";
import { button, numberField, showNumber } from "../toolkit";

/** A dimension of more than this many is a slip of the finger: no input has as many elements along one axis. */
const LARGEST = 2 ** 31;

/** Sizes that people try first, by what a dimension is: one sample, a batch, a larger input. */
const PRESETS: readonly Readonly<Record<OpenDimension["kind"], number>>[] = [
  { batch: 1, side: 224, length: 128 },
  { batch: 8, side: 224, length: 128 },
  { batch: 1, side: 640, length: 512 },
];

/** Fields for what the model's inputs leave open; shapes and costs follow at once. Hidden where all is fixed. */
export class Sizes {
  readonly element = make("div", {
    class: "sizes",
    role: "group",
    "aria-label": t("Sizes of open dimensions"),
    hidden: true,
  });
  private readonly label = make("span", {
    class: "quiet",
    title: t("The file leaves these dimensions open. With a size, every shape and cost becomes a number."),
  });
  private readonly fields = make("span", { class: "fields" });
  private readonly more = make("span", { class: "fields" });
  private rows: readonly { readonly name: string; readonly row: HTMLElement; readonly field: HTMLElement }[] =
    [];

  constructor(private readonly store: Store) {
    this.element.append(this.label, this.fields, this.more);
  }

  /** Fields stay while the dimensions are the same ones: somebody may be typing in the next one already. */
  show({ dimensions }: Facts): void {
    this.element.hidden = dimensions.length === 0;
    const names = dimensions.map(({ name }) => name);
    if (names.join("\0") !== this.rows.map(({ name }) => name).join("\0")) {
      this.rows = names.map((name) => this.row(name));
      this.fields.replaceChildren(...this.rows.map(({ row }) => row));
    }
    dimensions.forEach(({ size }, index) => {
      const { row, field } = this.rows[index] ?? {};
      row?.classList.toggle("assumed", size !== null);
      if (field !== undefined) showNumber(field, size ?? undefined);
    });
    const assumed = dimensions.some(({ size }) => size !== null);
    this.label.textContent = assumed ? t("Assumed sizes:") : t("Sizes left open:");
    this.more.replaceChildren(...(assumed ? [this.asInFile()] : presets(dimensions, this.store)));
  }

  focus(dimension: string): void {
    this.rows.find(({ name }) => name === dimension)?.field.focus();
  }

  private row(name: string): (typeof this.rows)[number] {
    const field = numberField(t("Size of {0}", name), t("any"), undefined, (text) => {
      const given = Number(text);
      const valid = Number.isSafeInteger(given) && given > 0 && given < LARGEST;
      this.store.update((state) => assume(state, name, valid ? given : undefined));
    });
    return {
      name,
      field,
      row: make("div", { class: "size" }, make("span", { text: name, title: name }), field),
    };
  }

  private asInFile(): HTMLElement {
    return button({
      text: t("As in the file"),
      onclick: () => this.store.update((state) => ({ ...state, assumed: {} })),
    });
  }
}

/** A button for each set of usual sizes: `1 × 224 × 224`. Sets that say the same for these dimensions are one. */
function presets(dimensions: readonly OpenDimension[], store: Store): readonly HTMLElement[] {
  const sets = new Map<string, Assumed>();
  for (const preset of PRESETS) {
    const sizes = dimensions.map(({ kind }) => preset[kind]);
    const assumed = Object.fromEntries(dimensions.map(({ name }, index) => [name, sizes[index] ?? 1]));
    sets.set(sizes.join(" × "), assumed);
  }
  return Array.from(sets, ([text, assumed]) =>
    button({ text, onclick: () => store.update((state) => ({ ...state, assumed })) }),
  );
}
