import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { openFile } from "../../src/bytes/file";
import { Document } from "../../src/document/document";
import type { Assumed } from "../../src/document/protocol/messages";
import type { RequestName, Requests } from "../../src/document/protocol/requests";
import { unpackRows } from "../../src/document/packed-rows";

const FIXTURES = "test/fixtures/torch";
const MODELS = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !entry.name.startsWith("cut-"))
  .map(({ name }) => name);

function asker(name: string) {
  const document = new Document({
    open: () => openFile(`${FIXTURES}/${name}/model.onnx`),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
  return async <N extends RequestName>(
    request: N,
    params: Requests[N]["params"],
    assumed: Assumed = {},
  ): Promise<Requests[N]["result"]> => {
    const given = await document.ask(request, params, { assumed });
    if (!("ok" in given)) throw new Error(JSON.stringify(given));
    return given.ok;
  };
}

describe.each(MODELS)("the cost of the model %s", (name) => {
  test("is what its parts cost together", async () => {
    const ask = asker(name);
    const { dimensions } = await ask("facts", {});
    const assumed = Object.fromEntries(dimensions.map((dimension) => [dimension.name, 3]));
    const facts = await ask("facts", {}, assumed);
    const { parts: packed, roles } = await ask("breakdown", {}, assumed);
    const parts = unpackRows(packed);
    const total = (numbers: readonly number[]): number => numbers.reduce((sum, one) => sum + one, 0);
    if (parts.every(({ macs }) => macs !== null)) {
      expect(total(parts.map(({ macs }) => macs ?? 0))).toBe(facts.macs);
      expect(total(roles.map(({ macs }) => macs))).toBe(facts.macs);
    }
    expect(total(parts.map(({ parameters }) => parameters))).toBeLessThanOrEqual(facts.parameters);
  });
});

describe("a metric that is asked of a document", () => {
  test("follows what is assumed", async () => {
    const ask = asker("mlp");
    const macs = { graph: "", metric: "macs" } as const;
    expect(await ask("metrics", macs)).toMatchObject({ missing: 0, open: [], unit: "MACs", per: "batch" });
    // 156 per sample: two products of a multilayer perceptron.
    const fixed = await ask("metrics", macs, { batch: 8 });
    expect(fixed).toMatchObject({ missing: 0, open: [], per: null });
    const products = Object.values(fixed.values).filter((value) => value > 0);
    expect(products.reduce((sum, one) => sum + one, 0)).toBe(8 * 156);
  });

  test("of a graph that is not there ends with a problem, a file that is no metric too", async () => {
    await expect(asker("mlp")("metrics", { graph: "nowhere", metric: "macs" })).rejects.toThrow(
      "not-in-model",
    );
    const file = { name: "m.csv", text: "what" };
    await expect(asker("mlp")("userMetric", { graph: "", file })).rejects.toThrow("unusable-metric");
  });

  test("of a person's own file stands at the nodes that it names", async () => {
    const ask = asker("mlp");
    const { parts } = await ask("breakdown", {});
    const node = unpackRows(parts).find(({ kind }) => kind === "node");
    const file = { name: "m.json", text: JSON.stringify({ [node?.name ?? ""]: 2.5 }) };
    const report = await ask("userMetric", { graph: "", file });
    expect(report).toMatchObject({ matched: 1, unmatched: 0, range: [2.5, 2.5] });
    expect(report.values[node?.id ?? ""]).toBe(2.5);
  });
});
