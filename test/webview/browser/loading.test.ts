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

  test.each([
    [1400, 900],
    [560, 520],
  ])("says apart that charts and that a table are awaited, in %i × %i pixels", async (width, height) => {
    const waits = new Set(["breakdown", "layers"]);
    const { page } = await openWindow(
      browser,
      (request) => (waits.has(request.name) ? new Promise(() => undefined) : answer(request)),
      { width, height },
    );
    await page.getByRole("tab", { name: "Layers" }).click();
    const notes = page.locator(".layers-view .waiting");
    await expect.poll(() => notes.locator("visible=true").count()).toBe(2);
    const [charts, table] = await notes.evaluateAll((all) => all.map((one) => one.getBoundingClientRect()));
    expect(charts?.height).toBeGreaterThan(0);
    expect(charts?.bottom).toBeLessThanOrEqual(table?.top ?? 0);
    expect(table?.bottom).toBeLessThanOrEqual(height);
    await page.close();
  });
});
