import type { Code } from "./code";
import { readCode } from "./concept-at";
import type { CodeLanguage } from "./tokens";

/** A text in the program that it is a part of. */
export interface Part {
  readonly code: Code;
  /** Letters of the program before the part. */
  readonly shift: number;
}

/** Looks a notebook's cells over, which are one program in their order, to be asked about one of them. */
export function readCell(cells: readonly string[], at: number, language: CodeLanguage): Part {
  const before = cells.slice(0, at).join("\n");
  const code = readCode(cells.slice(at).join("\n"), language, before);
  return { code, shift: before === "" ? 0 : before.length + 1 };
}
