import type { Bindings } from "./bindings";
import { Collector } from "./bindings";
import type { Qualified } from "./lookup";
import type { Token } from "./tokens";

/** Imports, declarations and parameters of a text in JavaScript or TypeScript. */
export function javascriptBindings(tokens: readonly Token[]): Bindings {
  const file = new Collector(tokens, "javascript");
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.kind !== "name" || file.text(at - 1) === ".") continue;
    switch (file.text(at)) {
      case "import":
        importStatement(file, at);
        break;
      case "const":
      case "let":
      case "var":
        declaration(file, at + 1);
        break;
      case "function":
        parameters(file, at);
        break;
      case "class":
        if (file.isName(at + 1)) file.bind(file.text(at + 1), undefined, tokens[at]?.start ?? 0);
        break;
      case "this":
        member(file, at);
        break;
      default:
    }
  }
  return file;
}

/** Tokens of an import statement are looked through no further than this. */
const LONGEST_IMPORT = 400;

/** `import a, { b as c } from "x"`, `import * as t from "x"`, `import "x"`. */
function importStatement(file: Collector, from: number): void {
  let end = from + 1;
  while (end < from + LONGEST_IMPORT && file.tokens[end]?.kind !== "string") {
    if (file.text(end) === "(" || file.text(end) === ";") return;
    end++;
  }
  const source = file.tokens[end];
  if (source?.kind !== "string") return;
  const module: Qualified = [source.text];
  const place = file.tokens[from]?.start ?? 0;
  file.declared.set(end, module);
  file.imported.push(module);
  let braces = false;
  for (let at = from + 1; at < end; at++) {
    const text = file.text(at);
    if (text === "{" || text === "}") braces = text === "{";
    if (!file.isName(at) || ["from", "type", "as"].includes(text)) continue;
    const renamed = file.text(at + 1) === "as" && file.isName(at + 2);
    const of = braces ? [...module, text] : module;
    file.declared.set(at, of);
    if (renamed) {
      file.declared.set(at + 2, of);
      file.import(file.text(at + 2), of, place);
      at += 2;
    } else file.import(text, of, place);
  }
  // `* as t`: the star is no name, what stands behind `as` is.
  for (let at = from + 1; at < end; at++) {
    if (file.text(at) !== "*" || file.text(at + 1) !== "as") continue;
    file.import(file.text(at + 2), module, place);
    file.declared.set(at + 2, module);
  }
}

/** `x = …` and `{ a, b: c } = …` behind const, let or var. */
function declaration(file: Collector, at: number): void {
  const place = file.tokens[at]?.start ?? 0;
  if (file.text(at) === "{") {
    const close = closing(file, at);
    if (file.text(close + 1) !== "=") return;
    const value = valueAt(file, close + 2, place);
    for (let inside = at + 1; inside < close; inside++) {
      if (!file.isName(inside)) continue;
      const name = file.text(inside);
      const renamed = file.text(inside + 1) === ":" && file.isName(inside + 2);
      const of = value?.kind === "itself" ? { kind: "itself" as const, of: [...value.of, name] } : undefined;
      file.bind(renamed ? file.text(inside + 2) : name, of, place);
      if (renamed) inside += 2;
    }
    return;
  }
  if (!file.isName(at)) return;
  let equals = at + 1;
  // A type may stand between the name and its value.
  while (equals < at + 12 && !["=", ";", ")"].includes(file.text(equals))) equals++;
  if (file.text(equals) !== "=") return;
  file.bind(file.text(at), valueAt(file, equals + 1, place), place);
}

/** What an expression is that begins here: a chain, a call of one, `require("x")`, `await import("x")`. */
function valueAt(file: Collector, from: number, place: number): ReturnType<Collector["resolve"]> {
  let at = from;
  while (file.text(at) === "await" || file.text(at) === "new") at++;
  const argument = file.tokens[at + 2];
  if (["require", "import"].includes(file.text(at)) && argument?.kind === "string") {
    file.declared.set(at + 2, [argument.text]);
    file.imported.push([argument.text]);
    return { kind: "itself", of: [argument.text] };
  }
  const [names, next] = file.chain(at);
  if (names.length === 0) return undefined;
  const found = file.resolve(names, place);
  if (file.text(next) !== "(") return found;
  return found?.kind === "itself" ? { kind: "object", of: found.of } : undefined;
}

/** `this.x = …` */
function member(file: Collector, at: number): void {
  if (file.text(at + 1) !== "." || !file.isName(at + 2) || file.text(at + 3) !== "=") return;
  const place = file.tokens[at]?.start ?? 0;
  file.bind(`self.${file.text(at + 2)}`, valueAt(file, at + 4, place), 0);
}

/** Parameters hide imported names within the body of their function. */
function parameters(file: Collector, at: number): void {
  let open = at + 1;
  while (file.isName(open) || file.text(open) === "*") open++;
  if (file.text(open) !== "(") return;
  const close = closing(file, open);
  let body = close + 1;
  while (body < close + 20 && file.text(body) !== "{") body++;
  const end = file.tokens[closing(file, body)]?.end ?? Infinity;
  for (let place = open + 1; place < close; place++) {
    const before = file.text(place - 1);
    if (!file.isName(place) || (before !== "(" && before !== "," && before !== "{")) continue;
    file.bind(file.text(place), undefined, file.tokens[place]?.start ?? 0, end);
  }
}

/** The bracket that closes the one here; the last token where none does. */
function closing(file: Collector, from: number): number {
  for (let at = from, depth = 0; at < file.tokens.length; at++) {
    const token = file.tokens[at];
    if (token?.kind !== "mark") continue;
    if ("([{".includes(token.text)) depth++;
    if (")]}".includes(token.text) && --depth === 0) return at;
  }
  return file.tokens.length - 1;
}
