import type { Distribution, Pixels, RecipeInput, RunRecipe } from "../../src/document/protocol/runs";
import { formatInteger, formatType } from "../../src/reports/format";
import { icon, make } from "../dom";
import { t } from "../l10n";
import type { Page } from "../page";
import { assume, type State } from "../state";
import { longName } from "../table/long-name";
import { button, dropdown, numberField, row } from "../toolkit";
import { MOST_SAMPLES, type ActivationsState } from "./state";

const DISTRIBUTION_TEXT: Readonly<Record<Distribution, string>> = {
  graph: t("As the graph suggests"),
  normal: t("Standard normal"),
  signal: t("Autoregressive noise"),
  image: t("Image, mean 0, deviation 1"),
  "image-0-1": t("Image from 0 to 1"),
  "image-0-255": t("Image from 0 to 255"),
  "small-integers": t("Whole numbers below 10"),
  positions: "0, 1, 2…",
  zeros: t("Zeros"),
  ones: t("Ones"),
};

const PIXELS_TEXT: readonly { readonly value: Pixels | "graph"; readonly text: string }[] = [
  { value: "graph", text: t("As the graph suggests") },
  { value: "imagenet", text: t("ImageNet's mean and deviation") },
  { value: "0-1", text: t("0 to 1") },
  { value: "-1-1", text: t("−1 to 1") },
  { value: "0-255", text: t("0 to 255") },
];

const IMAGE = /\.(png|jpe?g)$/i;

/** What the model is run on: for each input what fills it, and what all of them share. */
export class InputForm {
  readonly element = make("div", { class: "run-form" });

  constructor(
    private readonly page: Page,
    private readonly change: (change: Partial<ActivationsState>) => void,
  ) {}

  show(recipe: RunRecipe, state: State): void {
    const focused = this.element.contains(document.activeElement)
      ? document.activeElement?.getAttribute("aria-label")
      : undefined;
    const { activations, inputFiles } = state;
    const files = Object.values(inputFiles).flat();
    this.element.replaceChildren(
      ...recipe.inputs.map((input) => this.input(input, activations, inputFiles[input.name] ?? [])),
      ...this.chosenElsewhere(recipe, inputFiles),
      row(
        "run-fields",
        ...this.shapes(recipe, activations),
        ...this.sizes(recipe, state),
        this.number(t("Samples"), "samples", activations.samples, 1, MOST_SAMPLES),
        this.number(t("Seed"), "seed", activations.seed, 0, Number.MAX_SAFE_INTEGER),
        ...(files.some((name) => IMAGE.test(name)) ? [this.pixels(activations)] : []),
      ),
    );
    const again = [...this.element.querySelectorAll<HTMLElement>("[aria-label]")].find(
      (one) => one.getAttribute("aria-label") === focused,
    );
    again?.focus();
  }

  private input(input: RecipeInput, state: ActivationsState, files: readonly string[]): HTMLElement {
    const { name, dtype, shape, source } = input;
    const made = files.length === 0;
    return make(
      "div",
      { class: "run-input", role: "group", "aria-label": t("Input {0}", name) },
      make("strong", { text: name }),
      make("span", { class: "quiet", text: formatType(dtype, shape) }),
      ...(made && input.distributions.length > 1 ? [this.distribution(input, state)] : []),
      this.pick(name, made ? t("From files…") : t("Other files…")),
      ...(made ? [] : [this.drop(name)]),
      make("span", { class: "run-source", text: source }),
    );
  }

  private pick(input: string, text: string): HTMLElement {
    return button({ text, onclick: () => this.page.host.send({ type: "pick-input", input }) });
  }

  private drop(input: string): HTMLElement {
    return button({
      text: t("Make up"),
      onclick: () => this.page.host.send({ type: "drop-input", input }),
    });
  }

  /** Files that do not fit keep the recipe from being made: there must be a way to others, and to none. */
  private chosenElsewhere(
    { inputs }: RunRecipe,
    files: Readonly<Record<string, readonly string[]>>,
  ): readonly HTMLElement[] {
    return Object.entries(files)
      .filter(([name]) => !inputs.some((input) => input.name === name))
      .map(([name, names]) =>
        make(
          "div",
          { class: "run-input", role: "group", "aria-label": t("Input {0}", name) },
          make("strong", { text: name }),
          this.pick(name, t("Other files…")),
          this.drop(name),
          make("span", { class: "run-source", text: names.join(", ") }),
        ),
      );
  }

  private distribution({ name, distributions }: RecipeInput, state: ActivationsState): HTMLElement {
    const field = dropdown(t("What fills {0}", name), (value) => {
      const distribution = distributions.find((one) => one === value);
      if (distribution === undefined) return;
      this.change({ distributions: { ...state.distributions, [name]: distribution } });
    });
    const options = distributions.map((value) => ({ value, text: DISTRIBUTION_TEXT[value] }));
    field.offer(options, state.distributions[name] ?? "graph");
    return field.element;
  }

  private pixels({ pixels }: ActivationsState): HTMLElement {
    const field = dropdown(t("What pixels become"), (value) => {
      const chosen = PIXELS_TEXT.find((one) => one.value === value)?.value;
      this.change({ pixels: chosen === undefined || chosen === "graph" ? null : chosen });
    });
    field.offer(PIXELS_TEXT, pixels ?? "graph");
    return labelled(t("Pixels"), field.element);
  }

  private number(
    label: string,
    key: "samples" | "seed",
    value: number,
    least: number,
    most: number,
  ): HTMLElement {
    const field = numberField(label, String(least), value, (text) => {
      const given = Number(text);
      if (Number.isSafeInteger(given) && given >= least && given <= most) this.change({ [key]: given });
      else this.change({});
    });
    return labelled(label, field);
  }

  /** The same sizes as above the page: what is assumed is assumed by every view. */
  private sizes({ dimensions }: RunRecipe, { assumed }: State): readonly HTMLElement[] {
    return Object.entries(dimensions).map(([name, size]) =>
      labelled(
        name,
        numberField(t("Run with {0}", name), formatInteger(size), assumed[name], (text) => {
          const given = Number(text);
          const valid = Number.isSafeInteger(given) && given > 0;
          this.page.store.update((state) => assume(state, name, valid ? given : undefined));
        }),
      ),
    );
  }

  private shapes({ shapeless }: RunRecipe, { shapes }: ActivationsState): readonly HTMLElement[] {
    return shapeless.map((name) =>
      labelled(
        t("Shape of {0}", name),
        numberField(t("Shape of {0}", name), "1,3,224,224", undefined, (text) => {
          const sizes = text.split(/[\s,x×]+/).map(Number);
          const valid = text.trim() !== "" && sizes.every((size) => Number.isSafeInteger(size) && size > 0);
          const others = Object.entries(shapes).filter(([other]) => other !== name);
          this.change({ shapes: Object.fromEntries(valid ? [...others, [name, sizes]] : others) });
        }),
      ),
    );
  }
}

function labelled(text: string, field: HTMLElement): HTMLElement {
  return make("label", { class: "run-field" }, longName(text), field);
}

/** Why the model cannot be run so. */
export function drawProblem(message: string): HTMLElement {
  return make("p", { class: "run-problem", role: "alert" }, icon("error"), make("span", { text: message }));
}
