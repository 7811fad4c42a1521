import { isBound, resolve } from "./bindings";
import { Code } from "./code";
import type { Qualified } from "./lookup";
import { conceptOfKeyword, conceptOfMethod, conceptOfName, libraryOf } from "./lookup";
import type { CodeLanguage, Token, Tokens } from "./tokens";

/** What stands at a place of a text and is explained by a concept. */
export interface CodeConcept {
  readonly number: number;
  readonly library: string;
  /** `torch.nn.Dropout`, `lr=`, `.backward()`. */
  readonly shown: string;
  readonly start: number;
  readonly end: number;
}

/** Letters that are looked back through for the call that an argument belongs to: some 300 lines of arguments. */
const FARTHEST = 10_000;

/**
 * Looks a text over, to be asked.
 *
 * @param before what stands before it: the other cells of a notebook
 */
export function readCode(text: string, language: CodeLanguage, before = ""): Code {
  return new Code(before === "" ? text : `${before}\n${text}`, language);
}

/** What explains the name at a place; undefined: nothing does, or what stands there is of no library we know. */
export function conceptAt(code: Code, offset: number): CodeConcept | undefined {
  if (code.libraries.size === 0) return undefined;
  const tokens = code.tokensBefore(offset, 0);
  const at = tokens.holding(offset);
  const token = tokens.at(at);
  if (token === undefined || token.kind === "line" || token.kind === "mark") return undefined;
  const declared = code.declared.get(token.start);
  if (declared !== undefined) return named(token, declared);
  if (token.kind === "string") return undefined;
  const sign = code.language === "python" ? "=" : ":";
  const argument = isMark(tokens.at(at + 1), sign) ? keyword(code, token, sign) : undefined;
  return argument ?? chained(code, tokens, at, token);
}

function isMark(token: Token | undefined, text: string): boolean {
  return token?.kind === "mark" && token.text === text;
}

function named({ start, end }: Token, of: Qualified): CodeConcept | undefined {
  const number = conceptOfName(of);
  const library = libraryOf(of);
  if (number === undefined || library === undefined) return undefined;
  return { number, library, shown: of.join("."), start, end };
}

/** A name with what stands before its dots. */
function chained(code: Code, tokens: Tokens, at: number, token: Token): CodeConcept | undefined {
  const chain = chainTo(tokens, at);
  const found = chain.whole ? resolve(code, chain.names, token.start) : undefined;
  if (found !== undefined) return named(token, found.of);
  if (chain.whole && chain.names.length === 1) {
    // Names that came by `from x import *`.
    const candidates = code.wildcards.map((module) => named(token, [...module, token.text]));
    const first = candidates.find((one) => one !== undefined);
    return first === undefined || isBound(code, token.text, token.start) ? undefined : first;
  }
  return method(code, tokens, chain, at, token);
}

interface Chain {
  readonly names: readonly string[];
  /** False where a call, an index or a literal stands before. */
  readonly whole: boolean;
}

function chainTo(tokens: Tokens, last: number): Chain {
  const backwards: string[] = [];
  let at = last;
  for (;;) {
    backwards.push(tokens.at(at)?.text ?? "");
    const dot = tokens.at(at - 1);
    const ends = !isMark(dot, ".") && !isMark(dot, "?.");
    if (ends || tokens.at(at - 2)?.kind !== "name") return { names: backwards.reverse(), whole: ends };
    at -= 2;
  }
}

/** A method of an object that is a library's, or may be: of the file's own, where the file uses the library. */
function method(
  code: Code,
  tokens: Tokens,
  { names, whole }: Chain,
  at: number,
  token: Token,
): CodeConcept | undefined {
  if (tokens.at(at + 1)?.text !== "(") return undefined;
  const receiver = whole ? resolve(code, names.slice(0, -1), token.start) : undefined;
  const own = receiver === undefined ? undefined : libraryOf(receiver.of);
  // What was imported from elsewhere is none of ours.
  if (receiver !== undefined && own === undefined) return undefined;
  for (const library of own === undefined ? code.libraries : [own]) {
    const number = conceptOfMethod(library, token.text);
    if (number !== undefined) {
      return { number, library, shown: `.${token.text}()`, start: token.start, end: token.end };
    }
  }
  return undefined;
}

/** `lr=` in a call, `{ units: 10 }` as what a call is given. */
function keyword(code: Code, { text, start, end }: Token, sign: string): CodeConcept | undefined {
  const tokens = code.tokensBefore(start, FARTHEST);
  const open = callOf(tokens, tokens.holding(start), code.language);
  const callee = tokens.at(open - 1);
  if (open < 0 || callee?.kind !== "name") return undefined;
  const before = tokens.at(chainStart(tokens, open - 1) - 1)?.text;
  if (before === "def" || before === "function" || before === "class") return undefined;
  const library = libraryCalled(code, tokens, open - 1, callee);
  const number = library === undefined ? undefined : conceptOfKeyword(library, text);
  if (number === undefined || library === undefined) return undefined;
  return { number, library, shown: `${text}${sign}`, start, end };
}

/** The library whose function, class or method is called. */
function libraryCalled(code: Code, tokens: Tokens, at: number, callee: Token): string | undefined {
  const chain = chainTo(tokens, at);
  const found = chain.whole ? resolve(code, chain.names, callee.start) : undefined;
  if (found !== undefined) return libraryOf(found.of);
  return method(code, tokens, chain, at, callee)?.library;
}

function chainStart(tokens: Tokens, last: number): number {
  let at = last;
  while (tokens.at(at - 1)?.text === "." && tokens.at(at - 2)?.kind === "name") at -= 2;
  return at;
}

/** The bracket of the call whose argument this is; -1: none. */
function callOf(tokens: Tokens, from: number, language: CodeLanguage): number {
  let depth = 0;
  for (let at = from - 1; at >= 0; at--) {
    const token = tokens.at(at);
    if (token?.kind !== "mark") continue;
    if (")]}".includes(token.text)) depth++;
    if (!"([{".includes(token.text)) continue;
    if (depth > 0) depth--;
    else if (token.text === "(") return at;
    else if (language === "python" || token.text === "[") return -1;
    // An object is an argument where it stands right behind the bracket or a comma.
    else if (tokens.at(at - 1)?.text !== "(" && tokens.at(at - 1)?.text !== ",") return -1;
  }
  return -1;
}
