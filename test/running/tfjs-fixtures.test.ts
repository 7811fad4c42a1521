import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import { openModel } from "../../src/formats/open";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine } from "../../src/running/load";
import { TfjsSession } from "../../src/running/tfjs-session";
import type { Values } from "../../src/running/values";
import { numberAt } from "../../src/running/values";

interface Case {
  readonly name: string;
  /** By input, the file beside the model. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly values: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly mean: number;
    readonly min: number;
    readonly max: number;
  }[];
}

/** What TensorFlow.js 4.22.0 gives, which loaded the models whole. */
const CASES = (JSON.parse(readFileSync("test/fixtures/tfjs/run.json", "utf8")) as readonly Case[]).filter(
  ({ name }) => !name.startsWith("graph-"),
);

/** All values of the graph's nodes, by TensorFlow.js. */
async function valuesIn({ name, inputs }: Case): Promise<ReadonlyMap<string, Values>> {
  const source = await openFile(`test/fixtures/tfjs/${name}/model.json`);
  if (!source.ok) throw new Error(source.problem.message);
  const model = await openModel(source.value);
  if (!model.ok) throw new Error(model.problem.message);
  const given = Object.entries(inputs).map(([input, file]) => {
    const bytes = new Uint8Array(readFileSync(`test/fixtures/tfjs/${name}/${file}`));
    return [input, [{ name: file, bytes }]] as const;
  });
  const assumptions = { dimensions: new Map(), shapes: new Map() };
  const request = { assumptions, given: new Map(given), seed: 0, samples: 1, pixels: undefined };
  const prepared = prepareInputs(indexModel(model.value), request);
  const feeds = prepared.ok ? prepared.value.feeds(0) : prepared;
  if (!feeds.ok) throw new Error(feeds.problem.message);
  const tfjs = await (await loadEngine()).tfjs();
  const session = await TfjsSession.open(tfjs, source.value, model.value);
  if (!session.ok) throw new Error(session.problem.message);
  const names = model.value.graph.nodes.flatMap(({ outputs }) => outputs);
  const values = await session.value.run(feeds.value, names);
  await session.value.release();
  await source.value.close();
  if (!values.ok) throw new Error(values.problem.message);
  return values.value;
}

describe("TensorFlow.js, layer by layer, gives what it gives of a whole layers model", () => {
  test.each(CASES.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    const values = await valuesIn(one);
    for (const { name, shape, ...wanted } of one.values) {
      const value = values.get(name);
      expect(value?.shape, name).toEqual(shape);
      const numbers = Array.from({ length: value?.data.length ?? 0 }, (_, at) =>
        value === undefined ? NaN : numberAt(value, at),
      );
      const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
      expect(mean, name).toBeCloseTo(wanted.mean, 4);
      expect(Math.min(...numbers), name).toBeCloseTo(wanted.min, 4);
      expect(Math.max(...numbers), name).toBeCloseTo(wanted.max, 4);
    }
  });
});
