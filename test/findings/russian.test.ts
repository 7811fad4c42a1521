import { readdirSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import { indexModel } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import { DEFAULTS } from "../../src/findings/configuration";
import { lint } from "../../src/findings/lint";
import type { Finding } from "../../src/findings/types";
import { openModel } from "../../src/formats/open";
import { measureWeights } from "../../src/tensors/weights";
import { RUSSIAN } from "../../src/words/russian";
import { speak } from "../../src/words/texts";

const FOLDER = "test/fixtures/torch";

/** What is found in a model as it is, without a run. */
async function foundIn(name: string): Promise<readonly Finding[]> {
  const source = await openFile(`${FOLDER}/${name}/model.onnx`);
  if (!source.ok) return [];
  try {
    const model = await openModel(source.value);
    if (!model.ok) return [];
    const index = indexModel(model.value);
    const weights = await measureWeights(index, source.value);
    const evidence = { index, analysis: analyse(index, NO_ASSUMPTIONS), weights };
    return lint(evidence, new Set(["graph", "weights"]), DEFAULTS).findings;
  } finally {
    await source.value.close();
  }
}

describe("findings in Russian", () => {
  beforeEach(() => {
    speak(RUSSIAN);
  });
  afterEach(() => {
    speak(undefined);
  });

  test("are Russian but for the names in the file", async () => {
    const found = await Promise.all(readdirSync(FOLDER).map(foundIn));
    const messages = found.flat().map(({ message }) => message);
    expect(messages.length).toBeGreaterThan(20);
    expect(messages.filter((message) => !/[а-яё]{3}/i.test(message))).toEqual([]);
    const english = /(?<![\w./])(?:of|the|its|is|are|and|than|more)(?![\w./])/;
    expect(messages.filter((message) => english.test(message))).toEqual([]);
  });

  test.each([
    [
      "nan-weight",
      "2.weight: среди элементов есть NaN (1 из 1728); первый неконечный элемент — с индексом 482.",
    ],
    [
      "saturating-stack",
      "От /1/Sigmoid до /23/Sigmoid подряд идут слои с сигмоидой или tanh (их 12, порог 6) без нормализации и остаточных связей между ними: на каждом градиент уменьшается.",
    ],
    [
      "dead-batch-norm",
      "/1/BatchNormalization: перед /2/Relu сигнал сдвинут ниже нуля больше чем на 4 СКО (каналы 0, 3, 9 из 10). Такой канал практически никогда не срабатывает.",
    ],
  ])("say of the model %s what is wrong with it", async (name, message) => {
    expect((await foundIn(name)).map((finding) => finding.message)).toContain(message);
  });
});
