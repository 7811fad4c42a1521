import type { Code } from "./code";
import type { Binding } from "./facts";
import type { Qualified } from "./lookup";

/** A module, class or function, or an object that calling one gives. */
interface Value {
  readonly kind: "itself" | "object";
  readonly of: Qualified;
}

/** So many names are followed that stand for other names. */
const MOST_NAMES = 1_000;

/** What `a.b.c` stands for at a place; undefined: nothing that was imported. */
export function resolve(code: Code, chain: readonly string[], at: number): Value | undefined {
  let asked = headOf(chain);
  let place = at;
  // A member may be bound behind the place where it is used, all else only before.
  let end = isMember(asked?.name) ? Infinity : code.statementAt(at) + 1;
  let called = false;
  let parts: readonly string[] = [];
  for (let followed = 0; asked !== undefined && followed < MOST_NAMES; followed++) {
    const found = lastBinding(code, asked.name, place, end);
    const given = found?.binding.given;
    if (found === undefined || given === undefined) return undefined;
    parts = [...asked.rest, ...parts];
    if (given.kind === "imported") return { kind: called ? "object" : "itself", of: [...given.of, ...parts] };
    // Of an object it is not known what it has, or gives when it is called.
    if (given.called && (called || parts.length > 0)) return undefined;
    called ||= given.called;
    asked = headOf(given.names);
    place = found.start;
    end = found.statement;
  }
  return undefined;
}

/** Whether something binds a name at a place. */
export function isBound(code: Code, name: string, at: number): boolean {
  return lastBinding(code, name, at, code.statementAt(at) + 1) !== undefined;
}

interface Head {
  readonly name: string;
  readonly rest: readonly string[];
}

function headOf([head, second, ...rest]: readonly string[]): Head | undefined {
  if (head === undefined) return undefined;
  if (second === undefined) return { name: head, rest: [] };
  if (head !== "self" && head !== "this" && head !== "cls") return { name: head, rest: [second, ...rest] };
  return rest.length === 0 ? { name: `self.${second}`, rest } : undefined;
}

function isMember(name: string | undefined): boolean {
  return name?.includes(".") === true;
}

interface Found {
  readonly binding: Binding;
  readonly statement: number;
  /** Where the statement begins. */
  readonly start: number;
}

/** The binding that was made last of those that hold at a place. */
function lastBinding(code: Code, name: string, at: number, end: number): Found | undefined {
  for (const statement of code.naming(name, end)) {
    const { start, bindings } = code.factsOf(statement);
    const binding = bindings.findLast((one) => one.name === name && one.from <= at && at < one.to());
    if (binding !== undefined) return { binding, statement, start };
  }
  return undefined;
}
