import type { Qualified } from "./lookup";
import type { Token, Tokens } from "./tokens";

/** What a name is given: something imported, or what a chain of names stands for, or gives when it is called. */
export type Given =
  | { readonly kind: "imported"; readonly of: Qualified }
  | { readonly kind: "chain"; readonly names: readonly string[]; readonly called: boolean };

/** What a statement makes a name stand for. */
export interface Binding {
  /** A member of the object that a method belongs to is `self.name`. */
  readonly name: string;
  readonly from: number;
  /** Where it ends. */
  readonly to: () => number;
  /** Undefined: something of the file's own. */
  readonly given: Given | undefined;
}

/** What a statement says of names. */
export interface Facts {
  /** Where the statement begins. */
  readonly start: number;
  readonly bindings: readonly Binding[];
  /** What names in import statements stand for, by where they begin. */
  readonly declared: ReadonlyMap<number, Qualified>;
  /** Qualified names of all that is imported. */
  readonly imported: readonly Qualified[];
  /** Modules of which all names are imported. */
  readonly wildcards: readonly Qualified[];
}

const forEver = (): number => Infinity;

/** Collects what a statement says while its tokens are read. */
export class FactReader implements Facts {
  readonly bindings: Binding[] = [];
  readonly declared = new Map<number, Qualified>();
  readonly imported: Qualified[] = [];
  readonly wildcards: Qualified[] = [];

  readonly start: number;

  /** @param tokens of the statement, from its first on */
  constructor(readonly tokens: Tokens) {
    this.start = this.place(0);
  }

  /** Binds the name that stands here; `a.b` and `a()` bind nothing, though `def a()` does. */
  bind(at: number, given: Binding["given"], from = this.place(at), to = forEver): void {
    if (!this.isName(at) || this.text(at - 1) === "." || this.text(at + 1) === ".") return;
    if (this.text(at + 1) === "(" && !this.isName(at - 1)) return;
    this.bindings.push({ name: this.text(at), given, from, to });
  }

  /** A member is what it is in all methods, also in those before. */
  bindMember(name: string, given: Binding["given"]): void {
    this.bindings.push({ name: `self.${name}`, given, from: 0, to: forEver });
  }

  import(name: string, of: Qualified): void {
    this.imported.push(of);
    this.bindings.push({ name, given: { kind: "imported", of }, from: this.start, to: forEver });
  }

  declare(at: number, of: Qualified): void {
    this.declared.set(this.place(at), of);
  }

  kind(at: number): Token["kind"] | undefined {
    return this.tokens.at(at)?.kind;
  }

  isName(at: number): boolean {
    return this.kind(at) === "name";
  }

  /** Of a name or mark. */
  text(at: number): string {
    const token = this.tokens.at(at);
    return token === undefined || token.kind === "string" ? "" : token.text;
  }

  place(at: number): number {
    return this.tokens.at(at)?.start ?? Infinity;
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

  /** What `a.b.c` or `a.b.c(…)` is, and the token behind the names. */
  given(at: number): readonly [given: Binding["given"], next: number] {
    const [names, next] = this.chain(at);
    const called = this.text(next) === "(";
    return [names.length === 0 ? undefined : { kind: "chain", names, called }, next];
  }
}
