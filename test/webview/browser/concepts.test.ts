import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import { ANSWERS } from "../model";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

/** The toolkit sets styles that the policy refuses; they change nothing. */
const isOurs = (complaint: string): boolean => !complaint.startsWith("Applying inline style violates");

describe.skipIf(NO_BROWSER !== undefined)("the concepts", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(number: number): Promise<Window> {
    const window = await openWindow(browser, answer);
    await window.page.locator(".facts h1").waitFor();
    await window.emit({ type: "show-concept", number });
    await window.page.locator(".concept h2", { hasText: `${number}.` }).waitFor();
    return window;
  }

  test("are fifty, searched in both languages and walked by keyboard", async () => {
    const { page, complaints } = await open(1);
    expect(await page.locator(".concept-entry").count()).toBe(50);
    await page.locator(".concept-list input").fill("пулинг");
    expect(await page.locator(".concept-entry").allInnerTexts()).toContainEqual(
      expect.stringContaining("Pooling"),
    );
    await page.locator(".concept-list input").fill("momentum");
    expect(await page.locator(".concept-entry mark").first().innerText()).toBe("Momentum");
    await page.locator(".concept-list input").fill("");
    await page.locator('.concept-entry[aria-selected="true"]').focus();
    await page.keyboard.press("ArrowDown");
    await page.locator(".concept h2", { hasText: "2." }).waitFor();
    await page.keyboard.press("Alt+ArrowRight");
    await page.locator(".concept h2", { hasText: "3." }).waitFor();
    expect(complaints.filter(isOurs)).toEqual([]);
    await page.close();
  });

  test("are told in Russian, which is remembered, with our notes set apart", async () => {
    const { page, saved } = await open(8);
    await page.getByText("По-русски").click();
    await page.getByText("Недообучение возникает").waitFor();
    expect(await page.locator(".concept-notes").innerText()).toContain("высокая дисперсия");
    await expect.poll(saved).toMatchObject({ concepts: { number: 8, language: "ru" } });
    await page.close();
  });

  test.each([
    ["en", "From the fifty questions and answers that come with Layerscope."],
    ["ru", "Из пятидесяти вопросов и ответов, которые входят в Layerscope."],
  ] as const)("say in the language '%s' where they are from", async (language, said) => {
    const { page, emit } = await openWindow(browser, answer, { language });
    await page.locator(".facts h1").waitFor();
    await emit({ type: "show-concept", number: 1 });
    await page.locator(".concept").getByText(said, { exact: true }).waitFor();
    await page.close();
  });

  test("have drawings whose sliders move by keyboard and that say what they show", async () => {
    const { page } = await open(23);
    const told = page.locator(".drawing-told");
    await expect.poll(() => told.innerText()).toContain("bits of doubt");
    const before = await told.innerText();
    await page.getByLabel("Temperature").focus();
    await page.keyboard.press("End");
    expect(await told.innerText()).not.toBe(before);
    await page.close();
  });

  test("lead to where this model has them", async () => {
    const { page } = await open(9);
    await page.locator(".concept-places button").first().click();
    await page.locator("g.box.selected").waitFor();
    await page.close();
  });

  test.each([4, 6, 7, 8, 13, 18, 22, 29, 39, 42])(
    "draw number %d without a name on top of another, wherever the sliders are",
    async (number) => {
      const { page } = await open(number);
      await page.locator(".drawing .series-name").first().waitFor();
      const sliders = page.locator(".drawing input[type=range]");
      for (const key of ["Home", ...Array<string>(9).fill("PageUp"), "End"])
        for (let at = 0; at < (await sliders.count()); at++) {
          await sliders.nth(at).focus();
          await page.keyboard.press(key);
          expect(await page.evaluate(namesOnNames), `slider ${String(at)}, ${key}`).toEqual([]);
        }
      await page.close();
    },
  );

  test.each([4, 6, 7, 8, 9, 11, 12, 13, 18, 19, 22, 27, 29, 36, 39, 42, 45])(
    "draw number %d without complaints",
    async (number) => {
      const { page, complaints } = await open(number);
      await expect.poll(() => page.locator(".drawing svg *").count()).toBeGreaterThan(10);
      expect(await page.locator(".drawing-told").innerText()).not.toContain("NaN");
      expect(await page.locator(".drawing").innerHTML()).not.toContain("NaN");
      expect(complaints.filter(isOurs)).toEqual([]);
      await page.close();
    },
  );
});

/** Pairs of names of curves that share pixels. */
function namesOnNames(): readonly string[] {
  const names = [...document.querySelectorAll(".drawing .series-name")];
  const boxes = names.map((name) => ({ text: name.textContent, box: name.getBoundingClientRect() }));
  return boxes.flatMap(({ text, box }, at) =>
    boxes
      .slice(at + 1)
      .filter(
        ({ box: other }) =>
          box.left < other.right &&
          other.left < box.right &&
          box.top < other.bottom &&
          other.top < box.bottom,
      )
      .map((other) => `${text} on ${other.text}`),
  );
}
