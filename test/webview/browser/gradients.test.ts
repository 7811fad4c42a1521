import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import { CLASS_GRADIENTS, PROBED_GRADIENTS } from "../gradients";
import { GRADIENTS } from "../gradients";
import { ANSWERS } from "../model";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

/** The toolkit sets styles that the policy refuses; they change nothing. */
const isOurs = (complaint: string): boolean => !complaint.startsWith("Applying inline style violates");

describe.skipIf(NO_BROWSER !== undefined)("the gradients", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  const kept = (gradients: unknown) => (request: Request) =>
    request.name === "lastGradients" ? gradients : answer(request);

  async function open(answers = answer): Promise<Window> {
    const window = await openWindow(browser, answers);
    await window.page.getByRole("tab", { name: "Gradients" }).click();
    await window.page.getByText("Nothing has been asked yet").waitFor();
    return window;
  }

  async function run(): Promise<Window> {
    const window = await open();
    await window.page.locator(".gradients").getByRole("button", { name: "Run", exact: true }).click();
    await window.page.locator(".gradients .data-line").nth(1).waitFor();
    return window;
  }

  test("begin with a verdict in words, how sure it is, and what could not be known", async () => {
    const { page, complaints } = await run();
    const said = await page.locator(".gradients-said").innerText();
    expect(said).toContain("vanishing: Gradients shrink towards the input.");
    expect(said).toContain(
      "Of 3 parameters, 2 have a gradient and 1 is blocked. 99.8 % of what can be trained is known.",
    );
    expect(said).toContain("Operators without a rule: Det.");
    expect(said).toContain(
      "Decades per layer of the trunk: activations -0.100 ± 0.050, gradients of activations 1.50 ± 0.20",
    );
    expect(said).toContain("on made-up input");
    expect(complaints.filter(isOurs)).toEqual([]);
    await page.getByRole("button", { name: "Why?" }).click();
    await page.locator(".concept h2", { hasText: "6. Vanishing gradient" }).waitFor();
    await page.close();
  });

  test("of a model without a trunk have no empty chart, but the reason", async () => {
    const { report } = GRADIENTS;
    const trunkless = { ...GRADIENTS, depth: [], report: { ...report, depth: [] } };
    const { page } = await openWindow(browser, kept(trunkless), { state: { view: "gradients" } });
    await page.getByText("There is no course to draw").waitFor();
    for (const part of ["svg", ".depth-legend", ".axis-titles"])
      expect(await page.locator(`.flow-chart ${part}`).first().isVisible(), part).toBe(false);
    await page.close();
  });

  test("of all parameters are told in one word", async () => {
    const { report } = PROBED_GRADIENTS;
    const parameters = report.parameters.filter(({ state }) => state === "ok");
    const whole = { ...PROBED_GRADIENTS, report: { ...report, parameters } };
    const { page } = await openWindow(browser, kept(whole), { state: { view: "gradients" } });
    await page.getByText("All 2 parameters have a gradient. 99.8 % of what can be").waitFor();
    await page.close();
  });

  test("stand beside those of fresh weights, dead branches and what float16 would lose", async () => {
    const { page } = await run();
    const said = await page.locator(".gradients-said").innerText();
    expect(said).toContain(
      "With fresh weights: healthy, gradient 0.100 ± 0.050 decades per layer, against 1.50 ± 0.20 as the file is. It is the weights, not the architecture.",
    );
    expect(said).toContain(
      "Dead residual branches, in which nothing learns (1 of 2): layer1.1.add (from layer1.1.relu: 0.0002 of the gradient).",
    );
    expect(said).toContain("float16 would make 12.5 % of the parameters' non-zero gradients zero. A probe");
    await page.locator(".gradients-said").getByRole("button", { name: "layer1.1.add" }).click();
    expect(await page.getByRole("tab", { name: "Graph" }).getAttribute("aria-selected")).toBe("true");
    await expect.poll(() => page.locator(".details").innerText()).toContain("conv1");
    await page.close();
  });

  test("are drawn along the trunk, walked by keyboard, and linked with the selection", async () => {
    const { page } = await run();
    expect(await page.locator(".flow-chart .course").count()).toBe(4);
    await page.locator(".flow-chart svg").focus();
    await page.keyboard.press("End");
    await page.keyboard.press("ArrowLeft");
    const note = page.locator(".flow-chart [role=status]");
    expect(await note.innerText()).toBe(
      "2, maxpool.out: activations 0.7943, gradients of activations 0.001, gradients of activations, fresh weights 0.5623",
    );
    await page.keyboard.press("Enter");
    await expect.poll(() => page.locator(".details").innerText()).toContain("maxpool");
    expect(await page.locator(".flow-chart .chosen").count()).toBe(1);
    await page.close();
  });

  test.each([
    [-7, ["1e-7", "1e-6", "1e-5", "1e-4", "1e-3", "1e-2", "1e-1", "1e0"]],
    [-3, ["0.001", "0.01", "0.1", "1"]],
  ])("have one notation on the axis: from 1 down to 10 to the power %i", async (power, texts) => {
    const { report } = CLASS_GRADIENTS;
    const depth = [0, power].map((gradient) => ({
      ...{ value: "conv1.out", activation: null, weight: null, twin: null },
      gradient,
    }));
    const { page } = await openWindow(browser, kept({ ...CLASS_GRADIENTS, report: { ...report, depth } }), {
      state: { view: "gradients" },
    });
    const axis = page.locator(".flow-chart .axis").nth(1);
    await axis.waitFor();
    expect(await axis.locator("text").allTextContents()).toEqual(texts);
    await page.close();
  });

  test("of parameters are sorted, what is not known last", async () => {
    const { page } = await run();
    await page.locator(".gradients .data-heads .l2 .sort").click();
    const names = await page.locator(".gradients .data-lines .cell.name").allTextContents();
    expect(names).toEqual(["fc.weight", "conv1.weight", "fc.bias"]);
    expect(await page.locator(".gradients .data-line.bad .cell.state").allInnerTexts()).toEqual(["blocked"]);
    await page.close();
  });

  test("are bars by layer, too, walked by keyboard and by mouse, and linked with the selection", async () => {
    const { page, saved } = await run();
    await page.getByRole("button", { name: "Bars", exact: true }).click();
    expect(await page.locator(".gradient-bars .bar.mean").count()).toBe(2);
    expect(await page.locator(".gradient-bars text.missing").count()).toBe(1);
    const tall = (name: string) =>
      page
        .locator(`.gradient-bars .bar.${name}`)
        .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
    const [[firstMean = 0], [firstLargest = 0, largest = 0]] = [await tall("mean"), await tall("largest")];
    expect(firstMean).toBeLessThan(firstLargest);
    expect(firstLargest).toBeLessThan(largest);
    await page.locator(".gradient-bars svg").focus();
    await page.keyboard.press("ArrowRight");
    const note = page.locator(".gradient-bars [role=status]");
    expect(await note.innerText()).toBe("1, Conv conv1: mean 1e-8, largest 1e-7 (conv1.weight)");
    await page.keyboard.press("End");
    expect(await note.innerText()).toBe("3, Gemm head: blocked (head.weight)");
    expect(await page.locator(".gradient-bars svg").getAttribute("aria-valuenow")).toBe("3");
    await page.locator(".gradient-bars g.layer").nth(1).click();
    await expect.poll(() => page.locator(".details").innerText()).toContain("fc");
    expect(await page.locator(".gradient-bars .layer.chosen").count()).toBe(1);
    expect(await page.locator(".gradients .data-line[aria-selected=true] .name").textContent()).toBe(
      "fc.weight",
    );
    await expect.poll(saved).toMatchObject({ gradients: { chart: "bars" } });
    await page.close();
  });

  test("have a page for each parameter: its gradient beside itself, and ways to both", async () => {
    const { page, saved, complaints } = await run();
    await page.locator(".gradients .data-table").focus();
    await page.keyboard.press("Home");
    await page.keyboard.press("Enter");
    await page.locator(".parameter-page h2", { hasText: "conv1.weight" }).waitFor();
    await page.locator(".parameter-page .distribution-chart rect").first().waitFor();
    expect(await page.locator(".parameter-page .distribution-chart").count()).toBe(2);
    const text = await page.locator(".parameter-page").innerText();
    expect(text).toContain("a gradient: A finite gradient reaches it");
    expect(text).toMatch(/To the parameter's\s+2e-7/);
    expect(text).toMatch(/Mean of absolute\s+8.333e-9/);
    expect(text).toContain("The gradient is that of the first probe.");
    await page.locator(".parameter-page .distribution-chart svg").first().focus();
    await page.keyboard.press("Home");
    const note = page.locator(".parameter-page .distribution-chart [role=status]").first();
    expect(await note.innerText()).toMatch(/^-1 to -0.001: 43 elements/);
    await page.getByRole("button", { name: "Log counts" }).last().click();
    await expect
      .poll(saved)
      .toMatchObject({ gradients: { parameter: "conv1.weight", xScale: "symlog", yScale: "log" } });
    await page.keyboard.press("Escape");
    await page.locator(".gradients .data-line").first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.className)).toContain("gradient-table");
    await page.locator(".gradients .data-lines .data-line").nth(2).click();
    await page.getByRole("button", { name: "Open parameter" }).click();
    await page.getByText("blocked: No gradient reaches it").waitFor();
    await page.getByText("There is no gradient whose distribution could be drawn.").waitFor();
    expect(await page.locator(".parameter-page .distribution-chart:visible").count()).toBe(1);
    await page.getByRole("button", { name: "All parameters" }).click();
    await page.locator(".gradients .data-lines .data-line").first().dblclick();
    await page.locator(".parameter-page").getByRole("button", { name: "Show in Weights" }).click();
    await page.locator(".tensor-page h2", { hasText: "conv1.weight" }).waitFor();
    await page.getByRole("tab", { name: "Gradients" }).click();
    await page.locator(".parameter-page").getByRole("button", { name: "Show in graph" }).click();
    expect(await page.getByRole("tab", { name: "Graph" }).getAttribute("aria-selected")).toBe("true");
    expect(complaints.filter(isOurs)).toEqual([]);
    await page.close();
  });

  test("of an image are maps beside it, with the same place marked in all of them", async () => {
    const state = { view: "gradients", gradients: { page: "image" } };
    const { page, complaints } = await openWindow(browser, kept(CLASS_GRADIENTS), { state });
    await page.locator(".heat-map").nth(2).waitFor();
    const titles = await page.locator(".heat-map figcaption").allInnerTexts();
    expect(titles).toEqual(["Input images", "Saliency of images", "Grad-CAM at layer4"]);
    const text = await page.locator(".image-page").innerText();
    expect(text).toContain("First sample (synthetic: noise): derivatives of the logit of class 3.");
    expect(text).toContain("The image is made up of noise");
    const scales = await page.locator(".heat-scale").allInnerTexts();
    expect(scales.map((one) => one.split(/\s+/))).toEqual([
      ["0", "0.03"],
      ["0", "1.5"],
    ]);
    // The disc is brightest in the middle: yellow there, dark violet in the corner (viridis, of 256 colours the second and the last).
    const colours = await page
      .locator(".heat-frame canvas")
      .nth(2)
      .evaluate((canvas: HTMLCanvasElement) => {
        const context = canvas.getContext("2d");
        return [0, 3].map((at) => [...(context?.getImageData(at, at, 1, 1).data ?? [])].slice(0, 3));
      });
    expect(colours).toEqual([
      [68, 2, 86],
      [253, 231, 37],
    ]);
    await page.locator(".heat-frame").nth(2).focus();
    for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key);
    const notes = page.locator(".heat-map [role=status]");
    expect(await notes.nth(2).innerText()).toMatch(/^row 1, column 1: about 0\.\d+$/);
    // The middle of the second of seven cells is 3/14 of the way: cell 6 of 32, each of seven pixels.
    expect(await notes.nth(1).innerText()).toMatch(/^row 42, column 42: about/);
    expect(await notes.nth(0).innerText()).toMatch(/^row 42, column 42: about \S+, \S+, \S+$/);
    const frame = page.locator(".heat-frame").nth(1);
    const { width = 0, height = 0 } = (await frame.boundingBox()) ?? {};
    await frame.hover({ position: { x: width - 2, y: height - 2 } });
    expect(await notes.nth(2).innerText()).toMatch(/^row 6, column 6/);
    expect(complaints.filter(isOurs)).toEqual([]);
    await page.locator(".image-page").getByRole("button", { name: "layer4" }).click();
    await expect.poll(() => page.locator(".details").innerText()).toContain("maxpool");
    await page.getByRole("tab", { name: "Gradients" }).click();
    await page.getByRole("button", { name: "Choose an image" }).click();
    expect(await page.getByRole("tab", { name: "Activations" }).getAttribute("aria-selected")).toBe("true");
    await page.close();
  });

  test("of an image without a class say what Grad-CAM wants, and without an image what would be one", async () => {
    const { page } = await openWindow(browser, kept(PROBED_GRADIENTS), { state: { view: "gradients" } });
    await page.getByRole("button", { name: "Image", exact: true }).click();
    await page.getByText("weighted by random signs, of the first probe").waitFor();
    await page.getByText("Grad-CAM asks what speaks for a class, and this loss has none.").waitFor();
    expect(await page.locator(".heat-map").count()).toBe(2);
    expect(await page.locator(".image-page").innerText()).toContain("First sample (file cat.png)");
    expect(await page.getByText("The image is made up of noise").count()).toBe(0);
    await page.close();
    const other = await run();
    await other.page.getByRole("button", { name: "Image", exact: true }).click();
    await other.page.getByText("No input of the model is an image").waitFor();
    await other.page.close();
  });

  test("of a class are asked for with it", async () => {
    const { page, sent } = await open();
    await page.locator(".gradients vscode-dropdown").click();
    await page.locator(".gradients vscode-option", { hasText: "Cross-entropy" }).click();
    await page.locator(".gradients vscode-text-field input").fill("3");
    await page.keyboard.press("Tab");
    await page.locator(".gradients").getByRole("button", { name: "Run", exact: true }).click();
    await page.locator(".gradients .data-line").nth(1).waitFor();
    expect(sent).toContainEqual(
      expect.objectContaining({
        name: "gradients",
        params: expect.objectContaining({ loss: { kind: "cross-entropy", label: 3 } }),
      }),
    );
    await page.close();
  });

  test("that cannot be had say why", async () => {
    const failing = (request: Request): unknown => {
      if (request.name !== "gradients") return answer(request);
      const message = "The values of this model do not fit into memory.";
      return Promise.reject({ severity: "error", code: "no-room", message, where: "" });
    };
    const { page } = await open(failing);
    await page.locator(".gradients").getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("do not fit into memory").waitFor();
    await page.close();
  });
});
