import type { Bindings } from "./bindings";
import { bindingOf, resolve } from "./bindings";
import { javascriptBindings } from "./javascript";
import type { Qualified } from "./lookup";
import { conceptOfKeyword, conceptOfMethod, conceptOfName, libraryOf } from "./lookup";
import { pythonBindings } from "./python";
import type { CodeLanguage, Token } from "./tokens";
import { tokensOf } from "./tokens";

/** A text of code with its names, ready to be asked. */
export interface Code {
  readonly language: CodeLanguage;
  readonly tokens: readonly Token[];
  readonly bindings: Bindings;
  /** Libraries that the text imports. */
  readonly libraries: ReadonlySet<string>;
}

/** What stands at a place of a text and is explained by a concept. */
export interface CodeConcept {
  readonly number: number;
  readonly library: string;
  /** `torch.nn.Dropout`, `lr=`, `.backward()`. */
  readonly shown: string;
  readonly start: number;
  readonly end: number;
}

/** Tokens that are looked back through for the call that an argument belongs to. */
const FARTHEST = 4_000;

/**
 * Reads a text once; linear in its length.
 *
 * @param before what stands before it: the other cells of a notebook
 */
export function readCode(text: string, language: CodeLanguage, before = ""): Code {
  // What comes before is code of the same file, of which only what it binds matters.
  const joined = before === "" ? text : `${before}\n${text}`;
  const tokens = tokensOf(joined, language);
  const bindings = language === "python" ? pythonBindings(tokens) : javascriptBindings(tokens);
  const libraries = new Set(
    [...bindings.imported, ...bindings.wildcards].flatMap((one) => libraryOf(one) ?? []),
  );
  return { language, tokens, bindings, libraries };
}

/** What explains the name at a place; undefined: nothing does, or what stands there is of no library we know. */
export function conceptAt(code: Code, offset: number): CodeConcept | undefined {
  if (code.libraries.size === 0) return undefined;
  const at = tokenAt(code.tokens, offset);
  const token = code.tokens[at];
  if (token === undefined || token.kind === "line" || token.kind === "mark") return undefined;
  const declared = code.bindings.declared.get(at);
  if (declared !== undefined) return named(token, declared);
  if (token.kind === "string") return undefined;
  return keyword(code, at, token) ?? chained(code, at, token);
}

/** The token that holds a place, or ends there. */
function tokenAt(tokens: readonly Token[], offset: number): number {
  let low = 0;
  let high = tokens.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tokens[middle]?.start ?? Infinity) <= offset) low = middle;
    else high = middle - 1;
  }
  // Between a name and the bracket behind it, the name is meant.
  const before = tokens[low - 1];
  if (tokens[low]?.kind !== "name" && before?.kind === "name" && before.end === offset) return low - 1;
  return (tokens[low]?.start ?? Infinity) <= offset && offset <= (tokens[low]?.end ?? -1) ? low : -1;
}

function named({ start, end }: Token, of: Qualified): CodeConcept | undefined {
  const number = conceptOfName(of);
  const library = libraryOf(of);
  if (number === undefined || library === undefined) return undefined;
  return { number, library, shown: of.join("."), start, end };
}

/** A name with what stands before its dots. */
function chained(code: Code, at: number, token: Token): CodeConcept | undefined {
  const chain = chainTo(code, at);
  const found = chain.whole ? resolve(code.bindings, chain.names, token.start) : undefined;
  if (found !== undefined) return named(token, found.of);
  const [head = ""] = chain.names;
  if (chain.whole && chain.names.length === 1) {
    // Names that came by `from x import *`.
    if (bindingOf(code.bindings, head, token.start) !== undefined) return undefined;
    return code.bindings.wildcards
      .map((module) => named(token, [...module, head]))
      .find((one) => one !== undefined);
  }
  return method(code, chain, token, at);
}

interface Chain {
  readonly names: readonly string[];
  /** False where a call, an index or a literal stands before. */
  readonly whole: boolean;
}

function chainTo({ tokens }: Code, last: number): Chain {
  const names: string[] = [];
  let at = last;
  for (;;) {
    names.unshift(tokens[at]?.text ?? "");
    const dot = tokens[at - 1];
    if (dot?.kind !== "mark" || (dot.text !== "." && dot.text !== "?.")) return { names, whole: true };
    const before = tokens[at - 2];
    if (before?.kind !== "name") return { names, whole: false };
    at -= 2;
  }
}

/** A method of an object that is a library's, or may be: of the file's own, where the file uses the library. */
function method(code: Code, { names, whole }: Chain, token: Token, at: number): CodeConcept | undefined {
  const called = code.tokens[at + 1]?.text === "(";
  if (!called) return undefined;
  const receiver = whole ? resolve(code.bindings, names.slice(0, -1), token.start) : undefined;
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
function keyword(code: Code, at: number, token: Token): CodeConcept | undefined {
  const sign = code.language === "python" ? "=" : ":";
  if (code.tokens[at + 1]?.text !== sign || code.tokens[at + 1]?.kind !== "mark") return undefined;
  const open = callOf(code, at);
  const callee = code.tokens[open - 1];
  if (open < 0 || callee?.kind !== "name") return undefined;
  const before = code.tokens[chainStart(code, open - 1) - 1]?.text;
  if (before === "def" || before === "function" || before === "class") return undefined;
  const called = calleeOf(code, open - 1, callee);
  const number = called === undefined ? undefined : conceptOfKeyword(called, token.text);
  if (number === undefined || called === undefined) return undefined;
  return { number, library: called, shown: `${token.text}${sign}`, start: token.start, end: token.end };
}

/** The library whose function, class or method is called. */
function calleeOf(code: Code, at: number, token: Token): string | undefined {
  const chain = chainTo(code, at);
  const found = chain.whole ? resolve(code.bindings, chain.names, token.start) : undefined;
  if (found !== undefined) return libraryOf(found.of);
  return method(code, chain, token, at)?.library;
}

function chainStart({ tokens }: Code, last: number): number {
  let at = last;
  while (tokens[at - 1]?.text === "." && tokens[at - 2]?.kind === "name") at -= 2;
  return at;
}

/** The bracket of the call whose argument this is; -1: none. */
function callOf({ tokens, language }: Code, from: number): number {
  let depth = 0;
  for (let at = from - 1; at >= 0 && from - at < FARTHEST; at--) {
    const token = tokens[at];
    if (token?.kind !== "mark") continue;
    if (")]}".includes(token.text)) depth++;
    if (!"([{".includes(token.text)) continue;
    if (depth > 0) depth--;
    else if (token.text === "(") return at;
    else if (language === "python" || token.text === "[") return -1;
    // An object is an argument where it stands right behind the bracket or a comma.
    else if (tokens[at - 1]?.text !== "(" && tokens[at - 1]?.text !== ",") return -1;
  }
  return -1;
}
