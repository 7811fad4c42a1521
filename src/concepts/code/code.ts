import type { Facts } from "./facts";
import { javascriptFacts } from "./javascript";
import type { Qualified } from "./lookup";
import { libraryOf, mayImport } from "./lookup";
import type { Outline } from "./outline";
import { EMPTY, lastUpTo, outlineOf } from "./outline";
import { pythonFacts } from "./python";
import type { CodeLanguage } from "./tokens";
import { Tokens } from "./tokens";

const BINDS_FURTHER_ON =
  /(?:import|from|def|class|async|for|with|self|const|let|var|function|this)(?![\w$])/y;

/** A text of code, of which no more is read than somebody asks for: its outline and imports, then single statements. */
export class Code {
  /** What names in import statements stand for, by where they begin. */
  readonly declared: ReadonlyMap<number, Qualified>;
  /** Modules of which all names are imported. */
  readonly wildcards: readonly Qualified[];
  /** Libraries that the text imports. */
  readonly libraries: ReadonlySet<string>;
  protected readonly outline: Outline;
  /** In Python: statements that no other one stands before in their line. */
  private readonly firstInLine: readonly number[];
  private readonly facts = new Map<number, Facts>();

  constructor(
    readonly text: string,
    readonly language: CodeLanguage,
  ) {
    this.outline = mayImport(text) ? outlineOf(text, language) : EMPTY;
    this.firstInLine = firstsOf(this.outline);
    const imports = this.outline.imports.map((start) => this.factsFrom(start));
    this.declared = new Map(imports.flatMap(({ declared }) => Array.from(declared)));
    this.wildcards = imports.flatMap(({ wildcards }) => wildcards);
    const modules = [...imports.flatMap(({ imported }) => imported), ...this.wildcards];
    this.libraries = new Set(modules.flatMap((one) => libraryOf(one) ?? []));
  }

  /** What a statement says of names; statements are counted in the text's order. */
  factsOf(statement: number): Facts {
    return this.factsFrom(this.outline.statements[statement] ?? this.text.length);
  }

  /** The last statement that begins at a place or before; −1: none. */
  statementAt(place: number): number {
    return lastUpTo(this.outline.statements, place);
  }

  /** Tokens from the last line on that begins so many letters before a place and is in no string. */
  tokensBefore(place: number, letters: number): Tokens {
    const { lines } = this.outline;
    const line = lastUpTo(lines, Math.max(0, place - letters));
    return new Tokens(this.text, this.language, lines[line] ?? 0);
  }

  /**
   * Statements that may bind a name: those that have it where it may be bound, the last first.
   *
   * @param name `self.x` for a member
   * @param end all stand before this statement
   */
  *naming(name: string, end: number): Iterable<number> {
    const { text } = this;
    const word = name.slice(name.indexOf(".") + 1);
    let last = end;
    let at = this.outline.statements[end] ?? text.length;
    while (at > 0) {
      at = text.lastIndexOf(word, at - 1);
      if (at < 0) return;
      if (isInName(text, at - 1) || isInName(text, at + word.length)) continue;
      const statement = this.statementAt(at);
      if (statement === last || statement < 0) continue;
      if (!mayBeBound(text, at, word, word !== name) && !this.imports(statement)) continue;
      if (this.outline.statements[statement] !== at && !this.bindsFurtherOn(statement)) continue;
      last = statement;
      yield statement;
    }
  }

  /** Whether a statement may bind other names than the one that it begins with. */
  private bindsFurtherOn(statement: number): boolean {
    BINDS_FURTHER_ON.lastIndex = this.outline.statements[statement] ?? this.text.length;
    return BINDS_FURTHER_ON.test(this.text);
  }

  private imports(statement: number): boolean {
    const { imports, statements } = this.outline;
    const start = statements[statement] ?? 0;
    return imports[lastUpTo(imports, start)] === start;
  }

  private factsFrom(start: number): Facts {
    const known = this.facts.get(start);
    if (known !== undefined) return known;
    const facts = this.read(start);
    this.facts.set(start, facts);
    return facts;
  }

  private read(start: number): Facts {
    const { text, language } = this;
    const { statements } = this.outline;
    const statement = this.statementAt(start);
    if (language === "javascript") {
      // A call that imports stands within a statement.
      return javascriptFacts(new Tokens(text, language, start, statements[statement + 1]));
    }
    const next = this.firstInLine[lastUpTo(this.firstInLine, statement) + 1];
    const end = next === undefined ? undefined : statements[next];
    return pythonFacts(new Tokens(text, language, start, end), () => this.bodyEnd(statement));
  }

  /** A block of Python ends at the next line that stands no further in than the statement it belongs to. */
  private bodyEnd(statement: number): number {
    const { statements, columns } = this.outline;
    let next = statement + 1;
    while ((columns[next] ?? -1) > (columns[statement] ?? 0)) next++;
    return statements[next] ?? Infinity;
  }
}

function firstsOf({ columns }: Outline): readonly number[] {
  const firsts: number[] = [];
  // Before each hover of a text of ten thousand lines: without a list for each of them.
  for (let at = 0; at < columns.length; at++) if (columns[at] !== Infinity) firsts.push(at);
  return firsts;
}

/** Names are bound before `=`, a comma and the like, never at a dot; before a bracket only behind `def` or `class`. */
function mayBeBound(text: string, at: number, word: string, isMember: boolean): boolean {
  const next = text[at + word.length];
  if (next === "." || (!isMember && text[at - 1] === ".")) return false;
  if (next !== "(") return true;
  let before = at - 1;
  while (/[\s\\]/.test(text[before] ?? "")) before--;
  return isInName(text, before);
}

function isInName(text: string, at: number): boolean {
  return /[\w$]/.test(text[at] ?? "");
}
