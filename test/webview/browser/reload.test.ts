import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import type { RequestName } from "../../../src/document/protocol/requests";
import { ANSWERS } from "../model";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

/** A host that leaves requests of a name unanswered until it is told to answer. */
function holding(name: RequestName) {
  const held: { readonly settle: () => void; readonly fail: () => void }[] = [];
  const problem = { severity: "error", code: "x", message: "An answer to an earlier life.", where: "" };
  return {
    held,
    answer: (request: Request): unknown => {
      if (request.name !== name) return answer(request);
      return new Promise((resolve, reject) => {
        held.push({ settle: () => resolve(answer(request)), fail: () => reject(problem) });
      });
    },
  };
}

const view = (title: string) => async (page: Page) => {
  await page.getByRole("tab", { name: title }).click();
};
const run = (title: string) => async (page: Page) => {
  await view(title)(page);
  const shown = page.locator(`.${title.toLowerCase()}`);
  await shown.getByRole("button", { name: "Run", exact: true }).click();
};

const PHASES: [phase: string, name: RequestName, begin: (page: Page) => Promise<void>, shown: string][] = [
  ["it is opened", "facts", () => Promise.resolve(), "g.box"],
  ["it is drawn", "picture", () => Promise.resolve(), "g.box"],
  ["layers are listed", "layers", view("Layers"), ".layers-grid .layer"],
  ["weights are read", "weights", view("Weights"), ".weights .data-line"],
  ["it runs", "run", run("Activations"), ".activations .data-line"],
  ["gradients are looked for", "gradients", run("Gradients"), ".gradients .data-line"],
];

describe.skipIf(NO_BROWSER !== undefined)("a page that is loaded anew while", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each(PHASES)(
    "%s asks again, and takes no answer to its earlier life",
    async (_, name, begin, shown) => {
      const { held, answer: hold } = holding(name);
      const { page, sent } = await openWindow(browser, hold);
      const faults: string[] = [];
      page.on("pageerror", ({ message }) => faults.push(message));
      await begin(page);
      await expect.poll(() => held.length).toBeGreaterThan(0);
      const earlier = [...held];
      // What it shows is saved a moment later.
      await page.waitForTimeout(700);
      await page.reload();
      await begin(page);
      await expect.poll(() => held.length).toBeGreaterThan(earlier.length);
      for (const request of earlier) request.fail();
      await page.waitForTimeout(300);
      for (const request of held.slice(earlier.length)) request.settle();
      await page.locator(shown).first().waitFor();
      expect(await page.locator("body").innerText()).not.toContain("earlier life");
      expect(sent.filter(({ type }) => type === "ready")).toHaveLength(2);
      expect(faults).toEqual([]);
      await page.close();
    },
  );
});
