import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import type { Details } from "../../../src/reports/types/details";
import { answer } from "./scenes";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

describe.skipIf(NO_BROWSER !== undefined)("the details", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** The lines of the facts, and where the text of each begins and ends. */
  async function linesOf(facts: Details["facts"], width: number) {
    const told = (request: Request): unknown =>
      request.name === "details" ? { ...Object(answer(request)), facts } : answer(request);
    const { page } = await openWindow(browser, told, { state: { panel: { open: true, width } } });
    const texts = page.locator(".details .pair > .text");
    await texts.nth(facts.length - 1).waitFor();
    const lines = await texts.evaluateAll((all) =>
      all.map((one) => {
        const range = document.createRange();
        range.selectNodeContents(one);
        const { left, right } = range.getBoundingClientRect();
        return { left, right, digits: getComputedStyle(one).fontVariantNumeric };
      }),
    );
    await page.close();
    return lines.slice(0, facts.length);
  }

  test.each([200, 300, 500])("of %i pixels have counts of operators in one column", async (width) => {
    const counts = [
      ["Nodes", "1,204"],
      ["BatchNormalization", "53"],
      ["Add", "7"],
    ] as const;
    const lines = await linesOf(counts, width);
    const [first] = lines;
    expect(lines.map(({ right }) => Math.round(right - (first?.right ?? NaN)))).toEqual([0, 0, 0]);
    expect(lines.map(({ digits }) => digits)).toEqual(Array(3).fill("tabular-nums"));
  });

  test("have words at the left, and counts among them, too", async () => {
    const lines = await linesOf(
      [
        ["Format", "onnx, IR 8"],
        ["Nodes", "1,204"],
      ],
      300,
    );
    const [format, nodes] = lines;
    expect(nodes?.left).toBeCloseTo(format?.left ?? NaN, 0);
  });
});
