import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import themes from "../themes.json" with { type: "json" };
import { stand, stopsAfter, tabTo } from "./focus";
import { answer, SCENES } from "./scenes";
import { launch, NO_BROWSER, openWindow, type Theme, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** What WCAG 2.2 asks of what shows the focus: https://www.w3.org/TR/WCAG22/#non-text-contrast */
const LEAST_CONTRAST = 3;

const box = (id: string): string => `g.box[data-id="${id}"]`;

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute("data-id") ?? null);

describe.skipIf(NO_BROWSER !== undefined)("by keyboard alone", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(state?: unknown): Promise<Window> {
    const window = await openWindow(browser, answer, { state });
    await window.page.locator(box("conv1")).waitFor({ state: "attached" });
    return window;
  }

  /** To another view, as the tabs have them: arrow keys walk. */
  async function goToView(page: Page, name: string): Promise<void> {
    let now = await tabTo(page, /^(Graph|Layers|Weights|Activations|Gradients|Findings|Concepts)$/);
    for (let step = 0; step < 7 && now.name !== name; step++) {
      await page.keyboard.press("ArrowRight");
      now = (await stand(page)) ?? now;
    }
    expect(now).toMatchObject({ name, role: "tab" });
    expect(now.contrast).toBeGreaterThanOrEqual(LEAST_CONTRAST);
  }

  const said = (page: Page): Promise<string> => page.locator(".speech").innerText();

  test("the graph is walked as soon as the page is there", async () => {
    const { page } = await open();
    await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("conv1");
    expect(await said(page)).toMatch(/^Conv conv1, /);
    await page.close();
  });

  test("a node is found by name, stays in sight, and its shapes are read beside it", async () => {
    const { page } = await open();
    await page.keyboard.press("Control+f");
    await page.keyboard.type("layer2/conv1");
    await page.locator(".found").first().waitFor();
    await expect.poll(() => said(page)).toBe("Conv layer2/conv1, 1 of 1");
    await page.keyboard.press("Enter");
    await page.locator(`${box("layer2/conv1")}.selected`).waitFor();
    await expect.poll(() => focused(page)).toBe("layer2/conv1");
    await expect.poll(async () => (await stand(page))?.contrast).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    await page.waitForTimeout(400);
    const place = await page.locator(box("layer2/conv1")).boundingBox();
    const found = await page.locator(".find").boundingBox();
    expect(place?.y).toBeGreaterThan((found?.y ?? 0) + (found?.height ?? 0));
    await expect.poll(() => page.locator(".details").innerText()).toContain("1×64×112×112");
    expect((await tabTo(page, "conv1_out")).contrast).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    await page.close();
  });

  test("Escape in the graph closes the find box first, and the focus stays in the graph", async () => {
    const { page } = await open();
    await page.keyboard.press("Control+f");
    await page.keyboard.type("layer2/conv1");
    await page.locator(".found").first().waitFor();
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("layer2/conv1");
    await page.keyboard.press("Escape");
    await page.locator(".find").waitFor({ state: "hidden" });
    expect(await focused(page)).toBe("layer2/conv1");
    expect(await page.locator(`${box("layer2/conv1")}.selected`).count()).toBe(1);
    await page.keyboard.press("Escape");
    await page.locator("g.box.selected").waitFor({ state: "detached" });
    await page.close();
  });

  test("the table of layers is sorted", async () => {
    const { page } = await open();
    await goToView(page, "Layers");
    expect((await tabTo(page, "Layers")).role).toBe("treegrid");
    await tabTo(page, "MACs");
    await page.keyboard.press("Enter");
    expect(await page.locator('.heads [aria-sort="descending"]').innerText()).toBe("MACs");
    await tabTo(page, "Layers", "Shift+Tab");
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => said(page)).toMatch(/^Conv conv1, /);
    await page.close();
  });

  test("the model is run, and what comes of it is said", async () => {
    const { page } = await open();
    await goToView(page, "Activations");
    await page.locator(".run-input").waitFor();
    await tabTo(page, "Run");
    await page.keyboard.press("Enter");
    await page.locator(".activations .data-lines .data-line").first().waitFor();
    await expect.poll(() => said(page)).toBe("The model was run.");
    await page.close();
  });

  test("a finding is opened, and leads to its node", async () => {
    const { page } = await open();
    await tabTo(page, "Findings: 1 info");
    await page.keyboard.press("Enter");
    await page.locator(".finding").first().waitFor();
    expect((await tabTo(page, /^info: /)).contrast).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    await page.keyboard.press("Enter");
    await expect.poll(() => focused(page)).toBe("conv1");
    await page.close();
  });

  test("a concept is opened, and the way back leads to the same node", async () => {
    const { page } = await open();
    await page.keyboard.press("ArrowDown");
    await page.locator(".details-concept .link").waitFor();
    await tabTo(page, "More");
    await page.keyboard.press("Enter");
    await page.locator(".concept h2", { hasText: "9." }).waitFor();
    await tabTo(page, "Concepts", "Shift+Tab");
    await page.keyboard.press("Home");
    await tabTo(page, /^Conv conv1/);
    expect(await page.locator(`${box("conv1")}.selected`).count()).toBe(1);
    await page.close();
  });

  test("the graph is coloured by a metric", async () => {
    const { page } = await open();
    const choice = await tabTo(page, "Colour by");
    expect(choice.contrast).toBeGreaterThanOrEqual(LEAST_CONTRAST);
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(".legend").waitFor();
    await expect.poll(() => said(page)).toBe("Coloured by MACs");
    await page.close();
  });

  test("a group is opened and folded, and keeps the focus", async () => {
    const { page } = await open();
    for (let step = 0; step < 4; step++) await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("layer1");
    await page.keyboard.press("Enter");
    await page.locator(box("layer1/conv1")).waitFor();
    await expect.poll(() => focused(page)).toBe("layer1");
    await page.keyboard.press("Enter");
    await page.locator(box("layer1/conv1")).waitFor({ state: "detached" });
    await expect.poll(() => focused(page)).toBe("layer1");
    await page.close();
  });

  describe.each(SCENES)("Tab goes through $name", (scene) => {
    test("and shows where it is at every stop", async () => {
      const window = await openWindow(browser, scene.answer ?? answer, { state: scene.state });
      await scene.reach(window);
      const { page } = window;
      await page.evaluate(() => {
        document.body.tabIndex = -1;
        document.body.focus();
        document.body.removeAttribute("tabindex");
      });
      const themed = (Object.keys(themes) as Theme[])[SCENES.indexOf(scene) % Object.keys(themes).length];
      if (themed !== undefined) await window.setTheme(themed);
      const stops = await stopsAfter(page);
      expect(stops.filter(({ contrast }) => contrast < LEAST_CONTRAST)).toEqual([]);
      expect(stops.filter(({ name }) => name === "")).toEqual([]);
      await page.close();
    });
  });
});
