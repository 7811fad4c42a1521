import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { PluralForms } from "../../src/words/texts";
import { readTexts } from "./page-texts";

type Table = Readonly<Record<string, string | PluralForms>>;

function tablesIn(folder: string): readonly Table[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(`${folder}/${name}`, "utf8")) as Table);
}

/** What the text leaves to be filled in: `{0}`. */
const holes = (text: string): readonly string[] => [...new Set(text.match(/\{\d+\}/g))].sort();
const formsOf = (text: string | PluralForms): readonly string[] =>
  typeof text === "string" ? [text] : [text.one, text.few, text.many];

/** The same in every language: names, keys, units, what a person may type. */
const NAMES = new Set([
  ...["Layerscope", "Markdown", "Escape", "op:Conv kernel:3 shape:*x64x*"],
  ...["MACs", "0 MACs, 0", "NaN, Inf", "He", "× He", "Glorot", "LeCun", "Fan-in", "Fan-out"],
  ...["Sigmoid", "Tanh", "Leaky ReLU", "Softplus", "Huber"],
  ...["{0} MACs", "{0} MACs, {1} %"],
  ...["По-русски", "In English"],
]);
/** What only looks like a text: names of classes, and letters to measure. */
const UNSEEN = new Set([
  ...[
    "box node",
    "box group 0",
    "box value 0",
    "part role-0",
    "channel marked",
    "long-name word",
    "pair count",
    "cell marked",
    "cell number",
    "unit dropped",
  ],
  "layer1/conv_relu BatchNormalization 128 64",
]);

const page = readTexts("webview", /^l10n\.ts$/);
// The extension host's texts are VS Code's to translate: localisation.test.ts.
const rooms = readTexts("src", /^(?:extension|words)\//);

describe("the texts of the page", () => {
  test("are translated wherever people see them", () => {
    const isFine = (text: string): boolean => NAMES.has(text) || UNSEEN.has(text);
    const wrong = page.bare.filter((one) => !isFine(one.replace(/^\S+ /, "")));
    expect(wrong).toEqual([]);
  });
});

describe("what rules find", () => {
  test.each(readdirSync("src/findings/rules"))("is translated: %s", (name) => {
    const text = readFileSync(`src/findings/rules/${name}`, "utf8");
    expect(text).not.toMatch(/\bmessage(?: =|:)\s*[`"]/);
  });
});

describe.each([
  ["the page", page, "webview/russian"],
  ["the rooms", rooms, "src/words/russian"],
] as const)("the texts of %s", (_, { used, unreadable }, folder) => {
  const tables = tablesIn(folder);
  const russian = new Map(tables.flatMap((table) => Object.entries(table)));

  test("are literals where they are translated", () => {
    expect(unreadable).toEqual([]);
  });

  test("have a Russian translation each", () => {
    const missing = used.filter(({ key }) => !russian.has(key));
    expect(missing.map(({ place, key }) => `${place}: ${key}`)).toEqual([]);
  });

  test("have three forms in Russian where they count, and one where they do not", () => {
    const wrong = used.filter(({ key, isPlural }) => isPlural !== (typeof russian.get(key) === "object"));
    expect(wrong.map(({ place, key }) => `${place}: ${key}`)).toEqual([]);
  });

  test("are all in use, and stand in one table each", () => {
    const keys = new Set(used.map(({ key }) => key));
    const all = tables.flatMap((table) => Object.keys(table));
    expect(all.filter((key) => !keys.has(key))).toEqual([]);
    expect(all.filter((key, at) => all.indexOf(key) !== at)).toEqual([]);
  });

  test("have the same holes in Russian as in English", () => {
    for (const [key, text] of russian)
      for (const form of formsOf(text)) expect(holes(form), key).toEqual(holes(key));
  });

  test("are Russian in the Russian tables", () => {
    const foreign = [...russian.values()].flatMap(formsOf).filter((text) => !/[а-яё]/i.test(text));
    expect(foreign.filter((text) => !NAMES.has(text))).toEqual([]);
  });
});
