import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import { ANSWERS } from "../model";
import { pictureOf } from "../picture";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const answer = ({ name, params }: Request): unknown => {
  const given = (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name];
  return given?.(params);
};

/** Until what comes later (badges, colours) is drawn too: half a second without a change. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let timer = setTimeout(resolve, 500);
        const observer = new MutationObserver(() => {
          clearTimeout(timer);
          timer = setTimeout(() => {
            observer.disconnect();
            resolve();
          }, 500);
        });
        observer.observe(document.body, { attributes: true, childList: true, subtree: true });
      }),
  );
}

const box = (id: string): string => `g.box[data-id="${id}"]`;

describe.skipIf(NO_BROWSER !== undefined)("the page", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(options: Parameters<typeof openWindow>[2] = {}): Promise<Window> {
    const window = await openWindow(browser, answer, options);
    await window.page.locator(box("conv1")).waitFor();
    return window;
  }

  test("draws the model and says its facts", async () => {
    const { page } = await open();
    expect(await page.locator("header.facts").innerText()).toContain("1.17M parameters");
    expect(await page.locator(`${box("conv1")} text.title`).textContent()).toBe("Conv");
    expect(await page.locator(box("conv1")).getAttribute("aria-label")).toBe(
      "Conv conv1, 1 finding, 3×3, stride 1, pad 1, weight 64×3×7×7, bias 64, input 1×3×224×224, 1×1, output 1×64×112×112",
    );
    await page.close();
  });

  test("draws the graph before the facts are there, and once", async () => {
    let release = (): void => undefined;
    const facts = new Promise<void>((go) => {
      release = go;
    });
    let pictures = 0;
    const { page } = await openWindow(browser, async (request) => {
      if (request.name === "facts") await facts;
      if (request.name === "picture") pictures++;
      return answer(request);
    });
    await page.locator(box("conv1")).waitFor();
    expect(await page.locator("header.facts").innerText()).not.toContain("parameters");
    release();
    await page.locator("header.facts").getByText("1.17M parameters").waitFor();
    await drawn(page);
    expect(pictures).toBe(1);
    await page.close();
  });

  test("draws a sketch until the shapes are there, and says that it waits for them", async () => {
    let release = (): void => undefined;
    const shapes = new Promise<void>((go) => {
      release = go;
    });
    const { page } = await openWindow(browser, async (request) => {
      if (request.name === "sketch") {
        const picture = pictureOf("", []);
        return { ...picture, edges: picture.edges.map((edge) => ({ ...edge, label: "" })) };
      }
      if (request.name === "picture" || request.name === "facts") await shapes;
      return answer(request);
    });
    await page.locator(box("conv1")).waitFor();
    const labels = page.locator(".edge-label");
    expect(await labels.count()).toBe(0);
    await page.locator(".graph-view .waiting").waitFor();
    const place = () =>
      page
        .locator(box("conv1"))
        .evaluate((one) => [
          one.getAttribute("transform"),
          one.closest<HTMLElement>(".sheet")?.style.transform,
        ]);
    const before = await place();
    release();
    await labels.first().waitFor();
    await page.locator(".graph-view .waiting").waitFor({ state: "hidden" });
    expect(await place()).toEqual(before);
    await page.close();
  });

  test("names with markup stay text", async () => {
    const { page } = await open();
    const markup = page.locator(box("relu_<img src=x onerror=window.ran=1>".replaceAll('"', '\\"')));
    expect(await markup.count()).toBe(1);
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.evaluate(() => "ran" in window)).toBe(false);
    expect(await page.locator(".details").innerText()).toContain("<b>nobody</b>");
    await page.close();
  });

  test("nothing breaks the content policy but the toolkit's one style element", async () => {
    const { page, complaints } = await open();
    expect(complaints.filter((complaint) => !complaint.startsWith("Applying inline style violates"))).toEqual(
      [],
    );
    expect(complaints.length).toBeLessThanOrEqual(1);
    await page.close();
  });

  test("the tooltip of a node says what it costs and how that comes about", async () => {
    const { page } = await open();
    await page.locator(box("conv1")).hover();
    const tip = page.locator(".graph-view .tooltip");
    await tip.getByText("64·112·112·3·7·7 = 118,013,952").waitFor();
    expect(await tip.innerText()).toMatch(/^Conv\n/);
    await page.close();
  });

  test("panning moves the sheet as a whole and draws nothing again", async () => {
    const { page } = await open();
    await drawn(page);
    await page.evaluate(() => {
      const world = document.querySelector("g.world");
      const seen = Object.assign(window, { changes: 0 });
      const observer = new MutationObserver((records) => (seen.changes += records.length));
      if (world !== null) observer.observe(world, { attributes: true, childList: true, subtree: true });
    });
    const place = (): Promise<number> =>
      page.locator(box("conv1")).evaluate((element) => element.getBoundingClientRect().y);
    const before = await place();
    await page.mouse.move(60, 700);
    await page.mouse.down();
    await page.mouse.move(60, 640, { steps: 6 });
    await page.mouse.up();
    expect(await place()).toBeCloseTo(before - 60, 0);
    expect(await page.evaluate(() => (window as unknown as { changes: number }).changes)).toBe(0);
    await page.close();
  });

  test("a group opens where it is and folds again", async () => {
    const { page } = await open();
    const before = await page.locator(`${box("layer1")} > .body`).boundingBox();
    await page.locator(box("layer1")).dblclick();
    await page.locator(box("layer1/conv1")).waitFor();
    await page.waitForTimeout(500);
    const after = await page.locator(`${box("layer1")} > .body`).boundingBox();
    const middle = (place: typeof before): number => (place?.x ?? 0) + (place?.width ?? 0) / 2;
    expect(Math.abs((after?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(2);
    expect(Math.abs(middle(after) - middle(before))).toBeLessThan(2);
    await page.locator(`${box("layer1")} > .fold`).click();
    await page.locator(box("layer1/conv1")).waitFor({ state: "detached" });
    await page.close();
  });

  test("the title of an open group stands above the lines that go into it", async () => {
    const { page } = await open();
    await page.locator(box("layer1")).dblclick();
    await page.locator(box("layer1/conv1")).waitFor();
    // Boxes glide to their places.
    await page.waitForTimeout(500);
    const seen = await page.evaluate(() => {
      const [title] = [...document.querySelectorAll("text.frame-title")];
      const frame = document.querySelector('g.box[data-id="layer1"] > text.title');
      const edges = document.querySelector("g.edges");
      if (title === undefined || frame === null || edges === null) return undefined;
      const { paintOrder, strokeWidth } = getComputedStyle(title);
      const [left, right] = [title, frame].map((element) => element.getBoundingClientRect().x);
      return {
        above: edges.compareDocumentPosition(title) === Node.DOCUMENT_POSITION_FOLLOWING,
        ground: paintOrder.startsWith("stroke") && parseFloat(strokeWidth) > 2,
        same: title.textContent === frame.textContent && left === right,
      };
    });
    expect(seen).toEqual({ above: true, ground: true, same: true });
    await page.close();
  });

  test("the keyboard walks along edges, opens groups and goes back up", async () => {
    const { page } = await open();
    const focused = (): Promise<string | null> =>
      page.evaluate(() => document.activeElement?.getAttribute("data-id") ?? null);
    await page.locator(box("conv1")).click();
    expect(await focused()).toBe("conv1");
    for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("layer1");
    await page.keyboard.press("Enter");
    await page.locator(box("layer1/conv1")).waitFor();
    await page.keyboard.press("ArrowDown");
    expect(await focused()).toBe("layer1/conv1");
    await page.keyboard.press("Backspace");
    expect(await focused()).toBe("layer1");
    expect(await page.locator('g.box[tabindex="0"]').count()).toBe(1);
    await page.close();
  });

  test("a stub with several ends asks for one, by pointer and by keyboard", async () => {
    const { page } = await open();
    const list = page.getByRole("menu", { name: "conv1_skip" });
    await page.locator('g.stub[data-id="stub-skip"]').click();
    expect(await list.getByRole("menuitem").allInnerTexts()).toEqual(["MaxPool maxpool", "Gemm fc"]);
    await list.getByText("Gemm fc").click();
    await page.locator(`${box("fc")}.selected`).waitFor();
    await page.locator(box("conv1")).focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(400);
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await list.waitFor();
    await page.keyboard.press("Escape");
    await list.waitFor({ state: "hidden" });
    await page.keyboard.press("Enter");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.locator(`${box("fc")}.selected`).waitFor();
    await page.close();
  });

  test("the details show a file by its name and break shapes between dimensions only", async () => {
    const { page } = await open({ width: 1000 });
    const heading = page.locator(".details h2");
    expect(await heading.innerText()).toBe("resnet.onnx");
    expect(await heading.getAttribute("title")).toBe("/models/resnet.onnx");
    await page.locator(box("conv1")).click();
    const dimensions = page.locator(".details .slot-head").first().locator(".dimension");
    await dimensions.getByText("3×", { exact: true }).waitFor();
    const places = await dimensions.evaluateAll((pieces) =>
      pieces.map((piece) => piece.getBoundingClientRect()).map(({ top, height }) => ({ top, height })),
    );
    expect(new Set(places.map(({ top }) => top)).size).toBeGreaterThan(1);
    for (const { height } of places) expect(height).toBeLessThan(20);
    await page.close();
  });

  test("find goes to a node inside a folded group", async () => {
    const { page } = await open();
    await page.keyboard.press("Control+f");
    await page.keyboard.type("layer2/bn1");
    await page.locator(".found").first().waitFor();
    expect(await page.locator(".find-total").innerText()).toBe("1 match");
    await page.keyboard.press("Enter");
    await page.locator(`${box("layer2/bn1")}.selected`).waitFor();
    await page.close();
  });

  test("a subgraph opens and the breadcrumbs lead back", async () => {
    const { page } = await open();
    await page.locator(box("conv1")).click();
    await page.keyboard.press("f");
    await page.waitForTimeout(500);
    await page.locator(box("choose")).dblclick();
    await page.locator(".breadcrumbs .crumb").nth(1).waitFor();
    await page.locator(box("choose")).waitFor({ state: "detached" });
    await page.locator(".breadcrumbs button.crumb").click();
    await page.locator(box("fc")).waitFor();
    await page.close();
  });

  test("upstream lights what it reaches, folded groups too, and dims the rest", async () => {
    const { page } = await open();
    await page.locator(box("conv1")).click();
    await page.getByText("Downstream", { exact: true }).click();
    await page.locator(`${box("layer1")}.lit`).waitFor();
    expect(await page.locator(`${box("layer2")}.dark`).count()).toBe(1);
    await page.close();
  });

  test("colours follow the theme while the page is open", async () => {
    const window = await open();
    const fill = (): Promise<string> =>
      window.page.locator(`${box("conv1")} > .body`).evaluate((element) => getComputedStyle(element).fill);
    const dark = await fill();
    await window.setTheme("light");
    expect(await fill()).not.toBe(dark);
    await window.page.close();
  });

  test("what a person would miss is saved and comes back", async () => {
    const window = await open();
    await window.page.locator(box("layer1")).dblclick();
    await window.page.locator(box("layer1/conv1")).waitFor();
    await window.page.waitForTimeout(700);
    await window.page.reload();
    await window.page.locator(`${box("layer1")}.open.selected`).waitFor();
    await window.page.close();
  });

  test("the exported picture holds every node and stands without the page", async () => {
    const window = await open();
    await window.emit({ type: "command", command: "export-svg" });
    await expect.poll(() => window.sent.find(({ type }) => type === "save")).toBeDefined();
    const saved = window.sent.find((message) => message.type === "save");
    expect(saved?.name).toBe("resnet.svg");
    expect(saved?.content).toContain("GlobalAveragePool");
    expect(saved?.content).toMatch(/fill="(?:rgb|color)\(/);
    expect(saved?.content).not.toContain("var(--");
    await window.page.close();
  });

  test("a PNG is saved too", async () => {
    const window = await open();
    await window.emit({ type: "command", command: "export-png" });
    await expect.poll(() => window.sent.find(({ type }) => type === "save")).toBeDefined();
    const saved = window.sent.find((message) => message.type === "save");
    expect(
      Buffer.from(saved?.content ?? "", "base64")
        .subarray(1, 4)
        .toString(),
    ).toBe("PNG");
    await window.page.close();
  });

  test("a file that cannot be read is said instead of an empty page", async () => {
    const problem = { severity: "error", code: "not-onnx", message: "This is a PNG picture.", where: "" };
    const window = await openWindow(browser, () => Promise.reject(problem));
    await window.page.getByText("This is a PNG picture.").waitFor();
    expect(await window.page.locator("main.body").isVisible()).toBe(false);
    const buttons = window.page.locator("vscode-button:visible");
    expect(await buttons.allInnerTexts()).toEqual(["Choose a model…"]);
    await window.page.getByText("Choose a model…").click();
    await expect.poll(() => window.sent).toContainEqual({ type: "open-model" });
    await window.page.close();
  });

  test("a deleted file is said", async () => {
    const window = await open();
    await window.emit({ type: "changed", state: "deleted" });
    await window.page.getByText("The file was deleted.").waitFor();
    await window.page.close();
  });
});
