import { conceptAt, readCode } from "../../src/concepts/code/concept-at";
import type { CodeLanguage } from "../../src/concepts/code/tokens";
import { FullReading } from "../concepts/code/full-reading";
import { cpuTimeUncollected } from "./measure";
import { pythonScript, typescriptModule } from "./scripts";
import { milliseconds, printSection } from "./section";

const LINES = 10_000;
const RUNS = 60;

interface Subject {
  readonly title: string;
  readonly language: CodeLanguage;
  readonly text: string;
  /** What is pointed at: explained, and of the file's own. */
  readonly ours: string;
  readonly none: string;
  readonly shown: string;
  readonly added: string;
}

const SUBJECTS: readonly Subject[] = [
  {
    title: "Python",
    language: "python",
    text: pythonScript(LINES),
    ours: "self.drop(F.rel",
    none: "print(f",
    shown: "torch.nn.functional.relu",
    added: "import os\n",
  },
  {
    title: "TypeScript",
    language: "javascript",
    text: typescriptModule(LINES),
    ours: "tf.layers.drop",
    none: "console.lo",
    shown: "@tensorflow/tfjs.layers.dropout",
    added: 'import * as fs from "node:fs";\n',
  },
];

/** The text as it is after one edit more; runs are counted from 0. */
type Edit = (text: string, run: number) => string;

const elsewhere: Edit = (text, run) => `${text}${"\n".repeat(run + 1)}`;

function inTheMiddle(text: string, run: number): string {
  const line = text.indexOf("\n", text.length / 2) + 1;
  return `${text.slice(0, line)}${"\n".repeat(run + 1)}${text.slice(line)}`;
}

/** Hovers over a word, each after an edit: the first and the median. */
async function hover(
  subject: Subject,
  edit: Edit,
  word: string,
  shown: string | undefined,
): Promise<readonly string[]> {
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const text = edit(subject.text, run);
    const at = text.indexOf(word, text.length / 2) + word.length;
    times.push(
      await cpuTimeUncollected(() => {
        const found = conceptAt(readCode(text, subject.language), at);
        if (found?.shown !== shown) throw new Error(`${word} is ${String(found?.shown)}`);
      }),
    );
  }
  return firstAndMedian(times);
}

async function fullReading({ text, language }: Subject): Promise<readonly string[]> {
  const times = [];
  for (let run = 0; run < RUNS / 4; run++) {
    const edited = elsewhere(text, run);
    times.push(await cpuTimeUncollected(() => new FullReading(edited, language).readAll()));
  }
  return firstAndMedian(times);
}

function firstAndMedian(times: readonly number[]): readonly string[] {
  const median = times.toSorted((a, b) => a - b)[times.length >> 1];
  return [times[0], median].map((time) => milliseconds(time ?? NaN));
}

const rows: (readonly string[])[] = [];
for (const subject of SUBJECTS) {
  const { title, ours, none, shown, added } = subject;
  const atTheTop: Edit = (text, run) => added.repeat(run + 1) + text;
  rows.push(
    [title, "a text not seen before", ...(await hover(subject, elsewhere, ours, shown))],
    [title, "after an edit in the middle", ...(await hover(subject, inTheMiddle, ours, shown))],
    [title, "after another import at the top", ...(await hover(subject, atTheTop, ours, shown))],
    [title, "after an edit, a name of none of ours", ...(await hover(subject, inTheMiddle, none, undefined))],
    [title, "compared: the text read in full", ...(await fullReading(subject))],
  );
}
printSection(
  "Hovers over code",
  `From a text of ${LINES.toLocaleString("en")} lines to the concept of a name in its middle; nothing is kept from one ` +
    "text to the next. Compared with reading all tokens and what all statements say of names. Processor time, that of " +
    `the compiler's threads with it: of the first of ${String(RUNS)} hovers and the median. In the first row of each ` +
    "text nothing is compiled yet: that is the first hover of all.",
  ["text", "hover", "first", "median"],
  rows,
);
