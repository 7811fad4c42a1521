import type { Command } from "./commands";
import { COMMANDS } from "./commands";
import { OPTIONS } from "./options";

/** What `layerscope --help` prints: commands and options from their tables. */
export function help(): string {
  const commands: readonly (readonly [string, Command])[] = Object.entries(COMMANDS);
  const used = new Set(commands.flatMap(([, { options }]) => options));
  return [
    "layerscope — look into neural networks",
    "",
    ...aligned(commands.map(([name, { takes, help }]) => [`layerscope ${name} ${takes}`, help])),
    "",
    ...aligned(
      Object.entries(OPTIONS)
        .filter(([name]) => used.has(name))
        .map(([name, { value, help }]) => [`--${name}${value === undefined ? "" : ` ${value}`}`, help]),
    ),
    "  --help, --version",
    "",
    "Exit codes: 0 done; 1 lint found something at or above --fail-on; 2 a file could not be read, or the call was wrong.",
    "",
  ].join("\n");
}

function aligned(rows: readonly (readonly [left: string, right: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length)) + 2;
  return rows.map(([left, right]) => `  ${left.padEnd(width)}${right}`);
}
