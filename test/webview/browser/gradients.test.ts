import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol";
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
      "Of 3 parameters: 2 a gradient, 1 blocked; 99.8 % of what can be trained is known.",
    );
    expect(said).toContain("Operators without a rule: Det.");
    expect(said).toContain("Decades per layer of the trunk: activation -0.1 ± 0.05, gradient 1.5 ± 0.2");
    expect(said).toContain("on made-up input");
    expect(complaints.filter(isOurs)).toEqual([]);
    await page.getByRole("button", { name: "Why?" }).click();
    await page.locator(".concept h2", { hasText: "6. Vanishing gradient" }).waitFor();
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

  test("of parameters are sorted, what is not known last", async () => {
    const { page } = await run();
    await page.locator(".gradients .data-heads .l2 .sort").click();
    const names = await page.locator(".gradients .data-lines .cell.name").allInnerTexts();
    expect(names).toEqual(["fc.weight", "conv1.weight", "fc.bias"]);
    expect(await page.locator(".gradients .data-line.bad .cell.state").allInnerTexts()).toEqual(["blocked"]);
    await page.close();
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
