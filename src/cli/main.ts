import { HELP, readArguments } from "./arguments";
import { inspect } from "./inspect";
import { printable } from "../reports/printable";

declare const LAYERSCOPE_VERSION: string;

/** Done. */
const DONE = 0;
/** A file could not be read or used, or the call was wrong. */
const UNUSABLE = 2;

async function main(words: readonly string[]): Promise<number> {
  const read = readArguments(words);
  if ("wrong" in read) {
    process.stderr.write(`layerscope: ${printable(read.wrong)}\n`);
    return UNUSABLE;
  }
  const { call } = read;
  switch (call.command) {
    case "help":
      process.stdout.write(HELP);
      return DONE;
    case "version":
      process.stdout.write(`${LAYERSCOPE_VERSION}\n`);
      return DONE;
    case "inspect": {
      const wide = process.stdout.isTTY ? process.stdout.columns : 100;
      const colours = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
      const { out, errors } = await inspect(call, LAYERSCOPE_VERSION, { wide, colours });
      for (const error of errors) process.stderr.write(`layerscope: ${printable(error)}\n`);
      process.stdout.write(out);
      return errors.length > 0 ? UNUSABLE : DONE;
    }
  }
}

// Whoever reads may stop reading, as `head` does: that is no fault.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  process.exit(error.code === "EPIPE" ? DONE : 1);
});

process.exitCode = await main(process.argv.slice(2));
