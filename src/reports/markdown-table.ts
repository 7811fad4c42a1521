import { printable } from "./printable";

/** A table; of each column, `aligned` says `l` or `r`. */
export function markdownTable(
  heads: readonly string[],
  rows: readonly (readonly string[])[],
  aligned: string,
): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = [...aligned].map((side) => (side === "r" ? " ---: |" : " --- |"));
  return [line(heads), `|${rule.join("")}`, ...rows.map(line)].join("\n");
}

/** A name from a file as plain text: nothing in it is markup, a link or a new cell. */
export function escaped(text: string): string {
  return (
    printable(text)
      .replace(/[\\`*_{}[\]()#+!|~^$@]/g, "\\$&")
      // Addresses become links without any markup (https://github.github.com/gfm/#autolinks-extension-).
      .replace(/:(?=\/\/)|(?<=\bwww)\./gi, "\\$&")
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
  );
}
