import type { Severity } from "../findings/types";
import { SEVERITIES } from "../findings/types";
import type { Pixels } from "../running/inputs/pixels";
import { PIXELS } from "../running/inputs/pixels";

/** How an answer is written. */
export const FORMATS = ["table", "json", "markdown", "csv", "sarif"] as const;
export type OutputFormat = (typeof FORMATS)[number];

export const FAIL_ON = ["error", "warning", "never"] as const;
export type FailOn = (typeof FAIL_ON)[number];

/** All options that some command takes, with what stands where none is given. */
export interface Options {
  readonly format: OutputFormat;
  /** By symbol: `batch` → 8. */
  readonly dimensions: ReadonlyMap<string, number>;
  /** By input: the whole shape. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** By input: the file that its values come from. */
  readonly inputs: ReadonlyMap<string, string>;
  /** What pixels of images become; undefined: what the graph speaks for. */
  readonly pixels: Pixels | undefined;
  readonly seed: number;
  readonly samples: number | undefined;
  /** `sum`, `probe`, `cross-entropy=LABEL` or `mse=FILE.npy`; gradients alone take it. */
  readonly loss: string | undefined;
  /** Whether gradients are compared with those of a freshly initialised network. */
  readonly twin: boolean;
  /** Whether the runtime tells how long each node takes. */
  readonly profile: boolean;
  readonly rules: ReadonlyMap<string, Severity | "off">;
  readonly static: boolean;
  readonly gradients: boolean;
  readonly failOn: FailOn;
  readonly language: "en" | "ru";
}

export const DEFAULTS: Options = {
  format: "table",
  dimensions: new Map(),
  shapes: new Map(),
  inputs: new Map(),
  pixels: undefined,
  seed: 0,
  samples: undefined,
  loss: undefined,
  twin: false,
  profile: false,
  rules: new Map(),
  static: false,
  gradients: false,
  failOn: "error",
  language: "en",
};

/** What reading an option's value gives: the options with it, or a sentence that says what it takes. */
type Read = (value: string, options: Options) => Options | string;

interface Option {
  /** Of the value in the help; undefined: the option takes none. */
  readonly value: string | undefined;
  readonly help: string;
  readonly read: Read;
}

/** By name, without the dashes, in the order of the help. */
export const OPTIONS: Readonly<Record<string, Option>> = {
  json: {
    value: undefined,
    help: "one JSON document on standard output, and nothing else",
    read: (_, options) => ({ ...options, format: "json" }),
  },
  format: {
    value: "FORMAT",
    help: `one of ${FORMATS.join(", ")}, where it makes sense (default: table)`,
    read: oneOf("--format", FORMATS, (format) => ({ format })),
  },
  dim: {
    value: "NAME=INT",
    help: "fixes a symbolic dimension; may be repeated",
    read: (value, options) => {
      const [name, sizes] = readSizes(value);
      if (name === "" || sizes?.length !== 1) return "--dim takes a name and a size: --dim batch=8.";
      return { ...options, dimensions: new Map([...options.dimensions, [name, sizes[0] ?? 0]]) };
    },
  },
  shape: {
    value: "INPUT=1,3,224,224",
    help: "fixes an input's shape; may be repeated",
    read: (value, options) => {
      const [name, sizes] = readSizes(value);
      if (name === "" || sizes === undefined) {
        return "--shape takes an input and its sizes: --shape input=1,3,224,224.";
      }
      return { ...options, shapes: new Map([...options.shapes, [name, sizes]]) };
    },
  },
  input: {
    value: "NAME=FILE",
    help: "values of an input: .npy, .npz, .pb, JSON, CSV, PNG, JPEG or a folder of images; may be repeated",
    read: (value, options) => {
      const [name, file] = readPair(value);
      if (name === "" || file === "") return "--input takes an input and a file: --input image=cat.png.";
      return { ...options, inputs: new Map([...options.inputs, [name, file]]) };
    },
  },
  pixels: {
    value: "RANGE",
    help: `what pixels of images become: ${PIXELS.join(", ")} (default: what the graph speaks for)`,
    read: oneOf("--pixels", PIXELS, (pixels) => ({ pixels })),
  },
  seed: {
    value: "INT",
    help: "seed of the synthetic input (default: 0)",
    read: wholeNumber("--seed", 0, (seed) => ({ seed })),
  },
  samples: {
    value: "INT",
    help: "how many synthetic samples",
    read: wholeNumber("--samples", 1, (samples) => ({ samples })),
  },
  loss: {
    value: "LOSS",
    help: "sum, probe, cross-entropy=LABEL or mse=FILE.npy",
    read: (loss, options) => ({ ...options, loss }),
  },
  twin: {
    value: undefined,
    help: "compare with a freshly initialised network of the same graph",
    read: (_, options) => ({ ...options, twin: true }),
  },
  profile: {
    value: undefined,
    help: "measure how long each node takes in the runtime, in runs of their own",
    read: (_, options) => ({ ...options, profile: true }),
  },
  rule: {
    value: "ID=SEVERITY",
    help: `sets a rule to off or to one of ${SEVERITIES.join(", ")}; may be repeated`,
    read: (value, options) => {
      const [id, text] = readPair(value);
      const severity = (["off", ...SEVERITIES] as const).find((one) => one === text);
      if (id === "" || severity === undefined) {
        return `--rule takes a rule and off or a severity: --rule dead-channel=off.`;
      }
      return { ...options, rules: new Map([...options.rules, [id, severity]]) };
    },
  },
  static: {
    value: undefined,
    help: "leaves out the rules that run the model",
    read: (_, options) => ({ ...options, static: true }),
  },
  gradients: {
    value: undefined,
    help: "adds the rules that need gradients",
    read: (_, options) => ({ ...options, gradients: true }),
  },
  "fail-on": {
    value: "SEVERITY",
    help: `exit code 1 from this severity on: ${FAIL_ON.join(", ")} (default: error)`,
    read: oneOf("--fail-on", FAIL_ON, (failOn) => ({ failOn })),
  },
  lang: {
    value: "LANGUAGE",
    help: "en (default) or ru",
    read: oneOf("--lang", ["en", "ru"] as const, (language) => ({ language })),
  },
};

function oneOf<T extends string>(
  name: string,
  known: readonly T[],
  set: (value: T) => Partial<Options>,
): Read {
  return (value, options) => {
    const found = known.find((one) => one === value);
    if (found === undefined) return `${name} takes one of ${known.join(", ")}.`;
    return { ...options, ...set(found) };
  };
}

function wholeNumber(name: string, least: number, set: (value: number) => Partial<Options>): Read {
  return (value, options) => {
    const number = /^\d+$/.test(value) ? Number(value) : NaN;
    if (!Number.isSafeInteger(number) || number < least) {
      return `${name} takes a whole number from ${String(least)} on.`;
    }
    return { ...options, ...set(number) };
  };
}

/** `NAME=REST`: the name may hold the sign itself, the rest may not. */
function readPair(text: string): readonly [name: string, rest: string] {
  const equals = text.lastIndexOf("=");
  return [text.slice(0, Math.max(equals, 0)), text.slice(equals + 1)];
}

/** `NAME=1,3,224`. Sizes are whole numbers from 0 on. */
function readSizes(text: string): readonly [name: string, sizes: readonly number[] | undefined] {
  const [name, rest] = readPair(text);
  const sizes = rest === "" ? [] : rest.split(",").map((word) => (/^\d+$/.test(word) ? Number(word) : NaN));
  return [name, sizes.every(Number.isSafeInteger) ? sizes : undefined];
}
