import type { Facts } from "./facts";
import { FactReader } from "./facts";
import type { Tokens } from "./tokens";

/**
 * What an import, assignment, definition, loop or `with` of Python says of names.
 *
 * @param bodyEnd where the block ends that belongs to the statement
 */
export function pythonFacts(tokens: Tokens, bodyEnd: () => number): Facts {
  const file = new FactReader(tokens);
  switch (file.text(0)) {
    case "import":
      imports(file);
      break;
    case "from":
      fromImports(file);
      break;
    case "class":
      file.bind(1, undefined);
      break;
    case "def":
      definition(file, 1, bodyEnd);
      break;
    case "async":
      if (file.text(1) === "def") definition(file, 2, bodyEnd);
      break;
    case "for":
      target(file);
      break;
    case "with":
      contexts(file);
      break;
    default:
      assignment(file);
  }
  return file;
}

/** `import a.b as c, d` */
function imports(file: FactReader): void {
  let at = 1;
  for (;;) {
    const start = at;
    const [names, next] = file.chain(at);
    const [root] = names;
    if (root === undefined) return;
    declareChain(file, start, names);
    at = next;
    if (file.text(at) === "as" && file.isName(at + 1)) {
      file.import(file.text(at + 1), names);
      file.declare(at + 1, names);
      at += 2;
    } else file.import(root, [root]);
    if (file.text(at) !== ",") return;
    at++;
  }
}

/** `from a.b import (c as d, e)` */
function fromImports(file: FactReader): void {
  const [module, next] = file.chain(1);
  if (module.length === 0 || file.text(next) !== "import") return;
  declareChain(file, 1, module);
  const inside = file.text(next + 1) === "(";
  for (let at = next + (inside ? 2 : 1); file.kind(at) !== undefined; at++) {
    const text = file.text(at);
    if (text === ")" || text === ";" || (file.kind(at) === "line" && !inside)) return;
    if (text === "*") file.wildcards.push(module);
    if (!file.isName(at) || text === "as") continue;
    const of = [...module, text];
    file.declare(at, of);
    if (file.text(at + 1) === "as" && file.isName(at + 2)) {
      file.declare(at + 2, of);
      file.import(file.text(at + 2), of);
      at += 2;
    } else file.import(text, of);
  }
}

function declareChain(file: FactReader, from: number, names: readonly string[]): void {
  names.forEach((_, place) => {
    file.declare(from + 2 * place, names.slice(0, place + 1));
  });
}

/** A function of the file's own hides what was imported by its name, and its parameters do within its body. */
function definition(file: FactReader, at: number, bodyEnd: () => number): void {
  file.bind(at, undefined);
  if (!file.isName(at) || file.text(at + 1) !== "(") return;
  let depth = 0;
  for (let place = at + 1; file.kind(place) !== undefined; place++) {
    const text = file.text(place);
    if (text !== "" && "([{".includes(text)) depth++;
    if (text !== "" && ")]}".includes(text) && --depth === 0) return;
    const begins = ["(", ",", "*", "**"].includes(file.text(place - 1));
    if (depth === 1 && begins) file.bind(place, undefined, file.place(at), bodyEnd);
  }
}

/** Tokens of a loop's targets that are looked through. */
const LONGEST_TARGET = 12;

/** `for a, b in …`: names of the file's own. */
function target(file: FactReader): void {
  for (let at = 1; at < LONGEST_TARGET && !["in", ":"].includes(file.text(at)); at++)
    file.bind(at, undefined);
}

/** `with tf.GradientTape() as tape` */
function contexts(file: FactReader): void {
  const [given, next] = file.given(1);
  if (file.text(next) !== "(") return;
  for (let at = next, depth = 0; file.kind(at) !== undefined; at++) {
    const text = file.text(at);
    if (text === "(") depth++;
    if (text === ")" && --depth === 0) {
      if (file.text(at + 1) === "as") file.bind(at + 2, given);
      return;
    }
  }
}

/** `x = chain(…)` and `self.x = chain(…)` bind objects; `x = chain` binds the thing itself; all else hides a name. */
function assignment(file: FactReader): void {
  const [names, next] = file.chain(0);
  const equals = file.text(next) === ":" ? file.chain(next + 1)[1] : next;
  if (file.text(equals) !== "=") return;
  const [given, end] = file.given(equals + 1);
  const [head, member] = names;
  // The name has its old meaning in what it is given.
  if (names.length === 1) file.bind(0, given, Math.min(file.place(end), file.tokens.text.length));
  else if (names.length === 2 && head === "self" && member !== undefined) file.bindMember(member, given);
}
