import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import { ANSWERS } from "../model";
import { RUN } from "../runs";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

/** The toolkit sets styles that the policy refuses; they change nothing. */
const isOurs = (complaint: string): boolean => !complaint.startsWith("Applying inline style violates");

describe.skipIf(NO_BROWSER !== undefined)("the activations", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(answers = answer): Promise<Window> {
    const window = await openWindow(browser, answers);
    await window.page.getByRole("tab", { name: "Activations" }).click();
    await window.page.locator(".run-input").waitFor();
    return window;
  }

  async function run(answers = answer): Promise<Window> {
    const window = await open(answers);
    await window.page.getByRole("button", { name: "Run", exact: true }).click();
    await window.page.locator(".activations .data-lines .data-line").first().waitFor();
    return window;
  }

  test("say what would be fed and that nothing has been run", async () => {
    const { page, complaints } = await open();
    const text = await page.locator(".activations").innerText();
    expect(text).toContain("synthetic: image of smooth and white noise");
    expect(text).toContain("Nothing has been run yet");
    expect(complaints.filter(isOurs)).toEqual([]);
    await page.close();
  });

  test("ask for files through VS Code, and say which were chosen", async () => {
    const { page, sent, emit } = await open();
    await page.getByText("From files…").click();
    expect(sent).toContainEqual({ type: "pick-input", input: "images" });
    await emit({ type: "input-files", files: { images: ["cat.png"] } });
    await page.getByText("Make up").click();
    expect(sent).toContainEqual({ type: "drop-input", input: "images" });
    expect(await page.getByText("Pixels").isVisible()).toBe(true);
    await page.close();
  });

  test("of a run are told with a caveat where the input is made up, and VS Code hears of it", async () => {
    const { page, sent, complaints } = await run();
    const banner = await page.locator(".run-banner").innerText();
    expect(banner).toContain("8 samples · seed 0 · 1.2 s");
    expect(banner).toContain("upper bounds");
    expect(banner).toContain("output is not is fc");
    expect(sent).toContainEqual({ type: "measured" });
    expect(complaints.filter(isOurs)).toEqual([]);
    await page.close();
  });

  test("are sorted, filtered and walked by keyboard; the selection is the graph's", async () => {
    const { page } = await run();
    const names = () => page.locator(".activations .data-lines .cell.name").allTextContents();
    await page.locator(".activations .data-heads .std .sort").click();
    expect(await names()).toEqual(["conv1.out", "maxpool.out", "avgpool.out", "fc.out"]);
    await page.locator(".activations .data-heads .std .sort").click();
    expect((await names())[0]).toBe("fc.out");
    await page.locator(".activations .values-tools input").fill("is:dead");
    expect(await names()).toEqual(["maxpool.out"]);
    await page.locator(".activations .data-table").focus();
    await page.keyboard.press("ArrowDown");
    await expect.poll(() => page.locator(".details").innerText()).toContain("maxpool");
    expect(await page.locator(".activations .data-line[aria-selected=true]").count()).toBe(1);
    await page.close();
  });

  test("end in outputs: the largest classes of each sample, and what they have in common", async () => {
    const { page } = await run();
    await page.getByRole("button", { name: "Outputs" }).click();
    const text = await page.locator(".outputs-page").innerText();
    expect(text).toContain("The largest of 1,000 is 417 in 2 of 3 samples.");
    expect(text).toContain("state");
    expect(await page.locator(".samples").first().locator("tbody tr").count()).toBe(3);
    expect(await page.locator(".samples").last().innerText()).toContain("NaN");
    await page.close();
  });

  test("of two runs are compared; of one run the page says what to do", async () => {
    const { page } = await run();
    await page.getByRole("button", { name: "Compare runs" }).click();
    expect(await page.locator(".compare-page").innerText()).toContain("Only one run so far.");
    await page.close();
    let id = 0;
    const other = await run((request) => {
      if (request.name !== "run") return answer(request);
      const values = RUN.report.values.map((value) => ({
        ...value,
        mean: id === 1 && value.mean !== null && value.std !== null ? value.mean + 2 * value.std : value.mean,
      }));
      return { ...RUN, id: ++id, report: { ...RUN.report, seed: id, values } };
    });
    await other.page.getByRole("button", { name: "Run", exact: true }).click();
    await other.page.getByRole("button", { name: "Compare runs" }).click();
    await other.page.locator(".compare-page .data-line").nth(1).waitFor();
    const text = await other.page.locator(".compare-page").innerText();
    expect(text).toContain("Newest: seed 2, 8 samples; before: seed 1, 8 samples.");
    expect(text).toContain("by 2 standard deviations.");
    await other.page.close();
  });

  test("are run by VS Code's command and can be cancelled", async () => {
    const never = (request: Request): unknown =>
      request.name === "run" ? new Promise(() => undefined) : answer(request);
    const { page, sent, emit } = await open(never);
    await emit({ type: "command", command: "run" });
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Cancelled.").waitFor();
    expect(sent.some(({ type }) => type === "cancel")).toBe(true);
    await page.close();
  });

  test("that cannot be had say why, and the next run works", async () => {
    let runs = 0;
    const failing = (request: Request): unknown => {
      if (request.name !== "run" || ++runs > 1) return answer(request);
      const message = "m.onnx: cannot be run: the process is gone.";
      return Promise.reject({ severity: "error", code: "run-worker-died", message, where: "" });
    };
    const { page } = await open(failing);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("the process is gone").waitFor();
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.locator(".activations .data-lines .data-line").first().waitFor();
    expect(await page.getByText("the process is gone").count()).toBe(0);
    await page.close();
  });
});
