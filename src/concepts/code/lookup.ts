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

/** An import, and behind it a library: in the same line, or first thing in the next one. */
const IMPORT = new RegExp(
  String.raw`\b(?:import|from|require)\b(?:\s*["']|[^\n]*?)(?:${Array.from(ROOTS.keys()).join("|")})\b`,
);

/** Whether a text may import a library that we know: told much sooner than by reading it. */
export function mayImport(text: string): boolean {
  return IMPORT.test(text);
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
