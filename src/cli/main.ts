import { printable } from "../reports/printable";
import type { CommandCall } from "./arguments";
import { readArguments } from "./arguments";
import type { CommandName } from "./commands";
import type { Printed, Terminal } from "./each-file";
import { concept } from "./concept";
import { gradients } from "./gradients";
import { help } from "./help";
import { inspect } from "./inspect";
import { lint } from "./lint";
import { weights } from "./weights";
import { run } from "./run";

declare const LAYERSCOPE_VERSION: string;

/** Done. */
const DONE = 0;
/** The linter found something at or above `--fail-on`. */
const FOUND = 1;
/** A file could not be read or used, or the call was wrong. */
const UNUSABLE = 2;

/** A command is a line here, a file beside this one, and an entry in commands.ts. */
const WORK: Readonly<
  Record<CommandName, (call: CommandCall, version: string, terminal: Terminal) => Promise<Printed>>
> = { inspect, weights, run, gradients, lint, concept };

async function main(words: readonly string[]): Promise<number> {
  const read = readArguments(words);
  if ("wrong" in read) {
    process.stderr.write(`layerscope: ${printable(read.wrong)}\n`);
    return UNUSABLE;
  }
  const { call } = read;
  if (call.command === "help" || call.command === "version") {
    process.stdout.write(call.command === "help" ? help() : `${LAYERSCOPE_VERSION}\n`);
    return DONE;
  }
  const terminal = {
    wide: process.stdout.isTTY ? process.stdout.columns : 100,
    colours: process.stdout.isTTY && process.env["NO_COLOR"] === undefined,
  };
  const printed = await WORK[call.command](call, LAYERSCOPE_VERSION, terminal);
  const { out, errors, notices = [], failed = false } = printed;
  for (const line of [...notices, ...errors]) process.stderr.write(`layerscope: ${printable(line)}\n`);
  process.stdout.write(out);
  return errors.length > 0 ? UNUSABLE : failed ? FOUND : DONE;
}

// Whoever reads may stop reading, as `head` does: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? DONE : 1);
});

process.exitCode = await main(process.argv.slice(2));
