import type { Problem } from "./problem";
import { SourceError } from "./source";

/** The file is another one than when it was opened, or is gone. */
export function changedFile(file: string): Problem {
  const message = `${file}: the file changed or went away while it was read. Open it again.`;
  return { severity: "error", code: "unreadable-file", message, where: "" };
}

/** What a reading threw, as a problem; a fault of our own is thrown on. */
export function changeIn(thrown: unknown, file: string): Problem {
  if (thrown instanceof SourceError) return changedFile(file);
  throw thrown;
}
