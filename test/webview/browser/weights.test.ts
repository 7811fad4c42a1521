import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import { ANSWERS } from "../model";
import { storedTensors } from "../weights";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

/** The toolkit sets styles that the policy refuses; they change nothing. */
const isOurs = (complaint: string): boolean => !complaint.startsWith("Applying inline style violates");

describe.skipIf(NO_BROWSER !== undefined)("the weights", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(answers = answer): Promise<Window> {
    const window = await openWindow(browser, answers);
    await window.page.getByRole("tab", { name: "Weights" }).click();
    await window.page.locator(".weights .data-line").nth(1).waitFor();
    return window;
  }

  async function openTensor(name: string): Promise<Window> {
    const window = await open();
    await window.page.getByRole("row", { name: new RegExp(`^${name}`) }).dblclick();
    await window.page.getByRole("heading", { name, exact: true }).waitFor();
    return window;
  }

  test("that are one value are a thin line, not a wide bar", async () => {
    const stored = storedTensors(true);
    const [first] = stored.tensors;
    const single = { ...first, histogram: { edges: [2, 2], counts: [64] } };
    const told = (request: Request): unknown =>
      request.name === "weights"
        ? { ...stored, tensors: [single, ...stored.tensors.slice(1)] }
        : answer(request);
    const { page } = await open(told);
    const width = await page
      .locator(".weights .small-bars path")
      .first()
      .evaluate((path) => path.getBoundingClientRect().width);
    expect(width).toBeLessThan(8);
    await page.close();
  });

  test("are listed with their histograms, sorted and filtered", async () => {
    const { page, sent, complaints } = await open();
    const names = () => page.locator(".weights .data-lines .cell.name").allTextContents();
    expect(await page.locator(".weights .small-bars").count()).toBe(4);
    await page.locator(".weights .data-heads .he .sort").click();
    expect((await names())[0]).toBe("layer1.0.conv1.weight");
    await page.locator(".weights .values-tools input").fill("is:bad");
    expect(await names()).toEqual(["fc.weight"]);
    await page.locator(".weights .values-tools input").fill("role:bias");
    expect(await names()).toEqual(["conv1.bias"]);
    await page.getByRole("button", { name: "Save list as CSV" }).click();
    expect(sent).toContainEqual(
      expect.objectContaining({ type: "save", name: "weights.csv", encoding: "utf8" }),
    );
    expect(complaints.filter(isOurs)).toEqual([]);
    await page.close();
  });

  test("have columns that are explained by F1, and by a button under the pointer", async () => {
    const { page } = await open();
    const head = page.locator(".weights .data-heads .he");
    expect(await head.locator(".sort").getAttribute("title")).toContain("F1: concept 30");
    await head.locator(".sort").focus();
    await page.keyboard.press("F1");
    await page.locator(".concepts").waitFor();
    await page.getByRole("tab", { name: "Weights" }).click();
    await head.hover();
    await head.locator(".about").click();
    await page.locator(".concepts").waitFor();
    await page.close();
  });

  test("of a large file are read when a person asks", async () => {
    const large = (request: Request): unknown =>
      request.name === "weights"
        ? storedTensors((request.params as { measure: boolean }).measure, 4e9)
        : answer(request);
    const { page } = await open(large);
    expect(await page.locator(".weights .small-bars").count()).toBe(0);
    await page.getByRole("button", { name: "Read all weights (4 GB)" }).click();
    await page.locator(".weights .small-bars").first().waitFor();
    await page.close();
  });

  test("that could not be measured are listed, and it is said why", async () => {
    const problems = ["gone", "cut"].map((code) => {
      return { severity: "error" as const, code, message: `w.onnx: the file is ${code}.`, where: "" };
    });
    const { page } = await open((request) =>
      request.name === "weights" ? { ...storedTensors(false), measured: true, problems } : answer(request),
    );
    const said = await page.locator(".weights-problem").innerText();
    expect(said).toBe("w.onnx: the file is gone. And 1 problem more.");
    expect(await page.locator(".weights .small-bars").count()).toBe(0);
    await page.close();
  });

  test("have a page each, against what an initialisation gives", async () => {
    const { page } = await openTensor("layer1.0.conv1.weight");
    // √(2 / 64) = 0.1768, and 40 / 0.1768 = 226.3.
    await page.getByText("deviation √(2 / fan-in) = 0.1768").waitFor();
    await page.getByText("times as large").waitFor();
    expect(await page.locator(".tensor-page").innerText()).toContain("226.3");
    const [curve = NaN, under = NaN] = await page
      .locator(".distribution-chart .expected, .distribution-chart .expected-area")
      .evaluateAll((paths) => paths.map((path) => (path as SVGPathElement).getBBox().y));
    expect(under).toBe(curve);
    await page.getByText("Channel", { exact: false }).first().waitFor();
    await page.locator(".tensor-page").press("Escape");
    await page.locator(".weights .data-line").nth(1).waitFor();
    await page.close();
  });

  test("are looked at closer by brush and by keys", async () => {
    const { page } = await openTensor("conv1.weight");
    const box = await page.locator(".distribution-chart .overlay").boundingBox();
    if (box === null) throw new Error("the chart is drawn");
    await page.mouse.move(box.x + box.width * 0.5, box.y + 40);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.75, box.y + 60, { steps: 4 });
    await page.mouse.up();
    const note = page.locator(".tensor-page .distribution-chart [role=status]");
    expect(await note.innerText()).toMatch(/^-0\.000\d+ to 0\.199\d: about .* elements, 43\.\d %/);
    await page.locator(".tensor-page .distribution-chart svg").focus();
    await page.keyboard.press("0");
    await page.keyboard.press("ArrowRight");
    expect(await note.innerText()).toMatch(/^-0\.4 to -0\.3875: \d+ elements/);
    await page.close();
  });

  test("are shown as pictures and as numbers, and saved", async () => {
    const { page, sent } = await openTensor("conv1.weight");
    await page.getByRole("button", { name: "Show as pictures" }).click();
    await page.locator(".tensor-pictures canvas").nth(1).waitFor();
    await page.getByRole("button", { name: "Show the elements" }).click();
    const cells = page.locator(".numbers-table td");
    await cells.first().waitFor();
    expect(await page.locator(".numbers-table td.bad").allInnerTexts()).toEqual(["NaN"]);
    await page.getByRole("button", { name: "Rows after" }).click();
    await page.getByText("rows 2 to 3 of 1,344").waitFor();
    await page.getByRole("button", { name: "Save as .npy" }).click();
    await expect.poll(() => sent.some((message) => message.type === "save")).toBe(true);
    await page.close();
  });

  test("go from the input to the output, each against its own fan-in", async () => {
    const { page } = await open();
    await page.getByRole("button", { name: "Depth" }).click();
    expect(await page.locator(".weights .ridge").count()).toBe(3);
    await page.locator(".weights .ridge", { hasText: "fc.weight" }).click();
    await expect.poll(() => page.locator(".details").innerText()).toContain("fc");
    await page.close();
  });
});
