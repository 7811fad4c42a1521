/** The sizes in which the page writes, in pixels at zoom 1, and how wide text of them is. */
export const TITLE_SIZE = 12;
export const NAME_SIZE = 11;
export const WEIGHT_SIZE = 10;
export const LABEL_SIZE = 10;

/** Widths as shares of the font size, a little above those of common sans-serif faces. */
const NARROW = /[ijlI|.,:;'!()[\]/ ]/;
const WIDE = /[A-Zmw%@&×·]/;

export function textWidth(text: string, size: number): number {
  let width = 0;
  for (const letter of text) {
    width += letter > "\u2e80" ? 1.05 : NARROW.test(letter) ? 0.33 : WIDE.test(letter) ? 0.74 : 0.58;
  }
  return Math.ceil(width * size);
}

/** The text, cut in its middle to fit a width: ends of names say as much as their beginnings. */
export function fit(text: string, size: number, width: number): string {
  if (text.length < 400 && textWidth(text, size) <= width) return text;
  let kept = Math.min(text.length - 1, Math.floor(width / (0.3 * size)));
  for (; kept > 2; kept--) {
    const head = text.slice(0, Math.ceil(kept / 2));
    const cut = `${head}…${text.slice(text.length - Math.floor(kept / 2))}`;
    if (textWidth(cut, size) <= width) return cut;
  }
  return "…";
}
