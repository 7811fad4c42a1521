import { isQuote, opaqueEnd } from "./opaque";

/** A piece of code that matters to names: comments, numbers and the insides of strings are left out. */
export interface Token {
  readonly kind: "name" | "string" | "mark" | "line";
  /** Of a string without its quotes; of a mark one letter, or two for `=>`, `==` and the like. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export type CodeLanguage = "python" | "javascript";

const NEWLINE = 10;
const SPACE = 32;
const BACKSLASH = 92;
const NAME = /[\p{L}_$][\p{L}\p{N}_$]*/uy;
const NUMBER = /(?:0[xXoObB])?[\d.][\d_a-zA-Z.]*/y;
const PAIRS = new Set(["==", "=>", "!=", "<=", ">=", "->", ":=", "+=", "-=", "*=", "/=", "?.", "**"]);
/** Letters that a string of Python may have before its quotes. */
const PREFIX = /^[rbfuRBFU]{1,2}$/;

/** The tokens of a text that may be unfinished, from a place outside of strings and comments; read as far as asked. */
export class Tokens {
  private readonly known: Token[] = [];
  private next: number;

  /** @param limit no token begins there or behind */
  constructor(
    readonly text: string,
    readonly language: CodeLanguage,
    from: number,
    private readonly limit = text.length,
  ) {
    this.next = from;
  }

  /** Undefined: there are not so many. */
  at(index: number): Token | undefined {
    while (this.known.length <= index && this.next < this.limit) this.step();
    return this.known[index];
  }

  /** The token that holds a place, or ends there. */
  holding(offset: number): number {
    let index = 0;
    while ((this.at(index + 1)?.start ?? Infinity) <= offset) index++;
    const token = this.at(index);
    // Between a name and the bracket behind it, the name is meant.
    const before = this.at(index - 1);
    if (token?.kind !== "name" && before?.kind === "name" && before.end === offset) return index - 1;
    return token !== undefined && token.start <= offset && offset <= token.end ? index : -1;
  }

  private step(): void {
    const { text, language, next } = this;
    const code = text.charCodeAt(next);
    if (code === NEWLINE) {
      this.push("line", next + 1, "");
    } else if (code <= SPACE || code === BACKSLASH) this.next++;
    else {
      const end = opaqueEnd(text, next, language);
      if (end === next) this.word();
      else if (isQuote(code, language)) this.push("string", end, unquoted(text.slice(next, end)));
      else this.next = end;
    }
  }

  private word(): void {
    const { text, next } = this;
    const name = matchEnd(NAME, text, next);
    if (name > next) {
      // The prefix of a string is no name.
      const prefix = /['"]/.test(text[name] ?? "") && PREFIX.test(text.slice(next, name));
      if (prefix && this.language === "python") this.next = name;
      else this.push("name", name);
    } else if (/\d/.test(text[next] ?? "")) this.next = Math.max(next + 1, matchEnd(NUMBER, text, next));
    else this.push("mark", next + (PAIRS.has(text.slice(next, next + 2)) ? 2 : 1));
  }

  private push(kind: Token["kind"], end: number, text = this.text.slice(this.next, end)): void {
    this.known.push({ kind, text, start: this.next, end });
    this.next = end;
  }
}

function matchEnd(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(text) ? pattern.lastIndex : from;
}

function unquoted(text: string): string {
  return text.replace(/^('''|"""|['"`])/, "").replace(/('''|"""|['"`])$/, "");
}
