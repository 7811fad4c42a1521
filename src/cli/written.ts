import type { Terminal } from "./each-file";
import type { OutputFormat } from "./options";

/** How a command writes what it found in files. */
interface Writers<R> {
  /** All files in one document; by default as they are. */
  readonly json?: (version: string, found: readonly R[]) => string;
  readonly sarif?: (version: string, found: readonly R[]) => string;
  readonly csv: (found: readonly R[]) => string;
  /** One file. */
  readonly markdown: (found: R) => string;
  readonly table: (found: R, terminal: Terminal) => string;
}

/** What was found in all files, as the call wants it written. */
export function written<R>(
  format: OutputFormat,
  found: readonly R[],
  version: string,
  terminal: Terminal,
  { json = jsonDocument, sarif = json, csv, markdown, table }: Writers<R>,
): string {
  switch (format) {
    case "json":
      return json(version, found);
    case "sarif":
      return sarif(version, found);
    case "csv":
      return csv(found);
    case "markdown":
      return found.map(markdown).join("\n");
    case "table":
      return found.map((one) => table(one, terminal)).join("\n");
  }
}

/** The one document of `--json`. */
export function jsonDocument(version: string, reports: readonly unknown[]): string {
  return `${JSON.stringify({ layerscope: version, reports })}\n`;
}
