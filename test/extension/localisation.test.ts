import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, test } from "vitest";

type Strings = Readonly<Record<string, string>>;

const read = (path: string): Strings => JSON.parse(readFileSync(path, "utf8")) as Strings;
const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();
/** What a translation fills in: `{0}`. */
const holes = (text: string): readonly string[] => sorted(text.match(/\{\d+\}/g) ?? []);

/** Texts that the extension hands to `vscode.l10n.t`, under whatever short name of it. */
function textsInCode(): readonly string[] {
  const texts = new Set<string>();
  for (const name of readdirSync("src/extension")) {
    const source = ts.createSourceFile(
      name,
      readFileSync(`src/extension/${name}`, "utf8"),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && /^(?:vscode\.l10n\.|l10n\.)?t$/.test(node.expression.getText())) {
        const [text] = node.arguments;
        if (text !== undefined && ts.isStringLiteralLike(text)) texts.add(text.text);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return sorted(texts);
}

/** Names of the form `%name%` in the manifest. */
function namesInManifest(): readonly string[] {
  const text = readFileSync("package.json", "utf8");
  return sorted(new Set(Array.from(text.matchAll(/"%([^"%]+)%"/g), ([, name = ""]) => name)));
}

describe("the texts of the extension", () => {
  test("stand in the bundle that translators begin with, and no others", () => {
    expect(sorted(Object.keys(read("l10n/bundle.l10n.json")))).toEqual(textsInCode());
  });

  test("have a Russian translation each, with the same holes", () => {
    const russian = read("l10n/bundle.l10n.ru.json");
    expect(sorted(Object.keys(russian))).toEqual(textsInCode());
    for (const [text, translated] of Object.entries(russian)) expect(holes(translated)).toEqual(holes(text));
  });

  test("of commands and settings are there in English and Russian", () => {
    const names = namesInManifest();
    expect(sorted(Object.keys(read("package.nls.json")))).toEqual(names);
    expect(sorted(Object.keys(read("package.nls.ru.json")))).toEqual(names);
  });

  test("are Russian in the Russian files", () => {
    const kept = new Set(["Layerscope", "Layerscope: TensorFlow.js"]);
    const texts = [read("l10n/bundle.l10n.ru.json"), read("package.nls.ru.json")].flatMap((one) =>
      Object.values(one),
    );
    expect(texts.filter((text) => !/[а-яё]/i.test(text) && !kept.has(text))).toEqual([]);
  });
});
