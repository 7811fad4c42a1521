/** What is wrong with a file, said to a person. What could be read is shown beside it. */
export interface Problem {
  readonly severity: "error" | "warning";
  /** Stable, in kebab-case: `missing-external-data`. */
  readonly code: string;
  /** Names the file, what was expected and found, and the way out where there is one. One line, no stack. */
  readonly message: string;
  /** The place: field path with byte offset, node or value name; empty when it is the file as a whole. */
  readonly where: string;
}

/** An answer, or the reason why there is none. For faults that a file or a user can cause; ours are exceptions. */
export type Result<T, P extends Problem = Problem> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: P };
