/** One condition of a query. */
export interface Term {
  /** What is looked at: `op`, `name`, `shape`, `type`, `attr`, `value`, `tensor`, or an attribute's name; "" for a free word. */
  readonly key: string;
  readonly pattern: RegExp;
  /** `-op:Relu`: what matches is left out. */
  readonly negated: boolean;
}

type Query = { readonly terms: readonly Term[] } | { readonly problem: string };

/** A query longer than this was not typed by a person. */
const LONGEST_QUERY = 1000;

/**
 * Reads words and `key:word` filters: `op:Conv kernel:3 shape:*x64x*`. Words in quotes may hold spaces; `*` stands
 * for anything; a minus before a word leaves out what it matches. A word without `*` is found inside longer ones,
 * but for `op:` and `shape:`, which match whole.
 */
export function readQuery(text: string): Query {
  if (text.length > LONGEST_QUERY) return { problem: "The query is too long." };
  const terms: Term[] = [];
  const words = /(-?)(?:([\w.]+):)?(?:"([^"]*)"|(\S+))/g;
  for (const [, minus, key = "", quoted, word] of text.matchAll(words)) {
    const wanted = quoted ?? word ?? "";
    if (wanted.startsWith('"')) return { problem: "A quotation mark is not closed." };
    if (wanted === "") return { problem: `What should ${key === "" ? "the empty word" : `${key}:`} match?` };
    terms.push({ key: key.toLowerCase(), pattern: patternOf(key, wanted), negated: minus === "-" });
  }
  return { terms };
}

function patternOf(key: string, wanted: string): RegExp {
  const whole = /^(?:op|shape)$/i.test(key);
  // Shapes are typed with an x and printed with a cross.
  const text = key === "shape" ? wanted.replace(/x|,/g, "×") : wanted;
  const body = text
    .split(/\*+/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join(".*");
  return new RegExp(whole ? `^${body}$` : body, "is");
}
