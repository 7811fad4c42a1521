import { describe, expect, test } from "vitest";
import { ratioText, slopeText } from "../../src/gradients/decades";

describe("a ratio by its decimal logarithm", () => {
  test.each([
    [0, "1.0"],
    [0.25, "1.8"],
    [1.999, "100"],
    [2.25, "180"],
    [3.61, "4,100"],
    [5.9999, "10⁶"],
    [6.7, "5 × 10⁶"],
    [8.3, "2 × 10⁸"],
    [8.999, "10⁹"],
    [12.12, "1.3 × 10¹²"],
    [400.5, "3.2 × 10⁴⁰⁰"],
  ])("of %f is written %s", (decades, text) => {
    expect(ratioText(decades)).toBe(text);
  });
});

describe("a slope with its interval", () => {
  test.each([
    [0.6895, 0.06406, "0.690 ± 0.064"],
    [-0.1, 0.05, "-0.100 ± 0.050"],
    [1.5, 0.2, "1.50 ± 0.20"],
    [12.345, 3.456, "12.3 ± 3.5"],
    [0.5, 0.0996, "0.50 ± 0.10"],
    [123.4, 45.6, "123 ± 46"],
    [0.69, 0.0004, "0.690 ± 0.000"],
    [-0.0001, 0.012, "0.000 ± 0.012"],
    [0.3, 0, "0.300 ± 0.000"],
    [0.3, undefined, "0.300"],
    [-0.0001, undefined, "0.000"],
  ])("%s ± %s is written %s", (perLayer, interval, text) => {
    expect(slopeText(perLayer, interval)).toBe(text);
  });
});
