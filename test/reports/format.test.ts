import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  formatBytes,
  formatCount,
  formatInteger,
  formatPlural,
  formatShape,
  formatShort,
  formatType,
} from "../../src/reports/format";
import type { ReportCount, ReportShape } from "../../src/reports/types/parts";

describe("counts", () => {
  const cases: [string, ReportCount, string][] = [
    ["a small one stays", 999, "999"],
    ["digits go in threes", 1171841, "1,171,841"],
    ["a negative one keeps its sign", -12345, "-12,345"],
    ["symbols are kept and numbers grouped", "1024*batch + 12*seq2", "1,024*batch + 12*seq2"],
    ["digits within a name are not a number", "layer1234*2000", "layer1234*2,000"],
    ["unknown is said, not zero", null, "unknown"],
    ["zero is zero", 0, "0"],
  ];
  test.each(cases)("%s", (_, count, text) => {
    expect(formatCount(count)).toBe(text);
  });

  test("grouping loses no digit", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 64n), max: 2n ** 64n }), (value) => {
        expect(BigInt(formatInteger(value).replaceAll(",", ""))).toBe(value);
      }),
    );
  });
});

describe("bytes", () => {
  const cases: [string, ReportCount, string][] = [
    ["below a thousand in bytes", 812, "812 B"],
    ["decimal units", 4_687_364, "4.69 MB"],
    ["no trailing zeros", 4_700_000, "4.7 MB"],
    ["what rounds up to a thousand takes the next unit", 999_999, "1 MB"],
    ["gigabytes", 1_900_000_000, "1.9 GB"],
    ["an expression stays in bytes", "4096*batch", "4,096*batch B"],
    ["unknown is said", null, "unknown"],
  ];
  test.each(cases)("%s", (_, bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe("short counts", () => {
  const cases: [string, ReportCount, string][] = [
    ["three digits are kept", 1_171_841, "1.17M"],
    ["small ones are whole", 640, "640"],
    ["thousands", 64_000, "64k"],
  ];
  test.each(cases)("%s", (_, count, text) => {
    expect(formatShort(count)).toBe(text);
  });
});

describe("shapes", () => {
  const cases: [string, ReportShape, string][] = [
    ["dimensions stand with a times sign", [1, 64, 56, 56], "1×64×56×56"],
    ["symbols and unknown dimensions", ["batch", null], "batch×?"],
    ["sums stand in brackets", ["2*n + 1", 3], "(2*n + 1)×3"],
    ["a scalar is said", [], "scalar"],
    ["an unknown rank is empty", null, ""],
  ];
  test.each(cases)("%s", (_, shape, text) => {
    expect(formatShape(shape)).toBe(text);
  });
});

test("a type says what is known of it", () => {
  expect(formatType("float32", [1, 3])).toBe("float32 1×3");
  expect(formatType("float32", null)).toBe("float32");
  expect(formatType(null, [2])).toBe("2");
});

test("one is singular", () => {
  expect(formatPlural(1, "node")).toBe("1 node");
  expect(formatPlural(1204, "node")).toBe("1,204 nodes");
  expect(formatPlural(2, "match", "matches")).toBe("2 matches");
});
