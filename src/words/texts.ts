/** The forms of a text that counts something, by the categories of Intl.PluralRules that whole numbers have. */
export interface PluralForms {
  readonly one: string;
  readonly few: string;
  readonly many: string;
}

/** What is said in another language than English, by the English text; of what counts by the form for many. */
export interface Texts {
  readonly language: string;
  readonly texts: Readonly<Record<string, string | PluralForms>>;
}

type Value = string | number;

let spoken: Texts | undefined;
let rules: Intl.PluralRules | undefined;

/**
 * From here on this language is spoken; undefined: English. A process speaks one language, whatever it is asked: the
 * page and the workers that of VS Code, the command line English, in which its reports are a contract.
 */
export function speak(texts: Texts | undefined): void {
  spoken = texts;
  rules = texts && new Intl.PluralRules(texts.language);
}

/** A text in the language that is spoken: the English text is its key, `{0}` stands for the first value. */
export function t(english: string, ...values: readonly Value[]): string {
  const text = spoken?.texts[english];
  return filled(typeof text === "string" ? text : english, values);
}

/**
 * A text whose words hang on a count, which stands in it where `values` say: `counted(2, "{0} node", "{0} nodes", 2)`.
 * Fractions take the form of few: 1.5 раза.
 */
export function counted(count: number, one: string, many: string, ...values: readonly Value[]): string {
  const forms = spoken?.texts[many];
  if (rules === undefined || forms === undefined || typeof forms === "string")
    return filled(count === 1 ? one : many, values);
  const category = rules.select(count);
  if (category === "one") return filled(forms.one, values);
  return filled(category === "few" || category === "other" ? forms.few : forms.many, values);
}

/** In one pass: a value that looks like a hole stays what it is. */
function filled(text: string, values: readonly Value[]): string {
  return text.replace(/\{(\d+)\}/g, (hole, index: string) => String(values[Number(index)] ?? hole));
}
