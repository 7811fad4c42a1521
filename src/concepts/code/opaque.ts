import type { CodeLanguage } from "./tokens";

const NEWLINE = 10;
const DOUBLE = 34;
const HASH = 35;
const SINGLE = 39;
const STAR = 42;
const SLASH = 47;
const BACKSLASH = 92;
const BACKTICK = 96;

/** What a regular expression of JavaScript may stand behind; elsewhere a slash divides. */
const BEFORE_REGEX = "(,=:[!&|?{};>";

export function isQuote(code: number, language: CodeLanguage): boolean {
  return code === DOUBLE || code === SINGLE || (code === BACKTICK && language === "javascript");
}

/**
 * Where the string, comment or regular expression ends that begins here: in it nothing is a name.
 *
 * @returns the place itself where none begins; the text's end where one is unfinished
 */
export function opaqueEnd(text: string, at: number, language: CodeLanguage): number {
  const code = text.charCodeAt(at);
  if (isQuote(code, language)) return stringEnd(text, at, language);
  if (language === "python") return code === HASH ? lineEnd(text, at) : at;
  if (code !== SLASH) return at;
  const next = text.charCodeAt(at + 1);
  if (next === SLASH) return lineEnd(text, at);
  if (next === STAR) return commentEnd(text, at);
  return mayBeRegex(text, at) ? regexEnd(text, at) : at;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}

function commentEnd(text: string, from: number): number {
  const end = text.indexOf("*/", from + 2);
  return end < 0 ? text.length : end + 2;
}

function stringEnd(text: string, start: number, language: CodeLanguage): number {
  const quote = text.charCodeAt(start);
  const isTriple = (at: number): boolean =>
    text.charCodeAt(at + 1) === quote && text.charCodeAt(at + 2) === quote;
  const long = language === "python" && isTriple(start);
  const marks = long ? 3 : 1;
  for (let at = start + marks; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === quote && (!long || isTriple(at))) return at + marks;
    // A string that somebody is still typing ends with its line.
    else if (code === NEWLINE && !long && quote !== BACKTICK) return at;
  }
  return text.length;
}

function mayBeRegex(text: string, slash: number): boolean {
  let at = slash - 1;
  while (text[at] === " " || text[at] === "\t") at--;
  return at >= 0 && (BEFORE_REGEX.includes(text[at] ?? "") || text.slice(at - 5, at + 1) === "return");
}

/** In letters; what is longer is none, or none that anybody wrote. */
const LONGEST_REGEX = 2_000;

function regexEnd(text: string, start: number): number {
  let inClass = false;
  const last = Math.min(text.length, start + LONGEST_REGEX);
  for (let at = start + 1; at < last && text[at] !== "\n"; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === "[") inClass = true;
    else if (text[at] === "]") inClass = false;
    else if (text[at] === "/" && !inClass) return at + 1;
  }
  return start + 1;
}
