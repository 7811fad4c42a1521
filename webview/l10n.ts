import { formatInteger } from "../src/reports/format";

/** The forms of a text that counts something, by the categories of Intl.PluralRules that whole numbers have. */
export interface PluralForms {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

/** What the page says in another language than English, by the English text; of plurals by the form for many. */
export interface Texts {
  readonly language: string;
  readonly texts: Readonly<Record<string, string | PluralForms>>;
}

type Value = string | number;

/** Where a script that was loaded before the page puts the texts of the window's language. */
const given = (globalThis as { readonly pageTexts?: Texts }).pageTexts;
const rules = given === undefined ? undefined : new Intl.PluralRules(given.language);

/** A text in the window's language: the English text is its key, `{0}` stands for the first value. */
export function t(english: string, ...values: readonly Value[]): string {
  const text = given?.texts[english];
  return filled(typeof text === "string" ? text : english, values);
}

/** A text that counts something: `plural(2, "{0} node", "{0} nodes")`; `{0}` is the count, `{1}` the first value. */
export function plural(count: number, one: string, many: string, ...others: readonly Value[]): string {
  const values = [formatInteger(count), ...others];
  const forms = given?.texts[many];
  if (rules === undefined || forms === undefined || typeof forms === "string")
    return filled(count === 1 ? one : many, values);
  const category = rules.select(count);
  return filled(category === "one" || category === "few" ? forms[category] : forms.many, values);
}

const lists = new Intl.ListFormat(given?.language ?? "en-GB");

/** `a, b and c`. */
export function listed(texts: readonly string[]): string {
  return lists.format(texts);
}

/** In one pass: a value that looks like a hole stays what it is. */
function filled(text: string, values: readonly Value[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole));
}
