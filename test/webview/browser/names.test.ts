import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Locator } from "playwright-core";
import { packRows } from "../../../src/document/packed-rows";
import type { Request } from "../../../src/document/protocol/messages";
import { GRADIENTS } from "../gradients";
import { LAYERS } from "../layers";
import { RECIPE, RUN } from "../runs";
import { answer } from "./scenes";
import { storedTensors } from "../weights";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const LONG = "encoder/layers.11/attention/self/query/output/MatMul_37";

const RENAMED_RUN = {
  ...RUN,
  report: { ...RUN.report, values: RUN.report.values.map((one) => ({ ...one, name: LONG, node: LONG })) },
};

/** As the page is answered, with long names. */
function renamed(request: Request): unknown {
  switch (request.name) {
    case "runs":
      return [RENAMED_RUN, RENAMED_RUN];
    case "layers":
      return { ...LAYERS, rows: packRows(LAYERS.rows.map((row) => ({ ...row, name: LONG }))) };
    case "weights": {
      const stored = storedTensors(true);
      return { ...stored, tensors: stored.tensors.map((one) => ({ ...one, name: LONG })) };
    }
    case "lastGradients": {
      const parameters = GRADIENTS.report.parameters.map((one) => ({ ...one, name: LONG }));
      return { ...GRADIENTS, report: { ...GRADIENTS.report, parameters } };
    }
    case "runRecipe":
      return { ...RECIPE, dimensions: { [LONG]: 1 } };
    default:
      return answer(request);
  }
}

describe.skipIf(NO_BROWSER !== undefined)("long names", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** Pixels of the last letters that lie outside of the cell, or of what cuts them inside of it. */
  const hidden = (cell: Locator): Promise<number> =>
    cell.evaluate((element) => {
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let last: Node | undefined;
      for (let next = texts.nextNode(); next !== null; next = texts.nextNode()) last = next;
      const length = last?.textContent?.length ?? 0;
      if (last === undefined || length === 0) return NaN;
      const range = document.createRange();
      range.setStart(last, Math.max(0, length - 4));
      range.setEnd(last, length);
      const letters = range.getBoundingClientRect();
      let most = 0;
      for (let around = last.parentElement; around !== null; around = around.parentElement) {
        const { left, right } = around.getBoundingClientRect();
        if (around.localName !== "bdi") most = Math.max(most, left - letters.left, letters.right - right);
        if (around === element) break;
      }
      return Math.round(most);
    });

  test.each([
    ["weights", {}, ".tensor-table .data-lines .cell.name"],
    ["activations", {}, ".run-values .data-lines .cell.name"],
    ["layers", {}, ".layers-grid .lines .cell.name .long-name"],
    ["activations", { page: "compare" }, ".compare-page .data-lines .cell.name"],
    ["gradients", {}, ".gradient-table .data-lines .cell.name"],
  ])("have their ends in sight in the %s: %o, %s", async (view, shown, cells) => {
    const { page } = await openWindow(browser, renamed, { state: { view, [view]: shown }, width: 900 });
    const cell = page.locator(cells).first();
    await cell.waitFor();
    expect(await cell.textContent()).toBe(LONG);
    expect(await cell.evaluate((element) => element.clientWidth)).toBeLessThan(300);
    expect(await hidden(cell)).toBe(0);
    // What marks a line goes as far as its last column.
    const beyond = await cell.evaluate((element) => {
      const line = element.closest("[role=row]");
      const right = line?.getBoundingClientRect().right ?? NaN;
      return (line?.lastElementChild?.getBoundingClientRect().right ?? NaN) - right;
    });
    expect(beyond).toBe(0);
    await page.close();
  });

  test.each([
    "BatchNormalization",
    "/encoder/layers.11/attention/self/query/BatchNormalization",
    "BatchNormalizationWithAVeryLongNameOfItsOwn_37",
    "batch normalisation of a layer eleven",
  ])("are cut at one place, if at all, in a narrow table of layers: %s", async (name) => {
    const rows = LAYERS.rows.map((row) => ({ ...row, name, operator: name, depth: 0 }));
    const told = (request: Request): unknown =>
      request.name === "layers" ? { ...LAYERS, rows: packRows(rows) } : answer(request);
    const { page } = await openWindow(browser, told, { state: { view: "layers" }, width: 640 });
    for (const column of ["name", "operator"]) {
      const cell = page.locator(`.lines > .layer.node .${column} .long-name`).first();
      await cell.waitFor();
      expect(await cell.textContent()).toBe(name);
      expect(await hidden(cell)).toBe(0);
      expect(await cell.evaluate(cutsOf)).toBeLessThanOrEqual(1);
      expect(await cell.evaluate((element) => element.children[0]?.clientWidth)).toBeGreaterThan(16);
    }
    await page.close();
  });

  test.each([700, 1400])(
    "of nodes are told by scope and operator in a window of %i pixels",
    async (width) => {
      const { page } = await openWindow(browser, renamed, { state: { view: "activations" }, width });
      const cell = page.locator(".run-values .data-lines .cell.node").first();
      await cell.waitFor();
      expect(await cell.textContent()).toBe("output/MatMul_37");
      expect(await hidden(cell)).toBe(0);
      expect(await cell.locator(".end").evaluate((end) => end.scrollWidth - end.clientWidth)).toBe(0);
      expect(await cell.locator(".long-name").getAttribute("title")).toBe(LONG);
      expect(await cell.getAttribute("aria-label")).toBe(LONG);
      await page.close();
    },
  );

  test("have their ends in sight before fields, which differ by nothing else", async () => {
    const { page } = await openWindow(browser, renamed, { state: { view: "activations" }, width: 900 });
    const name = page.locator(".run-field .long-name").first();
    await name.waitFor();
    expect(await name.textContent()).toBe(LONG);
    expect(await hidden(name)).toBe(0);
    await page.close();
  });

  test("begin at the same place in a column, short ones, too", async () => {
    const rows = LAYERS.rows.map((row) => (row.operator === "Add" ? { ...row, operator: "If" } : row));
    const told = (request: Request): unknown =>
      request.name === "layers" ? { ...LAYERS, rows: packRows(rows) } : answer(request);
    const { page } = await openWindow(browser, told, {
      state: { view: "layers", layers: { open: ["layer1"] } },
      width: 640,
    });
    await page.locator(".lines .operator .long-name", { hasText: "BatchNormalization" }).first().waitFor();
    const begins = await page
      .locator(".lines > .layer.node .operator .end:only-child bdi, .lines .operator .beginning")
      .evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().left)));
    expect(begins.length).toBeGreaterThan(4);
    expect(new Set(begins).size).toBe(1);
    await page.close();
  });
});

/** Ellipses in a name. */
function cutsOf(name: Element): number {
  return [...name.children].filter(
    (part) => part.scrollWidth > part.clientWidth && getComputedStyle(part).textOverflow === "ellipsis",
  ).length;
}
