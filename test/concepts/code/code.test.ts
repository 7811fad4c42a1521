import fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { conceptAt, readCode } from "../../../src/concepts/code/concept-at";
import type { CodeLanguage } from "../../../src/concepts/code/tokens";
import { FullReading } from "./full-reading";

const FOLDER = "test/fixtures/code";
const FILES = readdirSync(FOLDER).filter((file) => /\.(py|ts|js)$/.test(file));
const TEXTS = FILES.map((file) => ({
  language: (file.endsWith(".py") ? "python" : "javascript") as CodeLanguage,
  lines: readFileSync(`${FOLDER}/${file}`, "utf8").split("\n"),
}));

/** What people leave behind while they type, and what binds, hides and nests names. */
const TYPED = [
  ..."()[]{}'\"`#/\\.,:;=*\n ",
  ...[
    '"""',
    "\n\n",
    "=>",
    "/*",
    "*/",
    "//",
    " as ",
    " in ",
    "nn",
    "tf",
    "model",
    "x = x",
    "self.x = ",
    "this.x = ",
  ],
  ...[
    "import torch\n",
    "from torch.nn import *\n",
    "\ndef nn(tf, *model):\n  ",
    "class ",
    "\nfor nn, x in y:\n",
  ],
  ...[
    "with f() as model:\n",
    "lambda x: ",
    "async def f(nn): pass\n",
    "if x: nn = y; tf = nn\n",
    "x: nn = tf\n",
  ],
  ...[
    "const { layers, x: nn } = tf;\n",
    "let model = await ",
    "function (tf, { x }) {\n",
    'require("@tensorflow/tfjs")',
  ],
  ...["import { layers as nn } from '@tensorflow/tfjs'\n", "return /x'/", "é"],
];

interface Edit {
  readonly from: number;
  readonly removed: number;
  readonly typed: readonly string[];
}

const edit: fc.Arbitrary<Edit> = fc.record({
  from: fc.nat(4_000),
  removed: fc.oneof(fc.nat(3), fc.nat(200)),
  typed: fc.array(fc.constantFrom(...TYPED), { maxLength: 3 }),
});

function edited(text: string, edits: readonly Edit[]): string {
  return edits.reduce((now, { from, removed, typed }) => {
    const at = from % (now.length + 1);
    return now.slice(0, at) + typed.join("") + now.slice(at + removed);
  }, text);
}

describe("what is read of a text for one name says the same as all of it", () => {
  test("after any edits of training scripts", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...TEXTS),
        fc.nat(200),
        fc.array(edit, { maxLength: 4 }),
        fc.array(fc.nat(4_000), { minLength: 20, maxLength: 20 }),
        ({ lines, language }, first, edits, offsets) => {
          const text = edited([...lines.slice(first % 20), ...lines.slice(0, 20)].join("\n"), edits);
          const code = readCode(text, language);
          const full = new FullReading(text, language);
          for (const offset of offsets) {
            const at = offset % (text.length + 1);
            expect(conceptAt(code, at)).toEqual(conceptAt(full, at));
          }
        },
      ),
      { numRuns: 250 },
    );
  });

  test("in texts of nothing but what binds and hides", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...TYPED, "nn.Dropout(", "tf.layers.dense(", "x", "model.fit(")),
        fc.constantFrom<CodeLanguage>("python", "javascript"),
        (pieces, language) => {
          const head =
            language === "python" ? "import torch.nn as nn\n" : 'import * as tf from "@tensorflow/tfjs"\n';
          const text = head + pieces.join("");
          const code = readCode(text, language);
          const full = new FullReading(text, language);
          for (let at = 0; at <= text.length; at++) expect(conceptAt(code, at)).toEqual(conceptAt(full, at));
        },
      ),
      { numRuns: 200 },
    );
  });
});

/** How many statements are read to answer at `¦`. */
function readFor(text: string, language: CodeLanguage): number {
  const read = new Set<number>();
  class Watched extends FullReading {
    override naming(name: string, end: number): Iterable<number> {
      return readCode(this.text, this.language).naming(name, end);
    }
    override factsOf(statement: number) {
      read.add(statement);
      return super.factsOf(statement);
    }
  }
  conceptAt(new Watched(text.replace("¦", ""), language), text.indexOf("¦"));
  return read.size;
}

