import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { conceptAt, readCode } from "../../../src/concepts/code/concept-at";
import { identifiers } from "../../../src/concepts/code/lookup";
import type { CodeLanguage } from "../../../src/concepts/code/tokens";

/** The concept at `¦` in a text. */
function at(text: string, language: CodeLanguage): number | undefined {
  const offset = text.indexOf("¦");
  return conceptAt(readCode(text.replace("¦", ""), language), offset)?.number;
}

const TORCH = "import torch\nimport torch.nn as nn\nimport torch.nn.functional as F\n";
const KERAS = "import tensorflow as tf\nfrom tensorflow.keras import layers, Model\n";

describe("in Python", () => {
  test.each<[code: string, concept: number | undefined]>([
    ["import to¦rch", 1],
    ["from to¦rch import nn", 1],
    ["from torch.nn import Drop¦out", 12],
    ["from torch.nn import (\n  Linear,\n  Drop¦out as D,\n)", 12],
    ["from torch.nn import Dropout as D\nx = D¦(0.1)", 12],
    [`${TORCH}drop = nn.Drop¦out(0.5)`, 12],
    [`${TORCH}x = torch.nn.functional.rel¦u(x)`, 4],
    [`${TORCH}x = F.soft¦max(x, dim=1)`, 23],
    [`${TORCH}loss_fn = nn.CrossEntropyLoss()\nloss = loss_¦fn(a, b)`, 22],
    [`${TORCH}loss = f(x)\nloss.back¦ward()`, 5],
    [`${TORCH}opt = torch.optim.Ad¦am(p, lr=1e-3)`, 43],
    [`${TORCH}opt = torch.optim.Adam(p, l¦r=1e-3)`, 27],
    [`${TORCH}opt = torch.optim.Adam(p, lr=1e-3, weight_¦decay=0.1)`, 29],
    [`${TORCH}opt = torch.optim.SGD(p, 0.1)\nopt.zero_¦grad()`, 5],
    [`${TORCH}model = Net().to(device)\nmodel.ev¦al()`, 41],
    [`${TORCH}class Net(nn.Mod¦ule):\n  pass`, 2],
    [
      `${TORCH}class N(nn.Module):\n  def f(self, x):\n    return self.dr¦op(x)\n  def g(self):\n    self.drop = nn.Dropout(0.1)`,
      12,
    ],
    [`${TORCH}nn.utils.clip_grad_¦norm_(model.parameters(), 1.0)`, 42],
    [`${TORCH}nn.init.kaiming_¦normal_(w)`, 30],
    [`${TORCH}with torch.no_¦grad():\n  pass`, 5],
    ["from torch.utils.data import DataLoader\nd = DataLoader(s, batch_¦size=4)", 24],
    ["from torch.utils.data import DataLoader\nd = DataLoader(s, num_¦workers=4)", 44],
    ["from torchvision import transforms as T\nT.RandomHorizontal¦Flip()", 31],
    ["from torchvision.models import res¦net50", 10],
    ["from torch.nn import *\nx = Drop¦out(0.5)", 12],
    [`${KERAS}x = layers.Den¦se(10)(x)`, 3],
    [`${KERAS}x = layers.Dense(10, activ¦ation="relu")(x)`, 4],
    [`${KERAS}x = layers.Dense(10, kernel_regular¦izer="l2")(x)`, 29],
    [`${KERAS}x = tf.keras.layers.Max¦Pooling2D()(x)`, 11],
    [`${KERAS}model = Model(a, b)\nmodel.com¦pile(loss="mse")`, 32],
    [`${KERAS}model = Model(a, b)\nmodel.compile(lo¦ss="mse")`, 22],
    [`${KERAS}model = Model(a, b)\nmodel.fit(x, y, validation_¦split=0.1)`, 7],
    [`${KERAS}with tf.Gradient¦Tape() as tape:\n  pass`, 5],
    [`${KERAS}with tf.GradientTape() as tape:\n  pass\ng = tape.gra¦dient(l, v)`, 5],
    ["import keras\ncb = keras.callbacks.Early¦Stopping(patience=3)", 39],
    ["import keras\ncb = keras.callbacks.EarlyStopping(pati¦ence=3)", 39],
    ["import jax\ng = jax.gra¦d(f)", 5],
    ["import optax\no = optax.ad¦amw(1e-3)", 43],
    ["import flax.linen as nn\nx = nn.Drop¦out(0.1)(x)", 12],
    ["from sklearn.model_selection import K¦Fold", 35],
    ["from sklearn.ensemble import RandomForest¦Classifier", 48],
    ["from sklearn.linear_model import Ridge\nm = Ridge(al¦pha=1)", 29],
    ["from imblearn.over_sampling import SM¦OTE", 37],
    ["from transformers import AutoModel\nm = AutoModel.from_pre¦trained('x')", 14],
    ["from transformers import TrainingArguments\na = TrainingArguments(max_grad_¦norm=1)", 42],
    ["import optuna\ns = optuna.create_¦study()", 46],
    ["import pandas as pd\nd = pd.read_csv('x').fill¦na(0)", 47],
    ["from onnxruntime.quantization import quantize_¦dynamic", 45],
    ["try:\n  import torch.nn as nn\nexcept ImportError:\n  pass\nnn.Drop¦out()", 12],
    [`${TORCH}D = nn.Dropout\nlayer = D(0.1)\nx = lay¦er(x)`, 12],
    ["def f():\n  from torch import nn\n  return nn.Drop¦out()", 12],
  ])("%j is concept %s", (code, concept) => {
    expect(at(code, "python")).toBe(concept);
  });

  test.each([
    "drop¦out = 3",
    "x = nn.Drop¦out()",
    `${TORCH}# nn.Drop¦out(0.5)`,
    `${TORCH}x = "nn.Drop¦out"`,
    `${TORCH}"""nn.Drop¦out"""`,
    `${TORCH}x = f"nn.Drop¦out"`,
    `${TORCH}nn = cook()\nnn.Drop¦out()`,
    `${TORCH}def f(nn):\n  return nn.Drop¦out()`,
    "from torch.nn import Dropout\nclass Dropout:\n  pass\nx = Drop¦out()",
    "from recipes import Adam\nx = Ad¦am(lr=1)",
    "from recipes import Adam\nimport torch\nx = Adam(l¦r=1)",
    "import re\nimport torch\nre.com¦pile('x')",
    "import subprocess\nimport torch\nsubprocess.tra¦in()",
    `${TORCH}x = bread.drop¦out`,
    `${TORCH}def train(l¦r=0.1):\n  pass`,
    `${TORCH}cook(l¦r=1)`,
    `${TORCH}l¦r = 0.1`,
    `${TORCH}x = nn.constr¦uctor()`,
    `${TORCH}x = nn.__proto¦__()`,
    "from kitchen import knead, dropout\ndrop¦out(dough)",
    "import numpy as np\nx = np.tan¦h(1)",
    "import pandas as pd\nloss.back¦ward()",
  ])("%j is silent", (code) => {
    expect(at(code, "python")).toBeUndefined();
  });

  test("a parameter hides an import within its function only", () => {
    const code = `${TORCH}def f(nn):\n  return 1\nx = nn.Drop¦out()`;
    expect(at(code, "python")).toBe(12);
  });

  test("a notebook's other cells are the same file", () => {
    const before = "import torch.nn as nn";
    const code = readCode("x = nn.Dropout(0.5)", "python", before);
    expect(conceptAt(code, before.length + 1 + 8)?.number).toBe(12);
  });
});

