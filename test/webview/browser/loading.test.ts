import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { answer } from "./scenes";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** Those that have one colour in a theme. */
const BUTTONS = 'vscode-button[appearance=secondary]:not([aria-pressed="true"])';

describe.skipIf(NO_BROWSER !== undefined)("a page that is loading", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("shows no component before it has the theme's colours", async () => {
    const { page } = await openWindow(browser, answer, { theme: "light" });
    const buttonsOf = () =>
      page.locator(BUTTONS).evaluateAll((buttons) =>
        buttons.map((button) => ({
          seen: getComputedStyle(button).visibility === "visible",
          colour: getComputedStyle(button).backgroundColor,
        })),
      );
    // #e5e5e5, the light theme's own.
    const own = "rgb(229, 229, 229)";
    await page.locator(BUTTONS).first().waitFor();
    expect(new Set((await buttonsOf()).map(({ colour }) => colour))).toEqual(new Set([own]));
    let release = (): void => undefined;
    const slow = new Promise<void>((go) => {
      release = go;
    });
    await page.route("**/*.ttf*", async (route) => {
      await slow;
      await route.fallback();
    });
    await page.reload({ waitUntil: "commit" });
    await page.locator(BUTTONS).first().waitFor({ state: "attached" });
    const early = await buttonsOf();
    expect(early.filter(({ seen, colour }) => seen && colour !== own)).toEqual([]);
    expect(early.some(({ colour }) => colour !== own)).toBe(true);
    release();
    await page.locator(BUTTONS).first().waitFor();
    await page.close();
  });
});
