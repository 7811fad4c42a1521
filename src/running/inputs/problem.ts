import type { Problem } from "../../bytes/problem";

/** A file that values were wanted from, in memory. */
export interface InputFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Why a file gives no input, as an end of the sentence "FILE …". */
export function badInput(file: string, what: string): { readonly ok: false; readonly problem: Problem } {
  const message = `${file}: ${what}`;
  return { ok: false, problem: { severity: "error", code: "bad-input", message, where: file } };
}
