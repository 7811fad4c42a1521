import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { GLYPHS } from "../../../webview/graph/roles";
import themes from "../themes.json" with { type: "json" };
import { ANSWERS } from "../model";
import { contrast, type Colour } from "./contrast";
import { launch, NO_BROWSER, openWindow, type Theme } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** What WCAG 2.2 asks of graphics: https://www.w3.org/TR/WCAG22/#non-text-contrast */
const LEAST_CONTRAST = 3;

test("contrast is what WCAG says of black and white, and of the grey that just passes for text", () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21);
  expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2);
});

describe.skipIf(NO_BROWSER !== undefined)("the colours of roles", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** As the screen shows them: the bar of a role on a node's body, and the body on the page. */
  async function coloursOf(
    theme: Theme,
  ): Promise<readonly (readonly [role: string, bar: Colour, body: Colour])[]> {
    const answer = ({ name, params }: { name: string; params: unknown }): unknown =>
      (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);
    const { page } = await openWindow(browser, answer, { theme });
    await page.locator("g.boxes .box").first().waitFor();
    const found = await page.evaluate((roles) => {
      const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
      const layer = document.querySelector("g.boxes");
      if (context === null || layer === null) throw new Error("the page has a graph");
      const painted = (...colours: string[]): [number, number, number] => {
        for (const colour of [getComputedStyle(document.body).backgroundColor, ...colours]) {
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
        }
        const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
        return [red, green, blue];
      };
      return roles.map((role) => {
        const box = document.createElementNS("http://www.w3.org/2000/svg", "g");
        box.setAttribute("class", `box node role-${role}`);
        const [body, bar] = ["body", "bar"].map((name) => {
          const part = document.createElementNS("http://www.w3.org/2000/svg", "rect");
          part.setAttribute("class", name);
          box.append(part);
          return part;
        });
        layer.append(box);
        const fill = (part: Element | undefined): string =>
          part === undefined ? "" : getComputedStyle(part).fill;
        return [role, painted(fill(body), fill(bar)), painted(fill(body))] as const;
      });
    }, Object.keys(GLYPHS));
    await page.close();
    return found;
  }

  test.each(Object.keys(themes) as Theme[])("stand out from their node in the theme %s", async (theme) => {
    const ratios = (await coloursOf(theme)).map(([role, bar, body]) => [role, contrast(bar, body)] as const);
    expect(ratios.filter(([, ratio]) => ratio < LEAST_CONTRAST)).toEqual([]);
  });
});
