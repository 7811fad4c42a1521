import type { Assumptions } from "../analysis/assumptions";
import { nearest } from "./nearest";

/** How an answer is written. */
export const FORMATS = ["table", "json", "markdown", "csv"] as const;
export type OutputFormat = (typeof FORMATS)[number];

export interface InspectCall {
  readonly command: "inspect";
  readonly files: readonly string[];
  readonly format: OutputFormat;
  readonly assumptions: Assumptions;
}

export type Call = InspectCall | { readonly command: "help" } | { readonly command: "version" };

/** The call, or what is wrong with it in one line. */
export type Arguments = { readonly call: Call } | { readonly wrong: string };

const COMMANDS = ["inspect"] as const;
const OPTIONS = ["--json", "--format", "--dim", "--shape", "--help", "--version"] as const;

/** Reads the words after the program's name. */
export function readArguments(words: readonly string[]): Arguments {
  const [first, ...rest] = words;
  if (first === undefined || first === "help" || words.includes("--help") || first === "-h") {
    return { call: { command: "help" } };
  }
  if (first === "--version" || first === "-v") return { call: { command: "version" } };
  if (first !== "inspect") {
    const what = first.startsWith("-") ? "A command comes first" : `There is no command "${first}"`;
    return { wrong: `${what}. ${suggestion(first, COMMANDS)}` };
  }
  return readInspect(rest);
}

function readInspect(words: readonly string[]): Arguments {
  const files: string[] = [];
  const dimensions = new Map<string, number>();
  const shapes = new Map<string, readonly number[]>();
  let format: OutputFormat = "table";
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    if (word === "--") {
      files.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      files.push(word);
      continue;
    }
    const [option, joined] = splitOption(word);
    switch (option) {
      case "--json":
        format = "json";
        break;
      case "--format": {
        const value = joined ?? words[++at];
        const known = FORMATS.find((one) => one === value);
        if (known === undefined) return { wrong: `--format takes one of ${FORMATS.join(", ")}.` };
        format = known;
        break;
      }
      case "--dim": {
        const [name, sizes] = readSizes(joined ?? words[++at]);
        if (name === "" || sizes?.length !== 1)
          return { wrong: "--dim takes a name and a size: --dim batch=8." };
        dimensions.set(name, sizes[0] ?? 0);
        break;
      }
      case "--shape": {
        const [name, sizes] = readSizes(joined ?? words[++at]);
        if (name === "" || sizes === undefined) {
          return { wrong: "--shape takes an input and its sizes: --shape input=1,3,224,224." };
        }
        shapes.set(name, sizes);
        break;
      }
      default:
        return { wrong: `There is no option "${option}". ${suggestion(option, OPTIONS)}` };
    }
  }
  if (files.length === 0) return { wrong: "inspect wants at least one file." };
  return { call: { command: "inspect", files, format, assumptions: { dimensions, shapes } } };
}

function splitOption(word: string): readonly [option: string, value: string | undefined] {
  const equals = word.indexOf("=");
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

/** `NAME=1,3,224`: the name may hold the sign itself. Sizes are whole numbers from 0 on. */
function readSizes(text = ""): readonly [name: string, sizes: readonly number[] | undefined] {
  const equals = text.lastIndexOf("=");
  const rest = text.slice(equals + 1);
  const sizes = rest === "" ? [] : rest.split(",").map((word) => (/^\d+$/.test(word) ? Number(word) : NaN));
  return [text.slice(0, Math.max(equals, 0)), sizes.every(Number.isSafeInteger) ? sizes : undefined];
}

function suggestion(word: string, known: readonly string[]): string {
  const near = nearest(word, known);
  return near === undefined ? `See "layerscope --help".` : `Did you mean "${near}"?`;
}

export const HELP = `layerscope — look into neural networks

  layerscope inspect FILE...    structure, shapes, parameters and costs of ONNX models

  --json                        one JSON document on standard output, and nothing else
  --format FORMAT               table (default), json, markdown or csv
  --dim NAME=INT                fixes a symbolic dimension; may be repeated
  --shape INPUT=1,3,224,224     fixes an input's shape; may be repeated
  --help, --version

Exit codes: 0 done; 2 a file could not be read, or the call was wrong.
`;
