import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import { openModel } from "../../src/formats/open";
import { prepareInputs } from "../../src/running/inputs/prepare";
import type { Engine } from "../../src/running/load";
import { loadEngine } from "../../src/running/load";
import { runModel } from "../../src/running/run";

const QUANTITIES = ["mean", "std", "min", "max", "l2", "zeroFraction"] as const;

interface Case {
  readonly name: string;
  readonly about: string;
  /** By input, the file beside the model. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly values: readonly (Readonly<Record<(typeof QUANTITIES)[number], number>> & {
    readonly name: string;
    readonly shape: readonly number[];
  })[];
}

/** What TensorFlow.js 4.22.0 gives on the `.npy` files beside the models. */
const CASES = JSON.parse(readFileSync("test/fixtures/tfjs/run.json", "utf8")) as readonly Case[];

/** Sums in another order differ by this much. */
const near = (value: number, wanted: number): boolean =>
  Math.abs(value - wanted) <= 1e-5 + 2e-3 * Math.abs(wanted);

let engine: Engine;
beforeAll(async () => {
  engine = await loadEngine();
});

async function run(name: string, inputs: Case["inputs"]) {
  const source = await openFile(`test/fixtures/tfjs/${name}/model.json`);
  if (!source.ok) throw new Error(source.problem.message);
  const model = await openModel(source.value);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const given = Object.entries(inputs).map(([input, file]) => {
    const bytes = new Uint8Array(readFileSync(`test/fixtures/tfjs/${name}/${file}`));
    return [input, [{ name: file, bytes }]] as const;
  });
  const assumptions = { dimensions: new Map(), shapes: new Map() };
  const request = { assumptions, given: new Map(given), seed: 0, samples: 2, pixels: undefined };
  const prepared = prepareInputs(index, request);
  if (!prepared.ok) throw new Error(prepared.problem.message);
  const result = await runModel({
    engine,
    source: source.value,
    index,
    inputs: prepared.value,
    budget: 2 ** 28,
  });
  await source.value.close();
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

describe("a model of TensorFlow.js, lowered, gives what TensorFlow.js gives", () => {
  test.each(CASES.map((one) => [one.name, one.about, one] as const))("%s: %s", async (name, _about, one) => {
    const { values, problems } = await run(name, one.inputs);
    expect(problems).toEqual([]);
    for (const wanted of one.values) {
      const found = values.find((value) => value.name === wanted.name);
      expect(found?.shape, wanted.name).toEqual(wanted.shape);
      for (const quantity of QUANTITIES) {
        const value = found?.statistics?.[quantity] ?? NaN;
        expect(near(value, wanted[quantity]), `${wanted.name}: ${quantity} ${String(value)}`).toBe(true);
      }
    }
  });

  test("only values that the file names are shown", async () => {
    const { values } = await run("cnn", { c1_input: "0.npy" });
    expect(values.map(({ name }) => name)).toEqual(values.map(({ node }) => node.name));
  });
});

describe("quantised weights count as the numbers that they stand for", () => {
  test.each(["quantised-uint8", "quantised-uint16", "quantised-float16"])("%s runs", async (name) => {
    const { values, problems } = await run(name, {});
    expect(problems).toEqual([]);
    for (const { statistics } of values) expect(statistics?.nan).toBe(0);
  });
});
