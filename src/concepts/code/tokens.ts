/** A piece of code that matters to names: comments and the insides of strings are left out. */
export interface Token {
  readonly kind: "name" | "string" | "mark" | "line";
  /** Of a string without its quotes; of a mark one letter, or two for `=>`, `==` and the like. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Letters before it in its line; of a `line` those before the first token of the line that begins. */
  readonly column: number;
}

export type CodeLanguage = "python" | "javascript";

const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /(?:0[xXoObB])?[\d.][\d_a-zA-Z.]*/y;
const PAIRS = new Set(["==", "=>", "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "?.", "**"]);
const QUOTES = new Set(["'", '"', "`"]);
/** Letters that a string of Python may have before its quotes. */
const PREFIX = /^(?:[rbfuRBFU]{1,2})$/;
/** What a regular expression of JavaScript may stand behind; elsewhere a slash divides. */
const BEFORE_REGEX = new Set(["(", ",", "=", ":", "[", "!", "&", "|", "?", "{", "}", ";", "=>", "return"]);

/** All tokens of a text that may be unfinished, in one pass. */
export function tokensOf(text: string, language: CodeLanguage): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 0;
  const push = (kind: Token["kind"], start: number, end: number, content = text.slice(start, end)): void => {
    tokens.push({ kind, text: content, start, end, column: start - line });
  };
  while (at < text.length) {
    const letter = text[at] ?? "";
    const pair = text.slice(at, at + 2);
    if (letter === "\n") {
      push("line", at, at + 1, "");
      line = ++at;
    } else if (/\s/.test(letter) || letter === "\\") at++;
    else if (language === "python" && letter === "#") at = lineEnd(text, at);
    else if (language === "javascript" && pair === "//") at = lineEnd(text, at);
    else if (language === "javascript" && pair === "/*") at = endOf(text, "*/", at + 2);
    else if (QUOTES.has(letter) && (letter !== "`" || language === "javascript")) {
      const end = stringEnd(text, at, language);
      push("string", at, end, unquoted(text.slice(at, end)));
      line = Math.max(line, text.lastIndexOf("\n", end - 1) + 1);
      at = end;
    } else if (language === "javascript" && letter === "/" && BEFORE_REGEX.has(tokens.at(-1)?.text ?? "(")) {
      at = regexEnd(text, at);
    } else {
      const [end, kind] = wordEnd(text, at);
      const word = text.slice(at, end);
      // The prefix of a string is no name.
      const prefix = language === "python" && PREFIX.test(word) && /['"]/.test(text[end] ?? "");
      if (kind !== undefined && !prefix) push(kind, at, end);
      at = end;
    }
  }
  return tokens;
}

/** Where a name, number or mark ends; numbers are no tokens. */
function wordEnd(text: string, at: number): readonly [end: number, kind: Token["kind"] | undefined] {
  NAME.lastIndex = at;
  if (NAME.test(text)) return [NAME.lastIndex, "name"];
  if (/[\d]/.test(text[at] ?? "")) {
    NUMBER.lastIndex = at;
    NUMBER.test(text);
    return [Math.max(at + 1, NUMBER.lastIndex), undefined];
  }
  return [at + (PAIRS.has(text.slice(at, at + 2)) ? 2 : 1), "mark"];
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end < 0 ? text.length : end + mark.length;
}

function stringEnd(text: string, start: number, language: CodeLanguage): number {
  const quote = text[start] ?? "";
  const triple = quote.repeat(3);
  const long = language === "python" && text.startsWith(triple, start);
  const mark = long ? triple : quote;
  for (let at = start + mark.length; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text.startsWith(mark, at)) return at + mark.length;
    // A string that somebody is still typing ends with its line.
    else if (text[at] === "\n" && !long && quote !== "`") return at;
  }
  return text.length;
}

function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < text.length && text[at] !== "\n"; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "[") inClass = true;
    else if (text[at] === "]") inClass = false;
    else if (text[at] === "/" && !inClass) return at + 1;
  }
  return start + 1;
}

function unquoted(text: string): string {
  return text.replace(/^('''|"""|['"`])/, "").replace(/('''|"""|['"`])$/, "");
}
