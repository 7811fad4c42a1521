import { describe, expect, test } from "vitest";
import { notationOf } from "../../../webview/charts/notation";

describe("the numbers of an axis", () => {
  const written = (values: readonly number[]): readonly string[] => values.map(notationOf(values));

  test("are decimals where all can be", () => {
    expect(written([0, 0.00001, 0.5, 1000])).toEqual(["0", "0.00001", "0.5", "1000"]);
  });

  test("have all of them a power of ten where one has to, but for zero", () => {
    expect(written([-5e-7, 0, 0.000001, 0.0000015])).toEqual(["-5e-7", "0", "1e-6", "1.5e-6"]);
    expect(written([1, 1e21])).toEqual(["1e0", "1e21"]);
  });
});
