import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Locator, Page } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import { packRows } from "../../../src/document/packed-rows";
import type { LayersReport } from "../../../src/reports/types/layers";
import { LAYERS, manyLayers } from "../layers";
import { ANSWERS } from "../model";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** The made-up model with these layers. */
const answering =
  (layers: LayersReport) =>
  ({ name, params }: Request): unknown => {
    if (name === "layers") return { ...layers, rows: packRows(layers.rows) };
    return (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);
  };

const grid = (page: Page): Locator => page.getByRole("treegrid", { name: "Layers" });
const lines = (page: Page): Locator => page.locator(".lines > .layer");
const line = (page: Page, name: string): Locator =>
  lines(page).filter({ has: page.locator(`.name[title="${name}"]`) });
const head = (page: Page, column: string): Locator => page.locator(`.layers-grid .heads > .${column}`);
const rightOf = (place: Locator): Promise<number> =>
  place.evaluate((element) => element.getBoundingClientRect().right);
const names = (page: Page): Promise<readonly (string | null)[]> =>
  lines(page)
    .locator(".name")
    .evaluateAll((cells) =>
      cells
        .map((cell) => ({ top: cell.getBoundingClientRect().top, name: cell.getAttribute("title") }))
        .sort((a, b) => a.top - b.top)
        .map(({ name }) => name),
    );

const OUTERMOST = [
  "conv1",
  "relu_<img src=x onerror=window.ran=1>",
  "maxpool",
  "Bottleneck ×3",
  "Bottleneck",
  "avgpool",
  "flatten",
  "fc",
  "choose",
];

