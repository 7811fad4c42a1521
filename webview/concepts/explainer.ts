import "./explained.css";
import { make } from "../dom";
import { summaryLines } from "../graph/later-lines";
import { Tooltip } from "../graph/tooltip";
import { t } from "../l10n";
import type { Page } from "../page";
import { showConcept } from "../state";
import { languageOf } from "./state";

/** Makes words that a concept explains. */
export type Explain = (text: string, concept: number) => HTMLElement;

/**
 * While the pointer or the keyboard is on such words, a tooltip has the concept's first lines; a click or Enter opens
 * the whole answer. All words of one explainer share the tooltip.
 */
export function explainer({ host, store }: Page): Explain {
  const tooltip = new Tooltip(document.body);
  return (text, concept) => {
    const word = make("button", {
      class: "explained",
      text,
      "aria-description": t("Concept {0}, which explains it", concept),
    });
    const show = (): void => {
      const { left, bottom } = word.getBoundingClientRect();
      const language = languageOf(store.get().concepts);
      tooltip.show({ title: text, lines: [] }, left, bottom, async () => [
        ...(await summaryLines(host, concept, language)),
        t("A click or Enter: the whole answer"),
      ]);
    };
    const hide = (): void => tooltip.hide();
    word.addEventListener("pointerenter", show);
    word.addEventListener("focus", show);
    word.addEventListener("pointerleave", hide);
    word.addEventListener("blur", hide);
    word.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !tooltip.isShown) return;
      // The next one leaves the page that the words are on.
      event.stopPropagation();
      hide();
    });
    word.addEventListener("click", () => {
      hide();
      store.update((state) => showConcept(state, concept));
    });
    return word;
  };
}
