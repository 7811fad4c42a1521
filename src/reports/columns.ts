import type { Paint } from "./paint";
import { printable } from "./printable";

/** Rows in columns, `l` and `r` saying how each is aligned; the first one gives way where a line is too long. */
export function columns(
  rows: readonly (readonly string[])[],
  aligned: string,
  width: number,
  dim: Paint,
): readonly string[] {
  const cells = rows.map((row) => row.map(printable));
  const widths = [...aligned].map((_, column) =>
    cells.reduce((widest, row) => Math.max(widest, row[column]?.length ?? 0), 0),
  );
  const last = aligned.length - 1;
  const others = widths.slice(1, last + 1).reduce((sum, one) => sum + one + 2, 0);
  // Long texts stand in the last column of two; long names in the first of more.
  if (aligned.length > 2) widths[0] = Math.max(12, Math.min(widths[0] ?? 0, width - 2 - others));
  else widths[0] = Math.min(widths[0] ?? 0, Math.floor(width / 2));
  return cells.map((row) => {
    const texts = row.map((text, column) => {
      const room = widths[column] ?? 0;
      if (column === last && aligned.length === 2 && aligned[last] === "l") return text;
      const cut = middleCut(text, room);
      return aligned[column] === "r" ? cut.padStart(room) : cut.padEnd(room);
    });
    const [first = "", ...rest] = texts;
    return `  ${dim(first)}  ${rest.join("  ")}`.trimEnd();
  });
}

/** Makes tables under their titles, with an empty line behind each; nothing where there are no rows. */
export function sections(
  width: number,
  bold: Paint,
  dim: Paint,
): (title: string, rows: readonly (readonly string[])[], aligned: string) => readonly string[] {
  return (title, rows, aligned) =>
    rows.length === 0 ? [] : [bold(title), ...columns(rows, aligned, width, dim), ""];
}

/** Cut in the middle: both ends of a name say something. */
export function middleCut(text: string, width: number): string {
  if (text.length <= width) return text;
  const head = Math.ceil((width - 1) / 2);
  return `${text.slice(0, head)}…${text.slice(text.length - (width - 1 - head))}`;
}
