import type { OutputFormat } from "./options";

/** A command and the options that it takes. */
export interface Command {
  /** After the command's name in the help. */
  readonly takes: string;
  readonly help: string;
  readonly options: readonly string[];
  readonly formats: readonly OutputFormat[];
  /** How many words it wants. */
  readonly words: "some" | "one" | "any";
}

const ASSUMING = ["dim", "shape"];

export const COMMANDS = {
  inspect: {
    takes: "FILE...",
    help: "structure, shapes, parameters and costs",
    options: ["json", "format", ...ASSUMING],
    formats: ["table", "json", "markdown", "csv"],
    words: "some",
  },
  weights: {
    takes: "FILE...",
    help: "statistics of every stored tensor",
    options: ["json", "format"],
    formats: ["table", "json", "markdown", "csv"],
    words: "some",
  },
  run: {
    takes: "FILE",
    help: "statistics of every value of one run",
    options: ["json", "format", "profile", "input", "pixels", "seed", "samples", ...ASSUMING],
    formats: ["table", "json", "markdown", "csv"],
    words: "one",
  },
  gradients: {
    takes: "FILE",
    help: "gradient flow of one run",
    options: ["json", "format", "loss", "twin", "input", "pixels", "seed", "samples", ...ASSUMING],
    formats: ["table", "json", "markdown", "csv"],
    words: "one",
  },
  lint: {
    takes: "FILE...",
    help: "what is wrong with the network or its numbers",
    options: [
      "json",
      "format",
      "rule",
      "fail-on",
      "static",
      "gradients",
      "input",
      "pixels",
      "seed",
      "samples",
      ...ASSUMING,
    ],
    formats: ["table", "json", "markdown", "csv", "sarif"],
    words: "some",
  },
  concept: {
    takes: "[N|WORD]",
    help: "an answer of the fifty on deep learning, or their list",
    options: ["json", "format", "lang"],
    formats: ["table", "json", "markdown"],
    words: "any",
  },
} as const satisfies Readonly<Record<string, Command>>;

export type CommandName = keyof typeof COMMANDS;
