import type { Facts, Given } from "./facts";
import { FactReader } from "./facts";
import type { Qualified } from "./lookup";
import { closingEnd } from "./outline";
import type { Tokens } from "./tokens";

/** What an import, declaration, function, class or `this.x = …` of JavaScript or TypeScript says of names. */
export function javascriptFacts(tokens: Tokens): Facts {
  const file = new FactReader(tokens);
  switch (file.text(0)) {
    case "import":
    case "require":
      if (file.text(1) === "(") importCall(file, 0);
      else importStatement(file);
      break;
    case "const":
    case "let":
    case "var":
      declaration(file);
      break;
    case "function":
      parameters(file);
      break;
    case "class":
      file.bind(1, undefined, file.start);
      break;
    case "this":
      file.bindMember(file.text(2), valueAt(file, 4));
      break;
    default:
  }
  return file;
}

/** Tokens of an import statement are looked through no further than this. */
const LONGEST_IMPORT = 400;

/** `import a, { b as c } from "x"`, `import * as t from "x"`, `import "x"`. */
function importStatement(file: FactReader): void {
  let end = 1;
  while (end < LONGEST_IMPORT && file.kind(end) !== "string") {
    if (file.text(end) === ";" || file.kind(end) === undefined) return;
    end++;
  }
  const source = file.tokens.at(end);
  if (source?.kind !== "string") return;
  const module: Qualified = [source.text];
  file.declare(end, module);
  file.imported.push(module);
  let braces = false;
  for (let at = 1; at < end; at++) {
    const text = file.text(at);
    if (text === "{" || text === "}") braces = text === "{";
    if (!file.isName(at) || ["from", "type", "as"].includes(text)) continue;
    const renamed = file.text(at + 1) === "as" && file.isName(at + 2);
    const of = braces ? [...module, text] : module;
    file.declare(at, of);
    if (renamed) {
      file.declare(at + 2, of);
      file.import(file.text(at + 2), of);
      at += 2;
    } else file.import(text, of);
  }
}

/** `require("x")`, `import("x")`: the module. */
function importCall(file: FactReader, at: number): Given | undefined {
  const argument = file.tokens.at(at + 2);
  if (argument?.kind !== "string") return undefined;
  const of = [argument.text];
  file.declare(at + 2, of);
  file.imported.push(of);
  return { kind: "imported", of };
}

/** Tokens of a type that may stand between a name and its value. */
const LONGEST_TYPE = 12;

/** `x = …` and `{ a, b: c } = …` behind const, let or var. */
function declaration(file: FactReader): void {
  if (file.text(1) === "{") {
    destructuring(file);
    return;
  }
  let equals = 2;
  while (equals < LONGEST_TYPE && !["=", ";", ")"].includes(file.text(equals))) equals++;
  if (file.text(equals) === "=") file.bind(1, valueAt(file, equals + 1));
}

function destructuring(file: FactReader): void {
  const close = closing(file, 1);
  if (close === undefined || file.text(close + 1) !== "=") return;
  const value = valueAt(file, close + 2);
  for (let at = 2; at < close; at++) {
    if (!file.isName(at)) continue;
    const renamed = file.text(at + 1) === ":" && file.isName(at + 2);
    file.bind(renamed ? at + 2 : at, memberOf(value, file.text(at)), file.place(1));
    if (renamed) at += 2;
  }
}

function memberOf(value: Given | undefined, name: string): Given | undefined {
  switch (value?.kind) {
    case "imported":
      return { kind: "imported", of: [...value.of, name] };
    case "chain":
      return value.called ? undefined : { ...value, names: [...value.names, name] };
    case undefined:
      return undefined;
  }
}

/** What an expression is that begins here: a chain, a call of one, `require("x")`, `await import("x")`. */
function valueAt(file: FactReader, from: number): Given | undefined {
  let at = from;
  while (file.text(at) === "await" || file.text(at) === "new") at++;
  const imports = ["require", "import"].includes(file.text(at)) && file.kind(at + 2) === "string";
  return imports ? importCall(file, at) : file.given(at)[0];
}

/** Parameters hide imported names within the body of their function; one that is not finished is taken for endless. */
function parameters(file: FactReader): void {
  let open = 1;
  while (file.isName(open) || file.text(open) === "*") open++;
  if (file.text(open) !== "(") return;
  const close = closing(file, open) ?? Infinity;
  for (let at = open + 1; at < close && file.kind(at) !== undefined; at++) {
    if (["(", ",", "{"].includes(file.text(at - 1)))
      file.bind(at, undefined, file.place(at), () => bodyEnd(file, close));
  }
}

function bodyEnd(file: FactReader, close: number): number {
  let at = close;
  while (!["{", ";"].includes(file.text(at)) && file.kind(at) !== undefined) at++;
  // What has no body declares only.
  return file.text(at) === "{" ? closingEnd(file.tokens.text, file.place(at), "javascript") : file.place(at);
}

/** The bracket that closes the one here; undefined: none does in this statement. */
function closing(file: FactReader, from: number): number | undefined {
  for (let at = from, depth = 0; file.kind(at) !== undefined; at++) {
    if (file.kind(at) !== "mark") continue;
    if ("([{".includes(file.text(at))) depth++;
    if (")]}".includes(file.text(at)) && --depth === 0) return at;
  }
  return undefined;
}
