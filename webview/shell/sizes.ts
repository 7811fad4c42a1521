import type { Assumed, Facts, OpenDimension } from "../../src/document/protocol";
import { make } from "../dom";
import { assume } from "../state";
import type { Store } from "../store";
import { button, numberField } from "../toolkit";

/** A dimension of more than this many is a slip of the finger: no input has as many elements along one axis. */
const LARGEST = 2 ** 31;

/** Sizes that people try first, by what a dimension is: one sample, a batch, a larger input. */
const PRESETS: readonly Readonly<Record<OpenDimension["kind"], number>>[] = [
  { batch: 1, side: 224, length: 128 },
  { batch: 8, side: 224, length: 128 },
  { batch: 1, side: 640, length: 512 },
];

/** Fields for what the model's inputs leave open; shapes and costs follow at once. Hidden where all is fixed. */
export function drawSizes(place: HTMLElement, { dimensions }: Facts, store: Store): void {
  place.hidden = dimensions.length === 0;
  if (dimensions.length === 0) return;
  const focused = place.contains(document.activeElement)
    ? document.activeElement?.getAttribute("aria-label")
    : undefined;
  const assumed = dimensions.filter(({ size }) => size !== null);
  place.replaceChildren(
    make("span", {
      class: "quiet",
      text: assumed.length === 0 ? "Sizes left open:" : "Assumed sizes:",
      title: "The file leaves these dimensions open. With a size, every shape and cost becomes a number.",
    }),
    ...dimensions.map(({ name, size }) =>
      make(
        "div",
        { class: size === null ? "size" : "size assumed" },
        make("span", { text: name, title: name }),
        numberField(`Size of ${name}`, "any", size ?? undefined, (text) => {
          const given = Number(text);
          const valid = Number.isSafeInteger(given) && given > 0 && given < LARGEST;
          store.update((state) => assume(state, name, valid ? given : undefined));
        }),
      ),
    ),
    ...(assumed.length === 0
      ? presets(dimensions, store)
      : [
          button({
            text: "As in the file",
            onclick: () => store.update((state) => ({ ...state, assumed: {} })),
          }),
        ]),
  );
  // The fields are new: who was typing goes on where they were.
  const field = [...place.querySelectorAll("vscode-text-field")].find(
    (one) => one.getAttribute("aria-label") === focused,
  );
  if (field instanceof HTMLElement) field.focus();
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
