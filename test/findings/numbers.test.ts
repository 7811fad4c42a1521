import { expect, test } from "vitest";
import { shown } from "../../src/findings/layer-weight";

test.each([
  [117_345, "117,000"],
  [65_504, "65,500"],
  [23.71, "23.7"],
  [0.001234, "0.00123"],
  [1.5e-9, "1.5e-9"],
  [-2_000_000, "-2,000,000"],
])("%f is told as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});
