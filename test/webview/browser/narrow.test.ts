import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { answer, SCENES } from "./scenes";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

describe.skipIf(NO_BROWSER !== undefined)("a window with little room", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function reach(name: string, width: number, height: number): Promise<Window> {
    const window = await openWindow(browser, answer, { width, height });
    await SCENES.find((scene) => scene.name === name)?.reach(window);
    return window;
  }

  test.each([
    ["the weights", ".weights"],
    ["the activations after a run", ".activations"],
  ])("has in %s a filter as long as what it says of itself", async (scene, view) => {
    const { page } = await reach(scene, 700, 500);
    const fields = page.locator(`${view} .values-tools vscode-text-field`);
    const room = await fields.first().evaluate((element) => {
      const input = element.shadowRoot?.querySelector("input");
      const context = document.createElement("canvas").getContext("2d");
      if (!(input instanceof HTMLInputElement) || context === null) return undefined;
      const { font, paddingLeft, paddingRight } = getComputedStyle(input);
      context.font = font;
      const padding = parseFloat(paddingLeft) + parseFloat(paddingRight);
      return input.clientWidth - padding - context.measureText(input.placeholder).width;
    });
    expect(room).toBeGreaterThanOrEqual(0);
    expect(await fields.first().getAttribute("title")).toMatch(/^Filter: name/);
    await page.close();
  });

  test("of 1400 pixels shows the dead units of a run without scrolling", async () => {
    const { page } = await reach("the activations after a run", 1400, 900);
    const table = await page.locator(".run-values").boundingBox();
    for (const column of ["zeros", "dead", "saturated"]) {
      const head = await page.locator(`.run-values .heads .${column}`).boundingBox();
      expect((head?.x ?? NaN) + (head?.width ?? NaN), column).toBeLessThanOrEqual(
        (table?.x ?? NaN) + (table?.width ?? NaN),
      );
    }
    await page.close();
  });
});
