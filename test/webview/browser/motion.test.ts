import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import { answer } from "./scenes";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** What is asked for keeps its ring turning: gradients never come. */
const waiting = (request: Request): unknown =>
  request.name === "gradients" ? new Promise(() => undefined) : answer(request);

describe.skipIf(NO_BROWSER !== undefined)("the page", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** Animations and transitions that the styles ask for, in shadow trees too. */
  const moving = (page: Page): Promise<readonly string[]> =>
    page.evaluate(() => {
      const all = (root: ParentNode): Element[] =>
        [...root.querySelectorAll("*")].flatMap((one) => [
          one,
          ...(one.shadowRoot === null ? [] : all(one.shadowRoot)),
        ]);
      return all(document).flatMap((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        const moves = animationName !== "none" || parseFloat(transitionDuration) > 0;
        return moves ? [`${element.localName}.${element.getAttribute("class") ?? ""}`] : [];
      });
    });

  /** In how many places a box below is seen while a group opens: in its new one, unless it glides there. */
  async function placesWhileOpening(page: Page): Promise<number> {
    await page.getByRole("tab", { name: "Graph" }).click();
    await page.locator('g.box[data-id="layer1"]').waitFor();
    await page.evaluate(() => {
      const seen = Object.assign(window, { places: new Set<unknown>() });
      const fc = document.querySelector('g.box[data-id="fc"]');
      const before = fc?.getAttribute("transform");
      const observer = new MutationObserver(() => {
        const now = fc?.getAttribute("transform");
        if (now !== before) seen.places.add(now);
      });
      if (fc !== null) observer.observe(fc, { attributes: true, attributeFilter: ["transform"] });
    });
    await page.locator('g.box[data-id="layer1"]').dblclick();
    await page.locator('g.box[data-id="layer1/conv1"]').waitFor();
    await page.waitForTimeout(500);
    return page.evaluate(() => (window as unknown as { places: ReadonlySet<unknown> }).places.size);
  }

  async function open(reduce: "media" | "class" | "no"): Promise<Page> {
    const { page } = await openWindow(browser, waiting);
    if (reduce === "media") await page.emulateMedia({ reducedMotion: "reduce" });
    if (reduce === "class")
      await page.evaluate(() => {
        document.body.classList.add("vscode-reduce-motion");
      });
    await page.getByRole("tab", { name: "Gradients" }).click();
    await page.locator(".gradients").getByRole("button", { name: "Run", exact: true }).click();
    await page.locator(".gradients vscode-progress-ring").waitFor();
    return page;
  }

  test("moves for those who like it: rings turn, and boxes glide when a group opens", async () => {
    const page = await open("no");
    expect(await moving(page)).toContain("circle.indeterminate-indicator-1");
    expect(await placesWhileOpening(page)).toBeGreaterThan(1);
    await page.close();
  });

  test.each(["media", "class"] as const)("keeps still for those who ask so, by %s", async (reduce) => {
    const page = await open(reduce);
    expect(await moving(page)).toEqual([]);
    expect(await placesWhileOpening(page)).toBe(1);
    await page.close();
  });
});
