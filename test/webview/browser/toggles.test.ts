import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Locator } from "playwright-core";
import themes from "../themes.json" with { type: "json" };
import { answer } from "./scenes";
import { launch, NO_BROWSER, openWindow, type Theme } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

interface Look {
  readonly colours: string;
  readonly border: string;
  readonly marked: boolean;
  readonly pressed: string | null | undefined;
  readonly width: number;
}

describe.skipIf(NO_BROWSER !== undefined)("toggles", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** What a person sees of a button, and what a screen reader is told. */
  const lookOf = (button: Locator): Promise<Look> =>
    button.evaluate((element) => {
      const { color, backgroundColor } = getComputedStyle(element);
      const inner = element.shadowRoot?.querySelector("button");
      const mark = element.querySelector(".toggle-mark");
      return {
        colours: `${color} ${backgroundColor}`,
        border: getComputedStyle(inner ?? element).borderTopColor,
        marked: mark !== null && !["none", "normal"].includes(getComputedStyle(mark, "::before").content),
        pressed: inner?.getAttribute("aria-pressed"),
        width: element.getBoundingClientRect().width,
      };
    });

  test.each(Object.keys(themes) as Theme[])(
    "tell in the theme %s whether they are pressed",
    async (theme) => {
      const { page } = await openWindow(browser, answer, { theme, state: { view: "gradients" } });
      const toggle = page.locator("vscode-button", { hasText: "Compare with fresh weights" });
      const run = page.locator(".gradients vscode-button[appearance=primary]");
      await toggle.waitFor();
      const pressed = await lookOf(toggle);
      await toggle.click();
      await page.mouse.move(0, 0);
      const released = await lookOf(toggle);
      expect([pressed.pressed, pressed.marked]).toEqual(["true", true]);
      expect([released.pressed, released.marked]).toEqual(["false", false]);
      expect(released.border).not.toBe(pressed.border);
      expect(released.width).toBe(pressed.width);
      // What begins something is filled in its own way, where the theme fills at all.
      if (!theme.startsWith("hc-")) expect((await lookOf(run)).colours).not.toBe(pressed.colours);
      await page.close();
    },
  );

  test("have their text in the middle, pressed or not", async () => {
    const { page } = await openWindow(browser, answer, { state: { view: "gradients" } });
    const toggle = page.locator("vscode-button", { hasText: "Compare with fresh weights" });
    /** Pixels by which the text's middle lies right of the button's. */
    const aside = (): Promise<number> =>
      toggle.evaluate((element) => {
        const text = [...element.childNodes].find(({ nodeType }) => nodeType === Node.TEXT_NODE);
        const range = document.createRange();
        if (text !== undefined) range.selectNodeContents(text);
        const [inner, outer] = [range, element].map((one) => one.getBoundingClientRect());
        return (inner?.left ?? NaN) + (inner?.right ?? NaN) - (outer?.left ?? NaN) - (outer?.right ?? NaN);
      });
    await toggle.waitFor();
    expect(Math.abs((await aside()) / 2)).toBeLessThan(1);
    await toggle.click();
    expect(Math.abs((await aside()) / 2)).toBeLessThan(1);
    await page.close();
  });
});
