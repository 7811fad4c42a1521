import { isQuote, opaqueEnd } from "./opaque";
import type { CodeLanguage } from "./tokens";

/** Where things begin in a text, as a look at each letter tells; places in strings and comments are none. */
export interface Outline {
  /** Lines that do not begin inside a string or comment. */
  readonly lines: readonly number[];
  /** Statements that may bind names. In JavaScript each reaches to the next one. */
  readonly statements: readonly number[];
  /** In Python: letters before each statement in its line; Infinity: another statement stands there. */
  readonly columns: readonly number[];
  /** Statements that import, and calls that do. */
  readonly imports: readonly number[];
}

export const EMPTY: Outline = { lines: [0], statements: [], columns: [], imports: [] };

const NEWLINE = 10;
const HASH = 35;
const DOT = 46;
const COLON = 58;
const SEMICOLON = 59;
const EQUALS = 61;
const BACKSLASH = 92;

export function outlineOf(text: string, language: CodeLanguage): Outline {
  return language === "python" ? pythonOutline(text) : javascriptOutline(text);
}

const PYTHON_IMPORT = /(?:import|from)\b/y;
/** A line that begins so is in no brackets: somebody is still typing above. */
const NEVER_IN_BRACKETS =
  /[ \t]*(?:(?:def|class|import|return|while|with|try|except|finally|elif|raise|pass|break|continue|del|global|nonlocal)\b|from\s+[\w.]+\s+import\b)/y;

/** A statement begins a line outside of brackets, or stands behind `;` or, as in `try: import torch`, a colon. */
function pythonOutline(text: string): Outline {
  const lines = [0];
  const statements: number[] = [];
  const columns: number[] = [];
  const imports: number[] = [];
  let depth = 0;
  let line = 0;
  let begins: "line" | "behind" | undefined = "line";
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE) {
      line = ++at;
      lines.push(at);
      if (depth > 0 && matches(NEVER_IN_BRACKETS, text, at)) depth = 0;
      if (depth === 0) begins = "line";
      continue;
    }
    if (code <= 32 || code === BACKSLASH) {
      at++;
      continue;
    }
    if (begins !== undefined && code !== HASH) {
      statements.push(at);
      columns.push(begins === "line" ? at - line : Infinity);
      if (matches(PYTHON_IMPORT, text, at)) imports.push(at);
      begins = undefined;
    }
    if (code === HASH || isQuote(code, "python")) at = opaqueEnd(text, at, "python");
    else {
      depth = Math.max(0, depth + nesting(code));
      const ends = code === SEMICOLON || (code === COLON && text.charCodeAt(at + 1) !== EQUALS);
      if (ends && depth === 0) begins = "behind";
      at++;
    }
  }
  return { lines, statements, columns, imports };
}

const JAVASCRIPT_STATEMENT =
  /(?:(?:const|let|var|function|class)(?![\w$])|import(?![\w$])(?!\s*[(.])|this\s*\.\s*[\p{L}_$][\p{L}\p{N}_$]*\s*=(?![=>]))/uy;
const JAVASCRIPT_IMPORT = /import(?![\w$])(?!\s*\.)|require\s*\(/y;
/** First letters of what the two look for. */
const FIRST = new Set(Array.from("clvfitr", (letter) => letter.charCodeAt(0)));

function javascriptOutline(text: string): Outline {
  const lines = [0];
  const statements: number[] = [];
  const imports: number[] = [];
  let before = 0;
  for (let at = 0; at < text.length;) {
    const code = text.charCodeAt(at);
    if (code === NEWLINE) {
      before = 0;
      lines.push(++at);
    } else if (isWord(code)) {
      if (before !== DOT && FIRST.has(code)) {
        if (matches(JAVASCRIPT_STATEMENT, text, at)) statements.push(at);
        if (matches(JAVASCRIPT_IMPORT, text, at)) imports.push(at);
      }
      while (isWord(text.charCodeAt(++at)));
      before = code;
    } else {
      if (code > 32) before = code;
      at = Math.max(at + 1, opaqueEnd(text, at, "javascript"));
    }
  }
  return { lines, statements, columns: [], imports };
}

/** Where the bracket closes that stands here; Infinity: nowhere. */
export function closingEnd(text: string, open: number, language: CodeLanguage): number {
  let depth = 0;
  for (let at = open; at < text.length;) {
    const code = text.charCodeAt(at);
    depth += nesting(code);
    at = Math.max(at + 1, opaqueEnd(text, at, language));
    if (depth === 0) return at;
  }
  return Infinity;
}

/** 1 for a bracket that opens, −1 for one that closes. */
function nesting(code: number): number {
  if (code === 40 || code === 91 || code === 123) return 1;
  return code === 41 || code === 93 || code === 125 ? -1 : 0;
}

function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 36 ||
    code > 127
  );
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

/** The last of ascending places that is not behind a place; −1: none. */
export function lastUpTo(places: readonly number[], place: number): number {
  let low = -1;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((places[middle] ?? Infinity) <= place) low = middle;
    else high = middle - 1;
  }
  return low;
}
