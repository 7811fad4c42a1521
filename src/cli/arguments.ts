import type { Command, CommandName } from "./commands";
import { COMMANDS } from "./commands";
import { nearest } from "./nearest";
import type { Options } from "./options";
import { DEFAULTS, OPTIONS } from "./options";

/** A command with the words behind it: files, or what to look up. */
export interface CommandCall {
  readonly command: CommandName;
  readonly words: readonly string[];
  readonly options: Options;
}

type Call = CommandCall | { readonly command: "help" } | { readonly command: "version" };

/** The call, or what is wrong with it in one line. */
type Arguments = { readonly call: Call } | { readonly wrong: string };

/** Reads the words after the program's name. */
export function readArguments(words: readonly string[]): Arguments {
  const [first, ...rest] = words;
  if (first === undefined || first === "help" || words.includes("--help") || first === "-h") {
    return { call: { command: "help" } };
  }
  if (first === "--version" || first === "-v") return { call: { command: "version" } };
  if (!isCommand(first)) {
    const what = first.startsWith("-") ? "A command comes first" : `There is no command "${first}"`;
    return { wrong: `${what}. ${suggestion(first, Object.keys(COMMANDS))}` };
  }
  return readCall(first, COMMANDS[first], rest);
}

function readCall(name: CommandName, command: Command, rest: readonly string[]): Arguments {
  const words: string[] = [];
  let options = DEFAULTS;
  for (let at = 0; at < rest.length; at++) {
    const word = rest[at] ?? "";
    if (word === "--") {
      words.push(...rest.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      words.push(word);
      continue;
    }
    const [given, joined] = splitOption(word);
    const option = command.options.includes(given.slice(2)) ? OPTIONS[given.slice(2)] : undefined;
    if (option === undefined || !given.startsWith("--")) {
      const known = command.options.map((one) => `--${one}`);
      return { wrong: `${name} has no option "${given}". ${suggestion(given, known)}` };
    }
    const value = option.value === undefined ? "" : (joined ?? rest[++at] ?? "");
    const read = option.read(value, options);
    if (typeof read === "string") return { wrong: read };
    options = read;
  }
  const wrong = wrongWords(name, command, words) ?? wrongFormat(name, command, options);
  return wrong === undefined ? { call: { command: name, words, options } } : { wrong };
}

function wrongWords(name: CommandName, command: Command, words: readonly string[]): string | undefined {
  if (command.words === "some" && words.length === 0) return `${name} wants at least one file.`;
  if (command.words === "one" && words.length !== 1) return `${name} wants one file.`;
  return undefined;
}

function wrongFormat(name: CommandName, { formats }: Command, { format }: Options): string | undefined {
  return formats.includes(format) ? undefined : `${name} writes one of ${formats.join(", ")}.`;
}

function isCommand(word: string): word is CommandName {
  return Object.hasOwn(COMMANDS, word);
}

function splitOption(word: string): readonly [option: string, value: string | undefined] {
  const equals = word.indexOf("=");
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? `See "layerscope --help".` : `Did you mean "${near}"?`;
}
