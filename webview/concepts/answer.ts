import type { Block } from "../../src/concepts/types";
import { make } from "../dom";
import { t } from "../l10n";

/** A block of an answer as elements. */
export function drawBlock(block: Block): HTMLElement {
  switch (block.kind) {
    case "paragraph":
      return make("p", { text: block.text });
    case "heading":
      return make("h3", { text: block.text });
    case "list":
      return make("ul", {}, ...block.items.map((text) => make("li", { text })));
    case "definitions":
      return make(
        "dl",
        {},
        ...block.entries.flatMap(({ term, text }) => [make("dt", { text: term }), make("dd", { text })]),
      );
    case "formula":
      return make("p", { class: "formula" }, make("code", { text: block.text }));
  }
}

/** What we say of the source: set apart, so that nobody takes it for the source's own words. */
export function drawNotes(notes: readonly string[]): readonly HTMLElement[] {
  if (notes.length === 0) return [];
  return [
    make(
      "aside",
      { class: "concept-notes", "aria-label": t("Editor's notes") },
      make("h3", { text: t("Editor's note, not in the source") }),
      ...notes.map((text) => make("p", { text })),
    ),
  ];
}
