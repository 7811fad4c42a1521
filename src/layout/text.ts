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
    let share = SHARES.get(letter);
    if (share === undefined) SHARES.set(letter, (share = shareOf(letter)));
    width += share;
  }
  return Math.ceil(width * size);
}

function shareOf(letter: string): number {
  if (letter > "\u2e80") return 1.05;
  if (NARROW.test(letter)) return 0.33;
  return WIDE.test(letter) ? 0.74 : 0.58;
}

/** By letter: most texts are of the same few dozen. */
const SHARES = new Map<string, number>();
