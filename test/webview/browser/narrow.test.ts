import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
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

  test.each([200, 240, 320])("has details %i pixels wide whose words are whole", async (width) => {
    const facts = [["as torch FlopCounterMode", "8,178,368,512 FLOPs"]];
    const detailed = (request: Request): unknown =>
      request.name === "details" ? { ...Object(answer(request)), facts } : answer(request);
    const state = { panel: { open: true, width } };
    const { page } = await openWindow(browser, detailed, { state });
    await page.locator(".details .pair", { hasText: "FlopCounterMode" }).waitFor();
    expect(await page.locator(".details").boundingBox()).toMatchObject({ width });
    expect(await page.locator(".details").evaluate(brokenWords)).toEqual([]);
    await page.locator("g.box.node").first().click();
    await page.locator(".details .pair", { hasText: "kernel_shape" }).waitFor();
    expect(await page.locator(".details").evaluate(brokenWords)).toEqual([]);
    expect(await page.locator(".details").evaluate((panel) => panel.scrollWidth - panel.clientWidth)).toBe(0);
    await page.close();
  });

  test.each([
    ["the weights", ".tensor-table"],
    ["the activations after a run", ".run-values"],
    ["the gradients", ".gradient-table"],
  ])("keeps in %s the names in sight beside the last number", async (scene, table) => {
    const { page } = await reach(scene, 700, 700);
    await page.locator(table).evaluate((element) => element.scrollTo(element.scrollWidth, 0));
    const place = await page.locator(table).boundingBox();
    for (const name of [".heads .name", ".data-lines .name"]) {
      const cell = await page.locator(`${table} ${name}`).first().boundingBox();
      expect(cell?.x, name).toBe(place?.x);
    }
    const top = await page
      .locator(`${table} .data-lines .name`)
      .first()
      .evaluate((cell) => {
        const { left, top, width, height } = cell.getBoundingClientRect();
        return cell.contains(document.elementFromPoint(left + width - 4, top + height / 2));
      });
    expect(top, "no number shines through a name").toBe(true);
    await page.close();
  });

  test("has titles of details that go on in another line between parts of a name", async () => {
    const title = "StatefulPartitionedCall/sequential";
    const detailed = (request: Request): unknown =>
      request.name === "details" ? { ...Object(answer(request)), title } : answer(request);
    const { page } = await openWindow(browser, detailed, { state: { panel: { open: true, width: 240 } } });
    const head = page.locator(".details h2", { hasText: title });
    await head.waitFor();
    const lines = await head.evaluate((element) => {
      const texts = [...element.childNodes].filter((node) => node instanceof Text);
      const range = document.createRange();
      return texts.map((text) => {
        range.selectNodeContents(text);
        return range.getClientRects().length;
      });
    });
    expect(lines).toEqual([1, 1]);
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

/** Words of an element that go on in another line though they are no wider than it. */
function brokenWords(element: Element): readonly string[] {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const broken: string[] = [];
  const range = document.createRange();
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode())
    for (const { 0: word, index } of (node.textContent ?? "").matchAll(/\S+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const lines = [...range.getClientRects()];
      const width = lines.reduce((sum, line) => sum + line.width, 0);
      const room = element.clientWidth - 30;
      if (new Set(lines.map(({ top }) => top)).size > 1 && width <= room) broken.push(word);
    }
  return broken;
}
