import { looksLikeTfjs, TFJS_HEAD_BYTES } from "../formats/tfjs/head";

/** Values of the setting `layerscope.openTfjsModels`. */
export type OpenTfjsModels = "offer" | "always" | "never";

/** What to do with a JSON file that is shown as text. */
export type Reaction = "nothing" | "mark" | "offer" | "open";

/** Letters of a text that are looked at: as many as the reader looks at bytes. */
export const HEAD_LETTERS = TFJS_HEAD_BYTES;

/**
 * A model is marked, so that its editor has a button, and offered or opened the first time that it is seen: who goes
 * back to the text wants the text.
 *
 * @param head the first {@link HEAD_LETTERS} of the text.
 */
export function reactionTo(head: string, setting: OpenTfjsModels, seen: boolean): Reaction {
  if (!looksLikeTfjs(new TextEncoder().encode(head))) return "nothing";
  if (seen || setting === "never") return "mark";
  return setting === "always" ? "open" : "offer";
}
