import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { analyse } from "../../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../../src/analysis/assumptions";
import { indexModel } from "../../../src/analysis/model-index";
import { openFile } from "../../../src/bytes/file";
import { openModel } from "../../../src/formats/open";
import { inspectReport } from "../../../src/reports/inspect";

interface Named {
  readonly name: string;
}

interface Case extends Named {
  readonly about: string;
  readonly expect: Record<string, unknown> & {
    readonly inputs?: readonly Named[];
    readonly values?: readonly Named[];
    readonly tensors?: readonly Named[];
  };
}

/** Shapes and sizes as TensorFlow.js itself says them; MACs by each layer's formula, worked out apart from this code. */
const CASES = JSON.parse(readFileSync("test/fixtures/tfjs/inspect.json", "utf8")) as readonly Case[];

async function reportOf(file: string): Promise<Record<string, unknown>> {
  const source = await openFile(file);
  if (!source.ok) throw new Error(source.problem.message);
  const model = await openModel(source.value);
  await source.value.close();
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  return { ...inspectReport(index, analyse(index, NO_ASSUMPTIONS)) };
}

describe("a model of TensorFlow.js", () => {
  test.each(CASES.map((one) => [one.name, one.about, one] as const))(
    "%s is counted right: %s",
    async (name, _about, { expect: expected }) => {
      const report = await reportOf(`test/fixtures/tfjs/${name}/model.json`);
      const { inputs = [], values = [], tensors = [], ...rest } = expected;
      expect(report).toMatchObject(rest);
      for (const [part, all] of Object.entries({ inputs, values, tensors })) {
        for (const one of all) expect(report[part]).toContainEqual(expect.objectContaining(one));
      }
    },
  );
});
