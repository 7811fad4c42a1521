import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import { TONES } from "../../../webview/graph/colour-by";
import themes from "../themes.json" with { type: "json" };
import { ANSWERS } from "../model";
import { contrast, type Colour } from "./contrast";
import { answer as scene } from "./scenes";
import { launch, NO_BROWSER, openWindow, type Theme, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** What WCAG 2.2 asks of text: https://www.w3.org/TR/WCAG22/#contrast-minimum */
const LEAST_CONTRAST = 4.5;

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

const FILE = { name: "latency.csv", text: "name,latency_ms\nconv1,1.5" };

describe.skipIf(NO_BROWSER !== undefined)("colouring the graph", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(options: Parameters<typeof openWindow>[2] = {}): Promise<Window> {
    const window = await openWindow(browser, answer, options);
    await window.page.locator('g.box[data-id="conv1"]').waitFor();
    return window;
  }

  async function choose(page: Page, title: string): Promise<void> {
    await page.locator(".tools vscode-dropdown").click();
    await page.locator(".tools vscode-option", { hasText: title }).click();
  }

  const fillOf = (page: Page, id: string): Promise<string> =>
    page.locator(`g.box[data-id="${id}"] > .body`).evaluate((body) => getComputedStyle(body).fill);

  const placesOf = (page: Page): Promise<readonly (string | null)[]> =>
    page.locator("g.box").evaluateAll((boxes) => boxes.map((box) => box.getAttribute("transform")));

  test("changes fills, moves no box and asks for no picture", async () => {
    const { page, sent } = await open();
    const [fill, places] = [await fillOf(page, "conv1"), await placesOf(page)];
    const pictures = (): number =>
      sent.filter((message) => message.type === "request" && message.name === "picture").length;
    const before = pictures();
    await choose(page, "MACs");
    await page.locator(".legend").waitFor();
    expect(await fillOf(page, "conv1")).not.toBe(fill);
    expect(await fillOf(page, "conv1")).not.toBe(await fillOf(page, "maxpool"));
    expect(await placesOf(page)).toEqual(places);
    expect(pictures()).toBe(before);
    await choose(page, "Operator role");
    await expect.poll(() => fillOf(page, "conv1")).toBe(fill);
    expect(await page.locator(".legend").isVisible()).toBe(false);
    await page.close();
  });

  test("says the values on the boxes, to eyes and to screen readers, and what has none", async () => {
    const { page } = await open({ state: { colourBy: "macs" } });
    const conv = page.locator('g.box[data-id="conv1"]');
    await conv.locator("text.amount").waitFor();
    expect(await conv.locator("text.amount").textContent()).toBe("118M MACs");
    expect(await conv.getAttribute("aria-label")).toMatch(/^Conv conv1, 118M MACs, /);
    const choose = page.locator('g.box[data-id="choose"]');
    expect(await choose.getAttribute("class")).toContain("unvalued");
    expect(await fillOf(page, "choose")).toContain("hatch");
    await page.close();
  });

  test("has a legend with unit, scale, ends and what is without a value; it can be focused", async () => {
    const { page } = await open({ state: { colourBy: "macs" } });
    const legend = page.locator(".legend");
    await legend.waitFor();
    const text = await legend.innerText();
    for (const part of [
      "MACs, logarithmic scale",
      "64k MACs",
      "118M MACs",
      "0 has the lowest",
      "1 node without",
    ])
      expect(text).toContain(part);
    await legend.focus();
    expect(await legend.evaluate((element) => element === document.activeElement)).toBe(true);
    expect(await legend.getAttribute("aria-label")).toBe("Colours: MACs");
    await page.close();
  });

  test("of what hangs on an open size leads to the field for it", async () => {
    const { page } = await openWindow(
      browser,
      (request) =>
        request.name === "metrics"
          ? { ...(scene(request) as object), missing: 2, open: ["side"] }
          : scene(request),
      { state: { colourBy: "macs" } },
    );
    await page.locator(".legend").getByText("Depends on side:").waitFor();
    await page.locator(".legend").getByRole("button", { name: "assume a size" }).click();
    await page.keyboard.type("64");
    await page.keyboard.press("Enter");
    await page.locator(".size.assumed", { hasText: "side" }).waitFor();
    await page.close();
  });

  test("with an open batch are those of one sample", async () => {
    const { page } = await openWindow(
      browser,
      (request) =>
        request.name === "metrics" ? { ...(scene(request) as object), per: "batch" } : scene(request),
      { state: { colourBy: "macs" } },
    );
    await page.locator(".legend").getByText("MACs per sample, logarithmic scale").waitFor();
    expect(await page.locator(".legend").innerText()).toContain("Of one sample: a run has batch of them");
    await page.close();
  });

  test("by data type has a legend of kinds", async () => {
    const { page } = await open();
    await choose(page, "Data type");
    await page.locator(".legend .kind").first().waitFor();
    expect(await page.locator(".legend .kind").allInnerTexts()).toEqual(["float32", "int8"]);
    expect(await fillOf(page, "fc")).not.toBe(await fillOf(page, "conv1"));
    await page.close();
  });

  test("by a file says how many names matched and which did not, and the file can be chosen again", async () => {
    const { page, emit, sent } = await open();
    await choose(page, "From file…");
    await expect.poll(() => sent.some(({ type }) => type === "pick-metric-file")).toBe(true);
    await emit({ type: "metric-file", file: FILE, chosen: true });
    await page.locator(".legend").waitFor();
    expect(await page.locator(".notice").innerText()).toBe(
      "latency.csv: 2 of 3 names found in the model. Not found: nowhere.",
    );
    expect(await page.locator(".legend").innerText()).toContain("2 of 3 names found in the model");
    await choose(page, "Operator role");
    await expect.poll(() => page.locator(".legend").isVisible()).toBe(false);
    await choose(page, "latency.csv");
    await page.locator(".legend").waitFor();
    await page.close();
  });

  test("by a file comes back with the page, and is no news then", async () => {
    const { page, emit } = await open({ state: { colourBy: "user" } });
    expect(await page.locator(".legend").isVisible()).toBe(false);
    await emit({ type: "metric-file", file: FILE, chosen: false });
    await page.locator(".legend").getByText("2 of 3 names found").waitFor();
    expect(await page.locator(".notice").isVisible()).toBe(false);
    await page.close();
  });

  test("by a file that cannot be used says why and goes back to roles", async () => {
    const message = "latency.csv: has no column of numbers.";
    const window = await openWindow(browser, (request) => {
      if (request.name !== "userMetric") return answer(request);
      return Promise.reject({ severity: "error", code: "unusable-metric", message, where: "" });
    });
    await window.page.locator('g.box[data-id="conv1"]').waitFor();
    await window.emit({ type: "metric-file", file: FILE, chosen: true });
    await expect.poll(() => window.page.locator(".notice").innerText()).toBe(message);
    await expect.poll(window.saved).toMatchObject({ colourBy: "role" });
    await window.page.close();
  });

  test("is in the exported picture, in colours that every program knows", async () => {
    const { page, emit, sent } = await open({ state: { colourBy: "macs" } });
    await page.locator("g.box.tone").first().waitFor();
    await emit({ type: "command", command: "export-svg" });
    await expect.poll(() => sent.find(({ type }) => type === "save")).toBeDefined();
    const { content = "" } = sent.find((message) => message.type === "save") ?? {};
    expect(content).toContain("118M MACs");
    expect(content).toMatch(/fill="url\((?:&quot;)?#hatch/);
    expect(content.match(/(?:oklab|color|var)\([^"]*/g) ?? []).toEqual([]);
    await page.close();
  });

  test("by a command of VS Code survives the page", async () => {
    const { page, emit, saved } = await open();
    await emit({ type: "colour-by", metric: "macs" });
    await page.locator(".legend").waitFor();
    await expect.poll(saved).toMatchObject({ colourBy: "macs" });
    await page.close();
  });

  test.each(Object.keys(themes) as Theme[])(
    "letters can be read on every tone in the theme %s",
    async (theme) => {
      const { page } = await open({ theme, state: { colourBy: "macs" } });
      await page.locator("g.box.tone").first().waitFor();
      const found = await page.evaluate((tones) => {
        const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const box = document.querySelector("g.box.tone:not(.open)");
        const [body, title] = [box?.querySelector(".body"), box?.querySelector("text.title")];
        if (!context || !box || !body || !title) throw new Error("the page has a coloured box");
        const painted = (colour: string): [number, number, number] => {
          context.fillStyle = colour;
          context.fillRect(0, 0, 1, 1);
          const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
          return [red, green, blue];
        };
        return Array.from({ length: tones }, (_, tone) => {
          box.setAttribute("class", `box node tone tone-${tone}`);
          return [painted(getComputedStyle(title).fill), painted(getComputedStyle(body).fill)] as const;
        });
      }, TONES);
      const pairs: readonly (readonly [Colour, Colour])[] = found;
      expect(pairs.map(([text, body]) => contrast(text, body)).filter((one) => one < LEAST_CONTRAST)).toEqual(
        [],
      );
      // All tones differ: the scale has as many steps as it says.
      expect(new Set(pairs.map(([, body]) => body.join())).size).toBe(TONES);
      await page.close();
    },
  );
});
