import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import type { Breakdown } from "../../../src/document/protocol/requests";
import { ANSWERS, BREAKDOWN, packed } from "../model";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const ENTRY = "test/webview/charts/entry.ts";

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

describe.skipIf(NO_BROWSER !== undefined)("the charts", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(breakdown?: Partial<Breakdown>): Promise<Page> {
    const { page } = await openWindow(
      browser,
      (request) => (request.name === "breakdown" ? packed({ ...BREAKDOWN, ...breakdown }) : answer(request)),
      { entry: ENTRY, width: 1000, height: 700 },
    );
    await page.locator(".icicle g.part").first().waitFor({ state: "attached" });
    return page;
  }

  const part = (id: string): string => `.icicle g.part[data-id="${id}"]`;
  const chosen = (page: Page): Promise<string> => page.locator(".chosen-id").innerText();
  const focused = (page: Page): Promise<string | null | undefined> =>
    page.evaluate(() => document.activeElement?.getAttribute("data-id"));
  const labels = (page: Page): Promise<readonly string[]> =>
    page
      .locator(".icicle g.part")
      .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? ""));

  test("the icicle gives each part its share, with number and unit", async () => {
    const page = await open();
    // 1,000 × (1 + 4 + 8 + 14), by the places of the layers that have weights.
    expect((await labels(page))[0]).toBe("Model, 27,000 parameters");
    expect(await page.locator(part("layer1/conv1")).getAttribute("aria-label")).toBe(
      "Conv, layer1/conv1, 4,000 parameters, 14.8% of the model, 100% of the group Bottleneck",
    );
    const [one, other] = await Promise.all(
      ["layer1", "layer2"].map((id) => page.locator(`${part(id)} rect`).boundingBox()),
    );
    expect((other?.width ?? 0) / (one?.width ?? 1)).toBeCloseTo(2, 1);
    await page.close();
  });

  test("the icicle is walked by keyboard: arrows, Enter into a part, Escape out, Space to select", async () => {
    const page = await open();
    await page.locator(part("")).focus();
    await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("layer1");
    await page.keyboard.press("ArrowRight");
    expect(await focused(page)).toBe("layer2");
    await page.keyboard.press("Space");
    expect(await chosen(page)).toBe("layer2");
    await page.keyboard.press("Enter");
    expect(await labels(page)).toEqual([
      "Bottleneck, layer2, 8,000 parameters, 29.6% of the model",
      "Conv, layer2/conv1, 8,000 parameters, 29.6% of the model, 100% of the group Bottleneck",
    ]);
    await page.keyboard.press("ArrowDown");
    expect(await focused(page)).toBe("layer2/conv1");
    await page.keyboard.press("Escape");
    expect(await focused(page)).toBe("layer2");
    expect((await labels(page))[0]).toBe("Model, 27,000 parameters");
    await page.close();
  });

  test("the icicle shows MACs instead, and what is not known", async () => {
    const page = await open();
    await page.locator("vscode-button", { hasText: "MACs" }).click();
    expect((await labels(page))[0]).toContain(" MACs");
    expect(await page.locator(".icicle p").innerText()).toContain("1 node not known");
    await page.close();
  });

  test("a click on a part selects it and its tooltip says number, unit and share", async () => {
    const page = await open();
    await page.locator(part("conv1")).click();
    expect(await chosen(page)).toBe("conv1");
    expect(await page.locator(part("conv1")).getAttribute("aria-selected")).toBe("true");
    const tip = page.locator(".cost-charts .tooltip");
    await page.mouse.move(5, 650);
    await page.locator(part("layer2")).hover();
    await tip.waitFor();
    expect(await tip.innerText()).toContain("8,000 parameters");
    expect(await tip.innerText()).toContain("29.6% of the model");
    await page.close();
  });

  test("MACs by role are bars with numbers and shares", async () => {
    const page = await open();
    expect(await page.locator(".role-row").allInnerTexts()).toEqual(["linear\n149M MACs, 100%"]);
    expect(await page.locator(".roles p").innerText()).toBe(
      "Nodes without MACs: activation 3. 1 node not known. Some shapes are not known, or depend on the data.",
    );
    await page.close();
  });

  test("memory marks its peak with node and bytes", async () => {
    const page = await open();
    expect(await page.locator(".peak-text").textContent()).toBe("Peak 9 MB, maxpool");
    const [peak, area] = await Promise.all(
      [".peak", ".area"].map((one) => page.locator(`.memory ${one}`).boundingBox()),
    );
    expect(Math.abs((peak?.y ?? 0) + (peak?.height ?? 0) / 2 - (area?.y ?? 99))).toBeLessThan(3);
    await page.close();
  });

  test("memory is walked by keyboard and a step selects its node", async () => {
    const page = await open();
    const chart = page.locator(".memory svg");
    await chart.focus();
    expect(await chart.getAttribute("aria-valuetext")).toBe("maxpool, 9 MB alive (9,000,000 B), node 2 of 5");
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Enter");
    expect(await chosen(page)).toBe("avgpool");
    await page.keyboard.press("Home");
    expect(await chart.getAttribute("aria-valuenow")).toBe("1");
    await page.keyboard.press("p");
    expect(await chart.getAttribute("aria-valuenow")).toBe("2");
    await page.close();
  });

  test("a click on memory selects the node that runs there", async () => {
    const page = await open();
    const box = await page.locator(".memory svg").boundingBox();
    if (box === null) throw new Error("the page has a memory chart");
    await page.mouse.click(box.x + box.width - 14, box.y + 60);
    expect(await chosen(page)).toBe("fc");
    await page.close();
  });

  test("memory that hangs on open sizes says which to assume", async () => {
    const page = await open({ memory: { steps: 5, points: [], peak: null }, open: ["batch", "side"] });
    expect(await page.locator(".memory p").innerText()).toBe("Depends on batch, side: assume a size above.");
    expect(await page.locator(".memory svg").isVisible()).toBe(false);
    await page.close();
  });
});
