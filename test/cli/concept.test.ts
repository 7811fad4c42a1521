import { expect, test } from "vitest";
import { readArguments } from "../../src/cli/arguments";
import { concept } from "../../src/cli/concept";

const TERMINAL = { wide: 60, colours: false };

async function ask(...words: readonly string[]) {
  const read = readArguments(["concept", ...words]);
  if (!("call" in read) || read.call.command !== "concept") throw new Error("the call is right");
  return await concept(read.call, "0", TERMINAL);
}

test("without a word, all fifty are listed", async () => {
  const { out, errors } = await ask();
  expect(out.trim().split("\n")).toHaveLength(50);
  expect(errors).toEqual([]);
});

test("an answer is wrapped to the terminal, with its note and what to read next", async () => {
  const { out } = await ask("8");
  expect(out).toMatch(/^8\. Underfitting/);
  expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
  expect(out).toContain("Editor's note");
  expect(out).toContain("See also: 7, 26, 35");
});

test("a word that several answers hold lists them", async () => {
  const { out } = await ask("gradient");
  expect(out).toBe("  6  Vanishing gradient\n 42  Gradient clipping\n");
});

test("Russian is asked for by an option", async () => {
  const { out } = await ask("dropout", "--lang", "ru");
  expect(out).toContain("Регуляризация");
  expect(out).toContain("См. также");
});

test("JSON holds the blocks, and Markdown the headings", async () => {
  const json = JSON.parse((await ask("29", "--json")).out) as { concepts: readonly { number: number }[] };
  expect(json.concepts.map(({ number }) => number)).toEqual([29]);
  expect((await ask("29", "--format", "markdown")).out).toContain("- It encourages sparsity");
});

test("what is no concept is said in one line", async () => {
  const { out, errors } = await ask("zebra");
  expect(out).toBe("");
  expect(errors).toEqual(['No concept is called "zebra". `layerscope concept` lists all fifty.']);
});
