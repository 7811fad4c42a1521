/** What tells one content of a file from the next, without reading it. */
export interface Stamp {
  readonly size: number;
  /** In milliseconds since 1970. */
  readonly modified: number;
}

/** What is known of a watched file. */
export interface FileState {
  /** Of the content that is shown; undefined before the first look. */
  readonly shown: Stamp | undefined;
  /** The user was told that the file is gone. */
  readonly gone: boolean;
  /** What the last look saw; "missing" where there was no file. */
  readonly seen: Stamp | "missing" | undefined;
}

interface Step {
  readonly state: FileState;
  /** `wait`: look again after a moment, the file may still be written or about to be replaced. */
  readonly action: "none" | "wait" | "changed" | "deleted";
}

export const UNSEEN: FileState = { shown: undefined, gone: false, seen: undefined };

/**
 * What follows from a look at the file. A content counts when two looks in a row saw the same size and time: writers
 * write in parts, and many write beside and rename, so that the file is missing for a moment.
 */
export function look(state: FileState, found: Stamp | undefined): Step {
  const { shown, gone, seen } = state;
  if (found === undefined) {
    if (gone) return { state, action: "none" };
    if (seen === "missing") return { state: { shown, gone: true, seen }, action: "deleted" };
    return { state: { shown, gone, seen: "missing" }, action: "wait" };
  }
  if (!gone && same(found, shown)) return { state: { shown, gone, seen: found }, action: "none" };
  if (seen === undefined || seen === "missing" || !same(found, seen)) {
    return { state: { shown, gone, seen: found }, action: "wait" };
  }
  return { state: { shown: found, gone: false, seen: found }, action: "changed" };
}

function same(a: Stamp, b: Stamp | undefined): boolean {
  return b !== undefined && a.size === b.size && a.modified === b.modified;
}
