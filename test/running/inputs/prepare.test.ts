import { expect, test } from "vitest";
import { NO_ASSUMPTIONS } from "../../../src/analysis/assumptions";
import { indexModel } from "../../../src/analysis/model-index";
import type { DataType } from "../../../src/model/dtype";
import type { PreparedInputs } from "../../../src/running/inputs/prepare";
import { prepareInputs } from "../../../src/running/inputs/prepare";
import type { Result } from "../../../src/bytes/problem";
import { graph, model, value } from "../../analysis/build";

/** Made-up inputs, three samples wanted, for a graph that declares these. */
function prepared(dtype: DataType, ...shapes: readonly (readonly number[])[]): Result<PreparedInputs> {
  const inputs = shapes.map((shape, at) => value(`x${at}`, { kind: "tensor", dtype, shape }));
  return prepareInputs(indexModel(model(graph({ inputs }))), {
    assumptions: NO_ASSUMPTIONS,
    given: new Map(),
    seed: 0,
    samples: 3,
    pixels: undefined,
  });
}

const SIDE = 2 ** 20;
test.each<[what: string, dtype: DataType, shapes: number[][]]>([
  ["in one dimension", "float32", [[2 ** 40]]],
  ["in several", "int64", [[SIDE, SIDE]]],
  ["of an image", "float32", [[1, 3, SIDE, SIDE]]],
  ["of text", "string", [[2 ** 40]]],
  ["beyond what can be counted", "float32", [new Array<number>(40).fill(2 ** 40)]],
  ["beyond what can be counted, and with none", "float32", [[...new Array<number>(40).fill(2 ** 40), 0]]],
  ["in all inputs together", "float32", new Array<number[]>(5).fill([2 ** 26])],
])("inputs that a model declares too large are a problem, not made up: %s", (_, dtype, shapes) => {
  expect(prepared(dtype, ...shapes)).toMatchObject({ ok: false, problem: { code: "too-large-to-run" } });
});

test("a batch of no samples is run as often as others", () => {
  const inputs = prepared("float32", [0, 3]);
  expect(inputs.ok && inputs.value).toMatchObject({ runs: 3, sideBySide: 1 });
});
