/**
 * Characters that would act on a terminal instead of being shown: controls (C0, DEL, C1), invisible marks that turn
 * the reading direction or break lines, and halves of surrogate pairs.
 */
const ACTING = /[\p{Cc}\p{Cs}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/gu;

/** Text from a file, safe for a terminal, a log line or Markdown source: one line, nothing that acts. */
export function printable(text: string): string {
  return text.replace(ACTING, (character) => {
    const code = character.charCodeAt(0);
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}
