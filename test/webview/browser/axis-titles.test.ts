import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { answer, SCENES } from "./scenes";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** Where charts are: what is explained there, and the number and title of the concept that does. */
const PLACES: readonly (readonly [scene: string, words: string, number: number, title: string])[] = [
  ["the layers with their charts", "bytes of activations alive", 45, "Reducing computation"],
  ["a tensor's page", "value of an element", 30, "Weight initialisation"],
  ["the weights along the depth", "deviations of He's initialisation", 30, "Weight initialisation"],
  ["a value's page", "value of an element", 13, "Batch normalisation"],
  ["the activations along the depth", "scale of the signal", 30, "Weight initialisation"],
  ["the activations along the depth", "part of zeros", 4, "Activation functions"],
  ["the activations along the depth", "deviations from the mean", 13, "Batch normalisation"],
  ["the gradients", "root mean square", 6, "Vanishing gradient"],
  ["the gradients as bars", "absolute gradient", 5, "Backpropagation"],
  ["the gradient of a parameter", "gradient of an element", 5, "Backpropagation"],
];

describe.skipIf(NO_BROWSER !== undefined)("the titles of axes", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function reach(name: string): Promise<Page> {
    const scene = SCENES.find((one) => one.name === name);
    if (scene === undefined) throw new Error(`there is no scene ${name}`);
    const window = await openWindow(browser, scene.answer ?? answer, { state: scene.state });
    await scene.reach(window);
    return window.page;
  }

  const word = (page: Page, text: string) => page.getByRole("button", { name: text, exact: true }).first();
  const shown = (page: Page) => page.locator(".tooltip:visible");

  test.each(PLACES)("in %s: '%s' is explained by concept %i", async (scene, text, number, title) => {
    const page = await reach(scene);
    await word(page, text).hover();
    await shown(page).getByText(`${title}: `).waitFor();
    const lines = await shown(page).locator("strong, div").allInnerTexts();
    expect(lines[0]).toBe(text);
    expect(lines[1]?.length).toBeGreaterThan(title.length + 60);
    expect(lines.at(-1)).toBe("A click or Enter: the whole answer");
    await word(page, text).click();
    await page.locator(".concept h2", { hasText: `${String(number)}. ${title}` }).waitFor();
    expect(await shown(page).count()).toBe(0);
    await page.close();
  });

  test("are explained to the keyboard too, one at a time, until Escape", async () => {
    const page = await reach("the activations along the depth");
    await word(page, "scale of the signal").focus();
    await shown(page).getByText("Weight initialisation: ").waitFor();
    await page.keyboard.press("Tab");
    await shown(page).getByText("Activation functions: ").waitFor();
    expect(await shown(page).count()).toBe(1);
    await word(page, "scale of the signal").hover();
    await shown(page).getByText("Weight initialisation: ").waitFor();
    expect(await shown(page).count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await shown(page).count()).toBe(0);
    await page.keyboard.press("Enter");
    await page.locator(".concept h2", { hasText: "4. Activation functions" }).waitFor();
    await page.close();
  });

  test("give way to what the chart itself tells", async () => {
    const page = await reach("the layers with their charts");
    await word(page, "bytes of activations alive").focus();
    await shown(page).getByText("Reducing computation: ").waitFor();
    await page.locator(".memory svg").hover();
    await shown(page).getByText(" alive (").waitFor();
    expect(await shown(page).count()).toBe(1);
    await page.close();
  });

  test("say what they measure where no concept explains it: channels of a value, and where the cost is", async () => {
    const value = await reach("a value's page");
    const strip = value.locator(".activations .channel-strip");
    await strip.locator(".axis:nth-of-type(2) text").first().waitFor();
    expect(await strip.locator(".axis-titles").allInnerTexts()).toEqual(["value of an element", "channel"]);
    // 64 channels, as many numbers as have room.
    const numbers = (await strip.locator(".axis:nth-of-type(2) text").allTextContents()).map(Number);
    const [, step = NaN] = numbers;
    expect(numbers).toEqual(Array.from({ length: Math.ceil(64 / step) }, (_, at) => at * step));
    const [first, second] = [
      strip.locator(".axis:nth-of-type(2) text").nth(0),
      strip.locator(".axis:nth-of-type(2) text").nth(1),
    ];
    const gap = ((await second.boundingBox())?.x ?? NaN) - ((await first.boundingBox())?.x ?? NaN);
    expect(gap).toBeGreaterThan(40);
    await value.close();
    const layers = await reach("the layers with their charts");
    expect(await layers.locator(".icicle .axis-titles").allInnerTexts()).toEqual([
      "width: share of the uppermost bar, in the order of the model",
    ]);
    await layers.close();
  });
});
