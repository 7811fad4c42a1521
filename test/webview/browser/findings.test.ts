import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser } from "playwright-core";
import type { Request } from "../../../src/document/protocol/messages";
import type { LintReport } from "../../../src/reports/types/lint";
import { ANSWERS } from "../model";
import { launch, NO_BROWSER, openWindow, type Window } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

const answer = ({ name, params }: Request): unknown =>
  (ANSWERS as Readonly<Record<string, (params: unknown) => unknown>>)[name]?.(params);

describe.skipIf(NO_BROWSER !== undefined)("the findings", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  async function open(): Promise<Window> {
    const window = await openWindow(browser, answer);
    await window.page.locator(".counts button").click();
    await window.page.locator(".finding").first().waitFor();
    return window;
  }

  test("are counted above, and a click on the count lists them", async () => {
    const { page } = await open();
    expect(await page.locator(".counts").innerText()).toContain("1");
    expect(await page.locator(".finding").innerText()).toContain("nothing non-linear between");
    await page.close();
  });

  test("are drawn a hundred at a time where there are thousands", async () => {
    const { page } = await openWindow(browser, (request) => {
      if (request.name !== "lint") return answer(request);
      const report = answer(request) as LintReport;
      const findings = Array.from({ length: 2345 }, (_, at) =>
        report.findings.map((one) => ({ ...one, message: `${at}` })),
      );
      return { ...report, findings: findings.flat() };
    });
    await page.locator(".counts button").click();
    const drawn = page.locator(".finding");
    await expect.poll(() => drawn.count()).toBe(100);
    const more = page.locator(".more-findings");
    expect(await more.innerText()).toContain("2,245 left");
    await more.click();
    await expect.poll(() => drawn.count()).toBe(200);
    expect(await page.locator('.finding[aria-selected="true"]').innerText()).toContain("100");
    await page.keyboard.press("End");
    await expect.poll(() => drawn.count()).toBe(2345);
    expect(await more.isVisible()).toBe(false);
    expect(await page.locator('.finding[aria-selected="true"]').innerText()).toContain("2344");
    await page.close();
  });

  test("name their rule in the colour that goes with its ground", async () => {
    const { page } = await open();
    const rule = page.locator(".finding code").first();
    await page.evaluate(() => {
      const { style } = document.documentElement;
      style.setProperty("--vscode-textPreformat-foreground", "rgb(255, 255, 255)");
      style.setProperty("--vscode-textPreformat-background", "rgb(9, 52, 95)");
    });
    const colours = (element: Element): readonly string[] => {
      const { color, backgroundColor } = getComputedStyle(element);
      return [color, backgroundColor];
    };
    expect(await rule.evaluate(colours)).toEqual(["rgb(255, 255, 255)", "rgb(9, 52, 95)"]);
    await page.locator(".finding").first().click();
    expect(await rule.evaluate(colours)).toEqual(["rgb(255, 255, 255)", "rgb(9, 52, 95)"]);
    await page.close();
  });

  test("show what they are about, and lead to it in the graph by keyboard", async () => {
    const { page } = await open();
    await page.locator(".finding").click();
    await page.locator(".details h2", { hasText: "Conv" }).waitFor();
    await page.keyboard.press("Enter");
    await page.locator('g.box[data-id="conv1"].selected').waitFor();
    expect(await page.locator('g.box[data-id="conv1"]').isVisible()).toBe(true);
    await page.close();
  });

  test("ask VS Code for the rule's page and for a reason to accept them", async () => {
    const { page, sent } = await open();
    await page.locator(".finding").click();
    await page.getByText("Why?").click();
    await page.getByText("Accept…").click();
    expect(sent).toContainEqual({ type: "help", rule: "linear-stack" });
    expect(sent).toContainEqual({ type: "suppress", rule: "linear-stack", where: "conv1" });
    await page.close();
  });

  test("stand as badges on nodes and on the folded groups around them", async () => {
    const { lint } = ANSWERS;
    const report = lint({ configuration: null, weights: false });
    const [first] = report.findings;
    if (first === undefined) throw new Error("the model's answers hold a finding");
    const findings = [
      { ...first, severity: "error" as const, id: "layer1/conv1", message: "conv1 holds a NaN." },
      { ...first, severity: "warning" as const, id: "conv1", message: "conv1 is small." },
      { ...first, id: "fc" },
    ];
    const window = await openWindow(browser, (request) =>
      request.name === "lint" ? { ...report, findings } : answer(request),
    );
    const { page } = window;
    const badge = (box: string) => page.locator(`g.box[data-id="${box}"] .badge`);
    await badge("layer1").waitFor();
    expect(await badge("layer1").getAttribute("class")).toBe("badge error");
    expect(await badge("conv1").getAttribute("class")).toBe("badge warning");
    expect(await badge("conv1").textContent()).toBe("1");
    expect(await badge("fc").getAttribute("class")).toBe("badge info");
    expect(await badge("maxpool").count()).toBe(0);
    expect(await page.locator('g.box[data-id="conv1"]').getAttribute("aria-label")).toContain("1 warning");
    await page.locator('g.box[data-id="layer1"] .badge').hover();
    await page.locator(".tooltip", { hasText: "conv1 holds a NaN." }).waitFor();
    await page.close();
  });

  test("of the weights come when a person asks, and VS Code is told", async () => {
    const { page, sent } = await open();
    await page.getByText("Check the weights, too (4.69 MB)").click();
    const asked = { type: "request", name: "lint", params: { configuration: null, weights: true } };
    await expect.poll(() => sent).toContainEqual(expect.objectContaining(asked));
    await expect.poll(() => sent).toContainEqual({ type: "measured" });
    await page.close();
  });

  test("have all the width for their text where there is little, and the chosen one's buttons below", async () => {
    const { page } = await openWindow(browser, answer, { width: 700, height: 500 });
    await page.locator(".counts button").click();
    await page.locator(".finding-text").first().click();
    const [whole, text, actions] = await Promise.all(
      ["", " .finding-text", " .finding-actions"].map((part) =>
        page.locator(`.finding${part}`).first().boundingBox(),
      ),
    );
    expect(text?.width).toBeGreaterThan(0.85 * (whole?.width ?? NaN));
    expect(actions?.y).toBeGreaterThanOrEqual((text?.y ?? NaN) + (text?.height ?? NaN));
    await page.close();
  });

  test("a problem that is clicked in VS Code's list is shown in the graph", async () => {
    const { page, emit } = await open();
    await emit({ type: "show", name: "fc" });
    await page.locator('g.box[data-id="fc"].selected').waitFor();
    await page.close();
  });
});