describe.skipIf(NO_BROWSER !== undefined)("the table of layers", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(
    layers = LAYERS,
    options: Parameters<typeof openWindow>[2] = {},
    table: Readonly<Record<string, unknown>> = {},
  ): Promise<Window> {
    const state = { view: "layers", layers: { charts: false, ...table } };
    const window = await openWindow(browser, answering(layers), { state, ...options });
    await lines(window.page).first().waitFor();
    return window;
  }

  test("groups are folded at first and say their totals; constants are hidden", async () => {
    const { page } = await open();
    expect(await names(page)).toEqual(OUTERMOST);
    const group = line(page, "Bottleneck ×3");
    expect(await group.getAttribute("aria-expanded")).toBe("false");
    expect(await group.locator(".parameters").innerText()).toMatch(/^36,928\s+3\.2 %$/);
    await group.locator(".fold").click();
    await line(page, "layer1/conv1").waitFor();
    expect(await line(page, "layer1/conv1").getAttribute("aria-level")).toBe("2");
    expect(await line(page, "axes").count()).toBe(0);
    await page.locator("vscode-button").filter({ hasText: "Constants" }).click();
    await line(page, "axes").waitFor();
    expect(await page.locator("img").count()).toBe(0);
    await page.close();
  });

  test("a number, an expression, the unknown and nothing look different", async () => {
    const { page } = await open();
    const macs = (name: string): Promise<string> => line(page, name).locator(".macs .amount").innerText();
    expect(await macs("conv1")).toBe("118,013,952");
    expect(await macs("fc")).toBe("64,000*batch");
    expect(await macs("choose")).toBe("unknown");
    expect(await line(page, "choose").locator(".macs .share-bar.filled").count()).toBe(0);
    expect(await line(page, "fc").locator(".macs").getAttribute("title")).toContain("open sizes were 1,000");
    const bar = line(page, "conv1").locator(".macs .share-bar");
    expect(await bar.evaluate((element) => element.style.getPropertyValue("--share"))).toMatch(/^0\.99/);
    await page.close();
  });

  test.each([900, 1280, 1600])("in a window of %i pixels heads end where their numbers do", async (width) => {
    const { page } = await open(LAYERS, { width });
    await head(page, "macs").locator("button").click();
    await line(page, "conv1").waitFor();
    for (const column of ["parameters", "macs", "weightBytes", "activationBytes"]) {
      const text = await rightOf(head(page, column).locator(".sort span").first());
      expect(text, column).toBeCloseTo(await rightOf(line(page, "conv1").locator(`.${column} .amount`)), 0);
    }
    await page.close();
  });

  test("beside the details of a window of 1,280 pixels the MACs are in sight", async () => {
    const { page } = await open(LAYERS, { width: 1280 });
    await line(page, "conv1").waitFor();
    const right = await rightOf(grid(page));
    expect(await rightOf(line(page, "conv1").locator(".macs .share"))).toBeLessThanOrEqual(right);
    expect(await rightOf(head(page, "macs"))).toBeLessThanOrEqual(right);
    await page.close();
  });

  test("the last row has the totals, and the names of what is not costed", async () => {
    const { page } = await open();
    const totals = page.locator(".totals");
    expect(await totals.locator(".parameters").innerText()).toBe("1,171,841");
    expect(await totals.locator(".uncosted").innerText()).toBe("uncosted: 1 node");
    expect(await totals.locator(".uncosted").getAttribute("title")).toContain("choose");
    await page.close();
  });

  test("sorting puts siblings in order: largest first, smallest first, as in the file; the unknown last", async () => {
    const { page } = await open();
    const button = head(page, "macs").locator("button");
    await button.click();
    expect(await head(page, "macs").getAttribute("aria-sort")).toBe("descending");
    expect((await names(page)).slice(0, 4)).toEqual(["conv1", "fc", "Bottleneck ×3", "Bottleneck"]);
    expect((await names(page)).at(-1)).toBe("choose");
    await button.click();
    expect(await head(page, "macs").getAttribute("aria-sort")).toBe("ascending");
    expect((await names(page)).slice(-3)).toEqual(["fc", "conv1", "choose"]);
    await button.click();
    expect(await head(page, "macs").getAttribute("aria-sort")).toBe("none");
    expect(await names(page)).toEqual(OUTERMOST);
    await page.close();
  });

  test("without groups all nodes are put in one order", async () => {
    const { page } = await open();
    await page.locator("vscode-button").filter({ hasText: "Groups" }).click();
    await head(page, "parameters").locator("button").click();
    expect((await names(page)).slice(0, 4)).toEqual(["fc", "layer1/conv1", "layer2/conv1", "conv1"]);
    expect(await lines(page).first().getAttribute("aria-expanded")).toBeNull();
    await page.close();
  });

  test("a filter shows what matches in its groups, and says what it does not understand", async () => {
    const { page } = await open();
    await page.locator(".layers-tools vscode-text-field").click();
    await page.keyboard.type("op:Conv layer2");
    await expect.poll(() => names(page)).toEqual(["Bottleneck", "layer2/conv1"]);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("kernel:3");
    await page.getByText(`There is no "kernel:" in this table`).waitFor();
    await page.keyboard.press("Control+a");
    await page.keyboard.type("nonsense");
    await page.getByText("No layer matches the filter.").waitFor();
    await page.getByText("Clear the filter").click();
    await expect.poll(() => names(page)).toEqual(OUTERMOST);
    await page.close();
  });

  test("the keyboard goes from row to row, opens groups and leaves them", async () => {
    const { page } = await open();
    await grid(page).focus();
    const current = async (): Promise<string | null> => {
      const id = await grid(page).getAttribute("aria-activedescendant");
      return id === null ? null : page.locator(`#${id} .name`).getAttribute("title");
    };
    expect(await current()).toBeNull();
    await page.keyboard.press("ArrowDown");
    expect(await current()).toBe("conv1");
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await line(page, "layer1/conv1").waitFor();
    expect(await current()).toBe("Bottleneck ×3");
    await page.keyboard.press("ArrowRight");
    expect(await current()).toBe("layer1/conv1");
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowLeft");
    await line(page, "layer1/conv1").waitFor({ state: "detached" });
    await page.keyboard.press("End");
    expect(await current()).toBe("choose");
    await page.keyboard.press("PageUp");
    expect(await current()).toBe("conv1");
    await page.close();
  });

  test("what is selected here is selected in the graph, which Enter shows", async () => {
    const { page } = await open();
    await line(page, "maxpool").click();
    await page.locator(".details .name", { hasText: "maxpool" }).waitFor();
    await page.keyboard.press("Enter");
    const box = page.locator('g.box[data-id="maxpool"].selected');
    await box.waitFor();
    await page.waitForTimeout(500);
    const place = await box.boundingBox();
    expect(place?.y).toBeGreaterThan(0);
    expect((place?.y ?? 0) + (place?.height ?? 0)).toBeLessThan(900);
    await page.close();
  });

  test("a name has the colour of its line, where the theme's lets shine through what is below, too", async () => {
    const { page } = await open(LAYERS, { theme: "hc-light" });
    await line(page, "maxpool").click();
    const [name, whole] = await Promise.all(
      [line(page, "maxpool").locator(".name"), line(page, "maxpool")].map((part) =>
        part.evaluate((element) => {
          const { backgroundColor, backgroundImage } = getComputedStyle(element);
          return { backgroundColor, backgroundImage };
        }),
      ),
    );
    expect(name).toEqual(whole);
    // Nothing of it shines through.
    expect(name?.backgroundColor).toMatch(/^rgb\(/);
    expect(name?.backgroundImage).toMatch(/rgba\(/);
    await page.close();
  });

  test("what is selected in the graph is brought into sight here, its group opened", async () => {
    const { page } = await open();
    await page.getByRole("tab", { name: "Graph" }).click();
    const group = page.locator('g.box[data-id="layer1"]');
    await group.waitFor();
    await page.waitForTimeout(300);
    await group.dblclick();
    await page.waitForTimeout(600);
    await page.locator('g.box[data-id="layer1/conv1"]').click();
    await page.getByRole("tab", { name: "Layers" }).click();
    await expect.poll(() => line(page, "layer1/conv1").getAttribute("aria-selected")).toBe("true");
    await page.close();
  });

  test("what was selected before the table was ever shown is in sight when it is", async () => {
    const id = "/block.1800/node.3/Op";
    const { page } = await open(manyLayers(2500), {
      state: { view: "layers", layers: { charts: false }, selection: { id, box: id } },
    });
    await expect.poll(() => line(page, id).getAttribute("aria-selected")).toBe("true");
    expect(await line(page, "block.1800").getAttribute("aria-expanded")).toBe("true");
    await page.close();
  });

  test("a graph that was never in sight begins as usual when it is", async () => {
    const { page } = await open();
    await page.getByRole("tab", { name: "Graph" }).click();
    await page.locator('g.box[data-id="conv1"]').waitFor();
    const middle = await page.locator('g.box[data-id="conv1"]').evaluate((element) => {
      const { left, right, top } = element.getBoundingClientRect();
      return { x: (left + right) / 2, top };
    });
    expect(middle.x).toBeGreaterThan(300);
    expect(middle.x).toBeLessThan(800);
    expect(middle.top).toBeGreaterThan(0);
    await page.close();
  });

  test("of 20,000 rows only those in sight are in the page", async () => {
    const { page } = await open(manyLayers(2500), {}, { flat: true });
    expect(await grid(page).getAttribute("aria-rowcount")).toBe("20002");
    expect(await lines(page).count()).toBeLessThan(100);
    await grid(page).focus();
    await page.keyboard.press("End");
    const last = line(page, "/block.2499/node.7/Op");
    await last.waitFor();
    expect(await last.getAttribute("aria-rowindex")).toBe("20001");
    expect(await lines(page).count()).toBeLessThan(100);
    await page.close();
  });

  test("order, filter, open rows and place survive a reload", async () => {
    const window = await open(manyLayers(100));
    const { page } = window;
    await line(page, "block.1").locator(".fold").click();
    await head(page, "name").locator("button").click();
    await page.locator(".layers-tools vscode-text-field").click();
    await page.keyboard.type("-block.0");
    await expect.poll(() => line(page, "block.1").count()).toBe(1);
    await grid(page).evaluate((element) => element.scrollTo(0, 440));
    await page.waitForTimeout(700);
    const before = await names(page);
    await page.reload();
    await lines(page).first().waitFor();
    expect(await names(page)).toEqual(before);
    expect(await head(page, "name").getAttribute("aria-sort")).toBe("ascending");
    expect(await grid(page).evaluate((element) => element.scrollTop)).toBe(440);
    await page.close();
  });

  test("another size for an open dimension changes the numbers at once", async () => {
    let layers = LAYERS;
    const window = await openWindow(browser, (request) => answering(layers)(request), {
      state: { view: "layers", layers: { charts: false } },
    });
    await lines(window.page).first().waitFor();
    layers = {
      ...LAYERS,
      rows: LAYERS.rows.map((row) => (row.name === "fc" ? { ...row, macs: 512_000 } : row)),
    };
    await window.emit({ type: "changed", state: "changed" });
    await window.page.getByText("512,000").waitFor();
    await window.page.close();
  });

  test("a window of 1280 pixels with the details beside it has room for the shares of MACs", async () => {
    const { page } = await open(LAYERS, { width: 1280 });
    const share = line(page, "conv1").locator(".macs .share");
    expect(await share.innerText()).toBe("99.3 %");
    const [text, table] = await Promise.all([share.boundingBox(), grid(page).boundingBox()]);
    expect((text?.x ?? NaN) + (text?.width ?? NaN)).toBeLessThanOrEqual(
      (table?.x ?? NaN) + (table?.width ?? NaN),
    );
    await page.close();
  });

  test("charts have what few rows leave, and less than half where there are many", async () => {
    const { page } = await open(manyLayers(100), { width: 1000, height: 780 }, { charts: true });
    await page.locator(".memory .area").waitFor();
    const parts = () =>
      page.evaluate(() => {
        const [view, charts, content, grid] = [
          ".layers-view",
          ".charts",
          ".charts > details",
          ".layers-grid",
        ].map((name) => document.querySelector(name));
        const height = (element: Element | null | undefined) =>
          element?.getBoundingClientRect().height ?? NaN;
        const lines = grid === null || grid === undefined ? NaN : grid.scrollHeight - grid.clientHeight;
        return { part: height(charts) / height(view), cut: height(content) - height(charts), lines };
      });
    const many = await parts();
    expect(many.part).toBeGreaterThan(0.35);
    expect(many.part).toBeLessThan(0.5);
    expect(many.cut).toBeGreaterThan(10);
    await page.locator(".layers-tools vscode-text-field").click();
    await page.keyboard.type("block.77 node.7");
    await expect.poll(() => names(page)).toHaveLength(2);
    const few = await parts();
    expect(few.part).toBeGreaterThan(0.5);
    expect(few.lines).toBe(0);
    await page.close();
  });

  test.each([
    ["CSV", "csv: 0,1,2,3,8,13,15,16,17", "resnet-layers.csv"],
    ["Markdown", "markdown: 0,1,2,3,8,13,15,16,17", "resnet-layers.md"],
    ["JSON", "json: 0,1,2,3,8,13,15,16,17", "resnet-layers.json"],
  ])("the rows that are shown are saved as %s", async (text, content, name) => {
    const { page, sent } = await open();
    await page.locator(".layers-files vscode-button").filter({ hasText: text }).click();
    await expect.poll(() => sent.find(({ type }) => type === "save")).toMatchObject({ name, content });
    await page.close();
  });
});