const TFJS = 'import * as tf from "@tensorflow/tfjs";\n';

describe("in JavaScript", () => {
  test.each<[code: string, concept: number | undefined]>([
    ['import * as tf from "@tensorflow¦/tfjs";', 1],
    [`${TFJS}model.add(tf.layers.den¦se({ units: 10 }));`, 3],
    [`${TFJS}model.add(tf.layers.dense({ uni¦ts: 10 }));`, 3],
    [`${TFJS}model.add(tf.layers.dense({ units: 10, activ¦ation: "relu" }));`, 4],
    [`${TFJS}const opt = tf.train.ad¦am(0.1);`, 43],
    [`${TFJS}const m: tf.Sequential = tf.sequential();\nm.com¦pile({});`, 32],
    [`${TFJS}const m = tf.sequential();\nawait m.fit(x, y, { batch¦Size: 8 });`, 24],
    ['const tf = require("@tensorflow/tfjs-node");\ntf.layers.drop¦out({ rate: 0.1 });', 12],
    ['const { layers } = require("@tensorflow/tfjs");\nlayers.conv¦2d({});', 9],
    ['import { layers as L } from "@tensorflow/tfjs";\nL.maxPool¦ing2d({});', 11],
    ['import * as ort from "onnxruntime-web";\nconst s = await ort.Inference¦Session.create("m");', 40],
  ])("%j is concept %s", (code, concept) => {
    expect(at(code, "javascript")).toBe(concept);
  });

  test.each([
    "tf.layers.den¦se({})",
    `${TFJS}// tf.layers.den¦se`,
    `${TFJS}/* tf.layers.den¦se */`,
    `${TFJS}const s = "tf.layers.den¦se";`,
    `${TFJS}const s = \`tf.layers.den¦se\`;`,
    `${TFJS}function f(tf) { return tf.layers.den¦se({}); }`,
    `${TFJS}cook({ uni¦ts: 3 });`,
    'import { dense } from "./kitchen";\nden¦se({ units: 3 });',
    `${TFJS}const x = /tf.layers.den¦se/;`,
  ])("%j is silent", (code) => {
    expect(at(code, "javascript")).toBeUndefined();
  });
});

test("at least 250 identifiers lead to all concepts that live in code", () => {
  const all = identifiers();
  expect(new Set(all.map(([library, name]) => `${library} ${name}`)).size).toBeGreaterThan(250);
  expect([...new Set(all.map(([, , number]) => number))].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 50 }, (_, index) => index + 1),
  );
});

test("no text, finished or not, is too much", () => {
  const pieces = [
    "import torch\n",
    "from torch import nn\n",
    "nn.",
    "Dropout",
    "(",
    ")",
    "'",
    '"""',
    "`",
    "/",
    "=>",
    "def f(",
    ":\n  ",
    "#",
    "{",
    "}",
    "é",
    "self.x = ",
  ];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...pieces), { maxLength: 60 }),
      fc.constantFrom<CodeLanguage>("python", "javascript"),
      fc.nat(400),
      (parts, language, offset) => {
        conceptAt(readCode(parts.join(""), language), offset);
      },
    ),
    { numRuns: 500 },
  );
});
