import { LIBRARIES } from "./libraries";

/** A qualified name, part by part: `torch`, `nn`, `Dropout`. */
export type Qualified = readonly string[];

interface Tables {
  readonly names: ReadonlyMap<string, number>;
  readonly methods: ReadonlyMap<string, number>;
  readonly keywords: ReadonlyMap<string, number>;
}

function table(names: Readonly<Record<number, string>> = {}): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(names).flatMap(([number, words]) =>
      words.split(" ").map((word) => [word, Number(number)] as const),
    ),
  );
}

const TABLES: ReadonlyMap<string, Tables> = new Map(
  Object.entries(LIBRARIES).map(([library, { names, methods, keywords }]) => [
    library,
    { names: table(names), methods: table(methods), keywords: table(keywords) },
  ]),
);

const ROOTS: ReadonlyMap<string, string> = new Map(
  Object.entries(LIBRARIES).flatMap(([library, { roots }]) => roots.map((root) => [root, library] as const)),
);

/** The library that a qualified name belongs to; undefined: none that we know. */
export function libraryOf([root = ""]: Qualified): string | undefined {
  return ROOTS.get(root);
}

const IMPORTING = /\b(?:import|from|require)\b/g;
const ANY_ROOT = String.raw`(?:${Array.from(ROOTS.keys()).join("|")})\b`;
const LIBRARY = new RegExp(ANY_ROOT);
const QUOTED_LIBRARY = new RegExp(String.raw`\s*["']${ANY_ROOT}`, "y");

/**
 * Whether a text may import a library that we know: told much sooner than by reading it. The library stands behind a
 * word that imports: in the same line, or first thing in the next one.
 */
export function mayImport(text: string): boolean {
  // A line is looked through once, however many such words it has: bundles are one line.
  let lookedUpTo = 0;
  for (const { 0: word, index } of text.matchAll(IMPORTING)) {
    QUOTED_LIBRARY.lastIndex = index + word.length;
    if (QUOTED_LIBRARY.test(text)) return true;
    if (index < lookedUpTo) continue;
    const end = text.indexOf("\n", index);
    lookedUpTo = end < 0 ? text.length : end;
    if (LIBRARY.test(text.slice(index, lookedUpTo))) return true;
  }
  return false;
}

/** What explains a class, function or module of a library. */
export function conceptOfName(name: Qualified): number | undefined {
  const tables = TABLES.get(libraryOf(name) ?? "");
  return tables?.names.get(name.at(-1) ?? "");
}

export function conceptOfMethod(library: string, method: string): number | undefined {
  return TABLES.get(library)?.methods.get(method);
}

export function conceptOfKeyword(library: string, keyword: string): number | undefined {
  return TABLES.get(library)?.keywords.get(keyword);
}

/** How many identifiers are known, and which concepts they lead to. */
export function identifiers(): readonly (readonly [library: string, name: string, number: number])[] {
  return Array.from(TABLES).flatMap(([library, tables]) =>
    [tables.names, tables.methods, tables.keywords].flatMap((one) =>
      Array.from(one, ([name, number]) => [library, name, number] as const),
    ),
  );
}
