import { expect, test } from "vitest";
import { shortShape } from "../../webview/short-shape";

const CASES: readonly (readonly [why: string, shape: string, longest: number, short: string])[] = [
  ["what is short stays", "batch×3×224×224", 7, "batch×3×224×224"],
  [
    "of a long name the ends are left",
    "p2o.DynamicDimension.0×3×p2o.DynamicDimension.1",
    9,
    "p2o.…on.0×3×p2o.…on.1",
  ],
  ["an expression gives way", "1×floor((height + 1)/2)×batch", 7, "1×…×batch"],
  ["a short expression stays", "2*n×3", 7, "2*n×3"],
  ["marks around a name are no letters of it", "`serving/x:0`×3", 7, "ser…x:0×3"],
  ["marks go where the name itself has room", "`a:0123`×3", 7, "a:0123×3"],
  ["a sign within marks parts nothing", "1×`left×right/of/it`", 7, "1×lef…/it"],
  ["a scalar", "", 7, ""],
];

test.each(CASES)("%s", (_, shape, longest, short) => {
  expect(shortShape(shape, longest)).toBe(short);
});
