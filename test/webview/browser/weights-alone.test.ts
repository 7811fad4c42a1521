import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import { packRows } from "../../../src/document/packed-rows";
import type { Request } from "../../../src/document/protocol/messages";
import { LAYERS } from "../layers";
import { ANSWERS } from "../model";
import { pictureOf } from "../picture";
import { answer } from "./scenes";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** As a file is answered that has weights and no graph. */
function withoutNodes(request: Request): unknown {
  switch (request.name) {
    case "facts":
      return { ...ANSWERS.facts({}), nodes: 0 };
    case "picture":
      return { ...pictureOf("", []), boxes: [], edges: [], stubs: [] };
    case "layers":
      return { ...LAYERS, rows: packRows([]) };
    case "runs":
      return [];
    case "lastGradients":
      return null;
    default:
      return answer(request);
  }
}

describe.skipIf(NO_BROWSER !== undefined)("a file of weights alone", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  test("says in each view why it is empty, and offers nothing that cannot be done", async () => {
    const { page } = await openWindow(browser, withoutNodes);
    await page.getByText("There are no nodes to draw.").waitFor();
    await page.getByRole("tab", { name: "Layers" }).click();
    await page.getByText("This model has no nodes.").waitFor();
    expect(await page.locator(".charts").isVisible()).toBe(false);
    for (const view of ["Activations", "Gradients"]) {
      await page.getByRole("tab", { name: view }).click();
      const section = page.locator(`section[aria-label=${view}]`);
      await section.getByText("There are no nodes to run.").waitFor();
      expect(await section.getByRole("button", { name: "Run", exact: true }).isVisible(), view).toBe(false);
    }
    await page.close();
  });
});
