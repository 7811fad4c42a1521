/** Prints a section of docs/benchmarks.md: what was measured and with what it is compared, then the figures. */
export function printSection(
  title: string,
  about: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): void {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = columns.map((_, index) => (index === 0 ? "---" : "---:"));
  const table = [columns, rule, ...rows].map(line).join("\n");
  process.stdout.write(`## ${title}\n\n${about}\n\n${table}\n\n`);
}

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : value.toFixed(0)} ms`;
}

/** A number of bytes in decimal units. */
export function amount(bytes: number): string {
  if (bytes < 1e5) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 0)} MB`;
}
