import { formatInteger } from "../src/reports/format";
import { counted, speak, type Texts } from "../src/words/texts";

export { t } from "../src/words/texts";

/** Where a script that was loaded before the page puts the texts of the window's language. */
const given = (globalThis as { readonly pageTexts?: Texts }).pageTexts;
speak(given);

/** A text that counts something: `plural(2, "{0} node", "{0} nodes")`; `{0}` is the count, `{1}` the first value. */
export function plural(
  count: number,
  one: string,
  many: string,
  ...others: readonly (string | number)[]
): string {
  return counted(count, one, many, formatInteger(count), ...others);
}

const lists = new Intl.ListFormat(given?.language ?? "en-GB");

/** `a, b and c`. */
export function listed(texts: readonly string[]): string {
  return lists.format(texts);
}