test("for a name that is given a thousand times as an argument, only its own line, its binding and the import are read", () => {
  const uses = "x = x.to(device)\nprint(x, device)\ncook(on=device)\n".repeat(400);
  expect(readFor(`import torch\ndevice = torch.nn.Dropout\n${uses}dev¦ice`, "python")).toBe(3);
});

test("for a name that is used a thousand times, only the statement that binds it is read", () => {
  const uses = "x = nn.Linear(3, 4)(x)\ny = f(nn.ReLU(), x)\n".repeat(500);
  expect(readFor(`import torch.nn as nn\n${uses}nn.Drop¦out(0.5)`, "python")).toBe(1);
  const lines = "const y = f(tf.relu(x));\ntf.dispose(x.y);\n".repeat(500);
  expect(
    readFor(`const tf = require("@tensorflow/tfjs");\n${lines}tf.layers.drop¦out()`, "javascript"),
  ).toBeLessThan(3);
});

describe("somebody is still typing", () => {
  test.each<[code: string, language: CodeLanguage]>([
    ["import torch.nn as nn\nx = f(3,\n\ndef g():\n  drop = nn.Dropout(0.5)\n  y = dr¦op(x)", "python"],
    ["x = f([{\nimport torch.nn as nn\nnn.Drop¦out(0.5)", "python"],
    ["x = f(\nfrom torch.nn import Dropout\nDrop¦out(0.5)", "python"],
    ["import torch.nn as nn\nfor x i y:\n  nn.Drop¦out(0.5)", "python"],
    ["import torch.nn as nn\nx = 'it\nnn.Drop¦out(0.5)", "python"],
    ['import * as tf from "@tensorflow/tfjs";\nf({ x: \nconst y = tf.layers.drop¦out({});', "javascript"],
  ])("%j is dropout all the same", (code, language) => {
    expect(conceptAt(readCode(code.replace("¦", ""), language), code.indexOf("¦"))?.number).toBe(12);
  });

  test.each<[code: string, language: CodeLanguage]>([
    [
      'import * as tf from "@tensorflow/tfjs";\nfunction f(tf, x: `) {\n  tf.layers.drop¦out({});',
      "javascript",
    ],
    ["import torch.nn as nn\nasync def f(nn):\n  x = nn.Drop¦out(0.5)", "python"],
  ])("%j hides what a parameter hides", (code, language) => {
    expect(conceptAt(readCode(code.replace("¦", ""), language), code.indexOf("¦"))).toBeUndefined();
  });
});

test.each<[code: string, language: CodeLanguage]>([
  ['import {\n  layers,\n} from "@tensorflow/tfjs";\nlayers.drop¦out({});', "javascript"],
  ['import { layers } from\n  "@tensorflow/tfjs";\nlayers.drop¦out({});', "javascript"],
  [
    'require("@tensorflow/tfjs-node");\nconst tf = require("@tensorflow/tfjs");\ntf.layers.drop¦out({});',
    "javascript",
  ],
  ["import torch.nn\ntorch.nn.Drop¦out()", "python"],
  ["import os, re, torch.nn as nn\nnn.Drop¦out()", "python"],
  ["try: import torch.nn as nn\nexcept ImportError: pass\nnn.Drop¦out()", "python"],
])("%j imports a library, wherever it breaks its line", (code, language) => {
  expect(conceptAt(readCode(code.replace("¦", ""), language), code.indexOf("¦"))?.number).toBe(12);
});

test("names that are bound from themselves for ever are none of ours, and no endless search", () => {
  const text = `import torch.nn as nn\nx = nn.Dropout\n${"x = x\n".repeat(20_000)}x`;
  expect(conceptAt(readCode(text, "python"), text.length)).toBeUndefined();
});

describe("no text, however odd, keeps whoever points into it waiting", () => {
  const tf = 'import * as tf from "@tensorflow/tfjs";\n';
  test.each<[what: string, text: string, language: CodeLanguage]>([
    ["a bundle in one line that imports nothing", "a=b.from(x),".repeat(60_000), "javascript"],
    ["regular expressions that do not end", `${tf}${"(/[".repeat(100_000)}`, "javascript"],
    ["imports in one line", `import torch;${"import a;".repeat(100_000)}`, "python"],
    ["members of members", `${tf}a${".a".repeat(500_000)}`, "javascript"],
  ])("%s", (_, text, language) => {
    expect(conceptAt(readCode(text, language), text.length - 1)).toBeUndefined();
  });
});
