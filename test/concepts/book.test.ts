import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { BookEntry } from "../../src/concepts/book";
import { conceptBook, searchBook } from "../../src/concepts/book";
import { LANGUAGES } from "../../src/concepts/types";

const [en, ru] = LANGUAGES.map((language) =>
  conceptBook(readFileSync(`media/concepts/${language}.md`, "utf8"), language),
) as [readonly BookEntry[], readonly BookEntry[]];

const form = ({ answer }: BookEntry): readonly string[] =>
  answer.map((block) => {
    const count =
      block.kind === "definitions" ? block.entries.length : block.kind === "list" ? block.items.length : 1;
    return `${block.kind} ${String(count)}`;
  });

test("both languages tell the same fifty, block by block", () => {
  expect(en.map(({ slug }) => slug)).toEqual(ru.map(({ slug }) => slug));
  expect(en).toHaveLength(50);
  expect(new Set(en.map(({ slug }) => slug)).size).toBe(50);
  for (const [at, entry] of en.entries()) {
    const other = ru[at];
    if (other === undefined) throw new Error("both have fifty");
    expect(form(entry), entry.title).toEqual(form(other));
  }
});

describe.each([
  ["en", en],
  ["ru", ru],
] as const)("in %s", (_, book) => {
  test("every summary is a text of its own length, and ends as one", () => {
    for (const { summary, title } of book) {
      expect(summary.length, title).toBeGreaterThan(60);
      expect(summary.length, title).toBeLessThanOrEqual(320);
      expect(summary, title).toMatch(/[.…]$/);
    }
  });

  test("related concepts are others of the fifty, each once", () => {
    for (const { related, number } of book) {
      expect(related.length).toBeGreaterThan(1);
      expect(new Set([...related, number]).size).toBe(related.length + 1);
      expect(related.every((one) => one >= 1 && one <= 50)).toBe(true);
    }
  });
});

test("a note stands beside the second “high bias” of question 8, which stays as it was given", () => {
  const eighth = en[7];
  expect(JSON.stringify(eighth?.answer).match(/high bias/g)).toHaveLength(2);
  expect(eighth?.notes[0]).toContain("high variance");
});

describe("a search", () => {
  test.each<[words: string, numbers: readonly number[]]>([
    ["12", [12]],
    ["dropout", [12]],
    ["softmax", [23]],
    ["lstm", [18]],
    ["SMOTE", [37]],
    ["51", []],
    ["constructor", []],
  ])("for %s finds %j", (words, numbers) => {
    expect(searchBook(en, words).map(({ number }) => number)).toEqual(numbers);
  });

  test("finds Russian words in the Russian book", () => {
    expect(searchBook(ru, "импульс").map(({ number }) => number)).toEqual([28]);
  });
});
