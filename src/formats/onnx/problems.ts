import type { Problem } from "../../bytes/problem";

/** A broken file repeats its fault at every node; a person wants to see a few and to know how many there are. */
const SHOWN_PER_CODE = 20;
/** Names in a message are cut here: a page should not fill with one name. */
const SHOWN_NAME = 80;

interface Noted {
  readonly severity: Problem["severity"];
  readonly code: string;
  readonly message: string;
  /** A byte offset, whose field path is looked up in the end, or a name. */
  readonly where: number | string;
}

/** What is wrong with one file, as it is found. */
export class Problems {
  private readonly noted: Noted[] = [];
  private readonly counts = new Map<string, number>();

  /** Whether the file ends too early, as has been said: what is missing then is no fault of its own. */
  cut = false;

  constructor(private readonly file: string) {}

  error(code: string, message: string, where: number | string): void {
    this.note({ severity: "error", code, message, where });
  }

  /** An error that is nothing but something missing. */
  missing(code: string, message: string, where: string): void {
    if (!this.cut) this.error(code, message, where);
  }

  warning(code: string, message: string, where: number | string): void {
    this.note({ severity: "warning", code, message, where });
  }

  /** A problem that another room has worded already. */
  pass({ severity, code, message, where }: Problem): void {
    this.note({ severity, code, message: message.replace(`${this.file}: `, ""), where });
  }

  get count(): number {
    return this.noted.length;
  }

  /**
   * In the order of finding; the surplus of each code as one problem at the end.
   *
   * @param pathOf the field path of a byte offset.
   */
  list(pathOf: (offset: number) => string): readonly Problem[] {
    const problems = this.noted.map(({ severity, code, message, where }) => ({
      severity,
      code,
      message: `${this.file}: ${message}`,
      where: typeof where === "string" ? where : `${pathOf(where)} (byte ${where})`,
    }));
    for (const [code, count] of this.counts) {
      if (count <= SHOWN_PER_CODE) continue;
      const message = `${this.file}: ${count - SHOWN_PER_CODE} more problems of the kind ${code} are not listed.`;
      problems.push({ severity: "warning", code, message, where: "" });
    }
    return problems;
  }

  private note(problem: Noted): void {
    const count = (this.counts.get(problem.code) ?? 0) + 1;
    this.counts.set(problem.code, count);
    if (count <= SHOWN_PER_CODE) this.noted.push(problem);
  }
}

/** A name as messages show it. */
export function shortName(name: string): string {
  return name.length <= SHOWN_NAME ? name : `${name.slice(0, SHOWN_NAME)}…`;
}
