import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { parseConcepts } from "../../src/concepts/parse";
import type { Block } from "../../src/concepts/types";

const source = readFileSync("media/concepts/ru.md", "utf8");
const concepts = parseConcepts(source);

/** Counted by hand in the source: how many terms an answer's definition list has. */
const TERMS: readonly (readonly [number: number, terms: number])[] = [
  [4, 4],
  [6, 4],
  [10, 3],
  [15, 5],
  [22, 7],
  [26, 7],
  [32, 8],
  [37, 6],
  [38, 5],
  [43, 7],
  [44, 6],
  [45, 6],
  [47, 5],
  [50, 5],
];

const words = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? [];

function textOf(block: Block): string {
  switch (block.kind) {
    case "list":
      return block.items.join(" ");
    case "definitions":
      return block.entries.map(({ term, text }) => `${term}: ${text}`).join(" ");
    default:
      return block.text;
  }
}

const answerOf = (number: number): readonly Block[] => concepts[number - 1]?.answer ?? [];

test("the source holds questions 1 to 50", () => {
  expect(concepts.map(({ number }) => number)).toEqual(Array.from({ length: 50 }, (_, at) => at + 1));
});

test("every word of the source stands in the parsed form, in its order", () => {
  const parsed = concepts.flatMap(({ number, question, answer }) => [
    String(number),
    question,
    ...answer.map(textOf),
  ]);
  const read = source
    .replace(/^# .*$/m, "")
    .replaceAll(/^(Ответ|Отвечать|Answer):/gm, "")
    .replaceAll("\\frac", "");
  expect(words(parsed.join(" "))).toEqual(words(read));
});

test("no answer is empty, and none holds TeX or the label before it", () => {
  for (const { number, answer } of concepts) {
    const text = answer.map(textOf).join(" ");
    expect(text, `answer ${number}`).toMatch(/\p{L}/u);
    expect(text, `answer ${number}`).not.toMatch(/\\frac|[{}]|Ответ:|Отвечать:|Answer:/);
  }
});

describe("terms with a colon become a definition list", () => {
  test.each(TERMS)("question %i has %i terms", (number, terms) => {
    const lists = answerOf(number).filter((block) => block.kind === "definitions");
    expect(lists.map(({ entries }) => entries.length)).toEqual([terms]);
  });

  test("no other answer has one", () => {
    const found = concepts.filter(({ answer }) => answer.some(({ kind }) => kind === "definitions"));
    expect(found.map(({ number }) => number)).toEqual(TERMS.map(([number]) => number));
  });

  test("the space that some terms have before the colon is no part of the term", () => {
    const [list] = answerOf(38);
    expect(list?.kind === "definitions" && list.entries[0]?.term).toMatch(/\S$/);
  });
});

test("the two regularisations of question 29 are headings with three points each, and a conclusion", () => {
  const answer = answerOf(29);
  expect(answer.map(({ kind }) => kind)).toEqual([
    "paragraph",
    "heading",
    "list",
    "heading",
    "list",
    "paragraph",
  ]);
  expect(answer.map((block) => (block.kind === "list" ? block.items.length : 0))).toEqual([0, 0, 3, 0, 3, 0]);
});

test("the formulas of question 34 can be read", () => {
  const formulas = answerOf(34).filter(({ kind }) => kind === "formula");
  expect(formulas.map(textOf)).toEqual(["Точность = TP / (TP + FP)", "Отзыв = TP / (TP + FN)"]);
});
