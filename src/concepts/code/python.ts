import type { Bindings } from "./bindings";
import { Collector } from "./bindings";
import type { Token } from "./tokens";

/** Imports, assignments, definitions and parameters of a text in Python. */
export function pythonBindings(tokens: readonly Token[]): Bindings {
  const file = new Collector(tokens, "python");
  let depth = 0;
  let begins = true;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at];
    if (token === undefined) break;
    if (token.kind === "line") {
      if (depth === 0) begins = true;
      continue;
    }
    if (begins && token.kind === "name") statement(file, at);
    if (token.kind === "mark" && "([{".includes(token.text)) depth++;
    if (token.kind === "mark" && ")]}".includes(token.text)) depth = Math.max(0, depth - 1);
    // A statement may stand behind `;` or, as in `try: import torch`, behind a colon.
    begins = depth === 0 && (token.text === ";" || token.text === ":") && token.kind === "mark";
  }
  return file;
}

function statement(file: Collector, at: number): void {
  switch (file.text(at)) {
    case "import":
      imports(file, at + 1);
      break;
    case "from":
      fromImports(file, at + 1);
      break;
    case "def":
    case "class":
      definition(file, at + 1);
      break;
    case "async":
      if (file.text(at + 1) === "def") definition(file, at + 2);
      break;
    case "for":
      target(file, at + 1);
      break;
    case "with":
      contexts(file, at + 1);
      break;
    default:
      assignment(file, at);
  }
}

/** `a.b as c, d` */
function imports(file: Collector, from: number): void {
  let at = from;
  for (;;) {
    const start = at;
    const [names, next] = file.chain(at);
    const [root] = names;
    if (root === undefined) return;
    names.forEach((_, place) => file.declared.set(start + 2 * place, names.slice(0, place + 1)));
    at = next;
    const place = file.tokens[start]?.start ?? 0;
    if (file.text(at) === "as" && file.isName(at + 1)) {
      file.import(file.text(at + 1), names, place);
      file.declared.set(at + 1, names);
      at += 2;
    } else file.import(root, [root], place);
    if (file.text(at) !== ",") return;
    at++;
  }
}

/** `a.b import (c as d, e)` */
function fromImports(file: Collector, from: number): void {
  const [module, next] = file.chain(from);
  if (module.length === 0 || file.text(next) !== "import") return;
  module.forEach((_, place) => file.declared.set(from + 2 * place, module.slice(0, place + 1)));
  const place = file.tokens[from]?.start ?? 0;
  const inside = file.text(next + 1) === "(";
  for (let at = next + (inside ? 2 : 1); at < file.tokens.length; at++) {
    const token = file.tokens[at];
    if (token === undefined || token.text === ")" || (token.kind === "line" && !inside)) return;
    if (token.text === "*" && token.kind === "mark") file.wildcards.push(module);
    if (token.kind !== "name" || token.text === "as") continue;
    const of = [...module, token.text];
    file.declared.set(at, of);
    if (file.text(at + 1) === "as" && file.isName(at + 2)) {
      file.declared.set(at + 2, of);
      file.import(file.text(at + 2), of, place);
      at += 2;
    } else file.import(token.text, of, place);
  }
}

/** A function or class of the file's own hides what was imported by its name, and parameters do within its body. */
function definition(file: Collector, at: number): void {
  const token = file.tokens[at];
  if (token?.kind !== "name") return;
  file.bind(token.text, undefined, token.start);
  if (file.text(at - 1) !== "def" || file.text(at + 1) !== "(") return;
  const keyword = file.tokens[at - 1];
  const end = bodyEnd(file, at, keyword?.column ?? 0);
  let depth = 0;
  for (let place = at + 1; place < file.tokens.length; place++) {
    const text = file.text(place);
    if ("([{".includes(text) && text !== "") depth++;
    if (")]}".includes(text) && text !== "" && --depth === 0) return;
    const before = file.text(place - 1);
    const begins = before === "(" || before === "," || before === "*" || before === "**";
    if (depth === 1 && begins && file.isName(place)) file.bind(text, undefined, token.start, end);
  }
}

/** Where a block ends that belongs to a line so far from the left: at the next line that stands no further in. */
function bodyEnd(file: Collector, from: number, column: number): number {
  let line = false;
  let depth = 0;
  for (let at = from; at < file.tokens.length; at++) {
    const token = file.tokens[at];
    if (token === undefined) break;
    if (token.kind === "line") line = true;
    else {
      if (line && depth === 0 && token.column <= column) return token.start;
      line = false;
      if (token.kind === "mark" && "([{".includes(token.text)) depth++;
      if (token.kind === "mark" && ")]}".includes(token.text)) depth = Math.max(0, depth - 1);
    }
  }
  return Infinity;
}

/** `for a, b in …`: names of the file's own. */
function target(file: Collector, from: number): void {
  for (let at = from; file.text(at) !== "in" && at < from + 12; at++) {
    const token = file.tokens[at];
    if (token?.kind === "name") file.bind(token.text, undefined, token.start);
  }
}

/** `with tf.GradientTape() as tape` */
function contexts(file: Collector, from: number): void {
  const [names, next] = file.chain(from);
  if (file.text(next) !== "(") return;
  for (let at = next, depth = 0; at < file.tokens.length; at++) {
    const text = file.text(at);
    if (text === "(") depth++;
    if (text === ")" && --depth === 0) {
      const name = file.tokens[at + 2];
      if (file.text(at + 1) !== "as" || name?.kind !== "name") return;
      file.bind(name.text, objectOf(file, names, name.start), name.start);
      return;
    }
    if (file.tokens[at]?.kind === "line" && depth === 0) return;
  }
}

/** `x = chain(…)` and `self.x = chain(…)` bind objects; `x = chain` binds the thing itself; all else hides a name. */
function assignment(file: Collector, at: number): void {
  const [names, next] = file.chain(at);
  const annotated = file.text(next) === ":" ? file.chain(next + 1)[1] : next;
  if (file.text(annotated) !== "=" || names.length === 0) return;
  const [value, end] = file.chain(annotated + 1);
  const place = file.tokens[at]?.start ?? 0;
  const calls = file.text(end) === "(";
  const found = calls ? objectOf(file, value, place) : file.resolve(value, place);
  const [head = "", second] = names;
  if (names.length === 1) file.bind(head, found, file.tokens[end]?.start ?? place);
  // A member is what it is in all methods, also in those before.
  else if (names.length === 2 && head === "self" && second !== undefined)
    file.bind(`self.${second}`, found, 0);
}

function objectOf(file: Collector, names: readonly string[], at: number): ReturnType<Collector["resolve"]> {
  const found = file.resolve(names, at);
  return found?.kind === "itself" ? { kind: "object", of: found.of } : undefined;
}
