import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import type { Facts } from "../../../src/document/protocol/model";
import { ANSWERS } from "../model";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** A document whose input leaves batch and side open; its cost is known where both are assumed. */
function answer({ name, params, assumed }: Request): unknown {
  if (name !== "facts")
    return (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);
  const { batch, side } = assumed;
  return {
    ...ANSWERS.facts({}),
    macs: batch === undefined || side === undefined ? "10*batch*side" : 10 * batch * side,
    dimensions: [
      { name: "batch", kind: "batch", size: batch ?? null },
      { name: "side", kind: "side", size: side ?? null },
    ],
  } satisfies Facts;
}

describe.skipIf(NO_BROWSER !== undefined)("the sizes that a model leaves open", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  const assumedIn = ({ sent }: Window): unknown =>
    sent.findLast((message) => message.type === "request" && message.name === "picture");

  test("are typed, and cost and shapes are asked for again", async () => {
    const window = await openWindow(browser, answer);
    const { page } = window;
    const line = page.locator("header.facts");
    await line.getByText("10*batch*side MACs").waitFor();
    await page.locator(`vscode-text-field[aria-label="Size of batch"]`).click();
    await page.keyboard.type("4");
    await page.keyboard.press("Tab");
    await page.keyboard.type("32");
    await page.keyboard.press("Enter");
    await line.getByText("1.28k MACs").waitFor();
    await expect.poll(() => assumedIn(window)).toMatchObject({ assumed: { batch: 4, side: 32 } });
    await page.getByText("As in the file").click();
    await line.getByText("10*batch*side MACs").waitFor();
    await page.close();
  });

  test("are proposed, and survive the page", async () => {
    const window = await openWindow(browser, answer);
    await window.page.getByText("8 × 224", { exact: true }).click();
    await window.page.locator("header.facts").getByText("17.9k MACs").waitFor();
    await expect.poll(window.saved).toMatchObject({ assumed: { batch: 8, side: 224 } });
    const state = await window.saved();
    await window.page.close();
    const again = await openWindow(browser, answer, { state });
    await again.page.locator("header.facts").getByText("17.9k MACs").waitFor();
    await again.page.close();
  });

  test("that are no sizes are not assumed", async () => {
    const window = await openWindow(browser, answer);
    await window.page.locator(`vscode-text-field[aria-label="Size of batch"]`).click();
    await window.page.keyboard.type("-3");
    await window.page.keyboard.press("Enter");
    await window.page.waitForTimeout(200);
    expect(assumedIn(window)).toMatchObject({ assumed: {} });
    await window.page.close();
  });
});
