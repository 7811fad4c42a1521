import type { Facts } from "../../src/document/protocol";
import { make } from "../dom";
import { assume } from "../state";
import type { Store } from "../store";
import { button, numberField } from "../toolkit";

/** A dimension of more than this many is a slip of the finger: no input has as many elements along one axis. */
const LARGEST = 2 ** 31;

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
        "label",
        { class: size === null ? "size" : "size assumed" },
        make("span", { text: name, title: name }),
        numberField(`Size of ${name}`, "open", size ?? undefined, (text) => {
          const given = Number(text);
          const valid = Number.isSafeInteger(given) && given > 0 && given < LARGEST;
          store.update((state) => assume(state, name, valid ? given : undefined));
        }),
      ),
    ),
    ...(assumed.length === 0
      ? []
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
