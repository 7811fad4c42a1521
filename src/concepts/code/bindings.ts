import type { Qualified } from "./lookup";
import type { CodeLanguage, Token } from "./tokens";

/** What a name stands for in a part of the text. */
export interface Binding {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** A module, class or function, or an object that calling one gives; undefined: something of the file's own. */
  readonly value: { readonly kind: "itself" | "object"; readonly of: Qualified } | undefined;
}

/** What a file says of its names. */
export interface Bindings {
  readonly byName: ReadonlyMap<string, readonly Binding[]>;
  /** What names in import statements stand for, by the place of their tokens. */
  readonly declared: ReadonlyMap<number, Qualified>;
  /** Qualified names of all that is imported. */
  readonly imported: readonly Qualified[];
  /** Modules of which all names are imported. */
  readonly wildcards: readonly Qualified[];
}

/** Collects bindings while statements are read. */
export class Collector {
  readonly byName = new Map<string, Binding[]>();
  readonly declared = new Map<number, Qualified>();
  readonly imported: Qualified[] = [];
  readonly wildcards: Qualified[] = [];

  constructor(
    readonly tokens: readonly Token[],
    readonly language: CodeLanguage,
  ) {}

  bind(name: string, value: Binding["value"], from: number, to = Infinity): void {
    const known = this.byName.get(name);
    const binding = { name, value, from, to };
    if (known === undefined) this.byName.set(name, [binding]);
    else known.push(binding);
  }

  import(name: string, of: Qualified, from: number): void {
    this.imported.push(of);
    this.bind(name, { kind: "itself", of }, from);
  }

  /** What a chain of names stands for where it is written; undefined: nothing that was imported. */
  resolve(chain: readonly string[], at: number): Binding["value"] {
    return resolve(this, chain, at);
  }

  text(at: number): string {
    const token = this.tokens[at];
    return token === undefined || token.kind === "string" ? "" : token.text;
  }

  isName(at: number): boolean {
    return this.tokens[at]?.kind === "name";
  }

  /** The names of `a.b.c` from this token on, and the token behind. */
  chain(at: number): readonly [names: readonly string[], next: number] {
    const names: string[] = [];
    let next = at;
    while (this.isName(next)) {
      names.push(this.text(next++));
      if (this.text(next) !== "." && this.text(next) !== "?.") break;
      next++;
    }
    return [names, next];
  }
}

/** What a name stands for at a place: the binding that was made last before it, of those that reach so far. */
export function bindingOf(
  { byName }: Pick<Bindings, "byName">,
  name: string,
  at: number,
): Binding | undefined {
  let found: Binding | undefined;
  for (const binding of byName.get(name) ?? []) {
    if (binding.from <= at && at < binding.to && (found === undefined || binding.from >= found.from))
      found = binding;
  }
  return found;
}

/** What `a.b.c` stands for at a place. */
export function resolve(
  bindings: Pick<Bindings, "byName">,
  chain: readonly string[],
  at: number,
): Binding["value"] {
  const [head = "", second, ...rest] = chain;
  if ((head === "self" || head === "this" || head === "cls") && second !== undefined) {
    const member = bindingOf(bindings, `self.${second}`, at)?.value;
    return rest.length === 0 ? member : undefined;
  }
  const value = bindingOf(bindings, head, at)?.value;
  if (value === undefined || chain.length === 1) return value;
  return value.kind === "itself" ? { kind: "itself", of: [...value.of, ...chain.slice(1)] } : undefined;
}
