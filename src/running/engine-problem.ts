import type { Problem } from "../bytes/problem";

/** What the runtime's numbers mean (OrtErrorCode, and what its texts say beyond it). */
const CODES: readonly [pattern: RegExp, code: string, advice: string][] = [
  [
    // What the runtime itself reports has its number; an abort of the module has none, and leaves it unusable.
    /^(?!.*ERROR_CODE).*(?:Aborted\(|unreachable)/s,
    "runtime-aborted",
    "The runtime is gone with it: start anew.",
  ],
  [
    /bad_alloc|SafeInt|[Oo]ut of memory|Array buffer allocation|memory access out of bounds/,
    "out-of-memory",
    "The model and its values need more than the 4 GB that WebAssembly has. Assume smaller dimensions or fewer samples.",
  ],
  [
    /No Op registered for|is not a registered function/,
    "unsupported-operator",
    "The runtime does not know this operator.",
  ],
  [
    /Could not find an implementation|NOT_IMPLEMENTED/,
    "unsupported-operator",
    "The runtime has no kernel for this operator and type.",
  ],
  [/Unsupported model IR version|under development and support/, "unsupported-version", ""],
  [
    /[Ii]nvalid (?:dimensions|rank) for input|Unexpected input data type|missing in 'feeds'/,
    "wrong-input",
    "Give another shape with --shape or --dim.",
  ],
];

/** What went wrong in the runtime, in one line without its paths and signatures. */
export function engineProblem(file: string, doing: string, error: unknown): Problem {
  const given = error instanceof Error ? error.message : String(error);
  const [, code = "run-failed", advice = ""] = CODES.find(([pattern]) => pattern.test(given)) ?? [];
  const text = readable(given);
  const message = `${file}: ${doing}: ${text}${/[.!?]$/.test(text) ? "" : "."}${advice === "" ? "" : ` ${advice}`}`;
  return { severity: "error", code, message, where: nodeIn(given) ?? "" };
}

const LONGEST = 400;

/** The runtime's text without the code's number, the build's paths and the C++ signatures. */
function readable(text: string): string {
  const plain = text
    .replace(/^.*?ERROR_MESSAGE: /s, "")
    .replace(/^failed to call \w+\(\)\.\s*/, "")
    .replace(/\S*\/onnxruntime\/\S+:\d+ [^\n]*?\) (?:const )?/g, "")
    .replace(/\S*\/onnxruntime\/\S+:\d+ \S+ /g, "")
    .replace(
      /Non-zero status code returned while running (\S+) node\. Name:('[^']*') Status Message:/g,
      "$1 $2:",
    )
    .replace(/\b\w+\.cc:\d+ \S+ /g, "")
    .replace(/^Fatal error: /, "")
    .replace(/\s+/g, " ")
    .trim();
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST)}…` : plain;
}

/** The innermost node that the text names. */
function nodeIn(text: string): string | undefined {
  return [...text.matchAll(/(?:Name:|with name )'([^']+)'/g)].at(-1)?.[1];
}
