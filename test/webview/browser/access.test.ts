import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import themes from "../themes.json" with { type: "json" };
import { answer, SCENES } from "./scenes";
import { launch, NO_BROWSER, openWindow, type Theme } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** WCAG 2.2, levels A and AA: https://github.com/dequelabs/axe-core/blob/develop/doc/API.md#axe-core-tags */
const LEVELS: axe.RunOptions = {
  runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] },
  // Experimental in axe, and wrong of boxes: their texts are cut where there is no room, their names are whole.
  rules: { "label-content-name-mismatch": { enabled: false } },
};

/** What another theme can change. */
const COLOURS: axe.RunOptions = { runOnly: { type: "rule", values: ["color-contrast"] } };

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

describe.skipIf(NO_BROWSER !== undefined)("axe finds nothing wrong with", { timeout: 60_000 }, () => {
  let browser: Browser;
  let source = "";
  beforeAll(async () => {
    browser = await launch();
    source = await readFile(AXE, "utf8");
  });
  afterAll(async () => {
    await browser.close();
  });

  /** What is wrong: a text for each place. */
  async function violations(page: Page, options: axe.RunOptions): Promise<readonly string[]> {
    return page.evaluate(async (given) => {
      const { axe: own } = window as unknown as { axe: typeof axe };
      const found = await own.run(document, { ...given, resultTypes: ["violations"], preload: false });
      return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary = "" }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
      );
    }, options);
  }

  /** Pictures without a name, and charts that are walked without words for where one stands. */
  async function mute(page: Page): Promise<readonly string[]> {
    const pictures = page.locator("figure svg:visible, svg.graph:visible, canvas:visible");
    return pictures.evaluateAll((all) =>
      all
        .filter((one) => one.closest("[aria-hidden=true]") === null)
        .filter((one) => {
          const [role, name] = [one.getAttribute("role"), one.getAttribute("aria-label") ?? ""];
          const walked = role === "slider" && (one.getAttribute("aria-valuetext") ?? "") === "";
          return role === null || name === "" || walked;
        })
        .map(({ outerHTML }) => outerHTML.slice(0, 160)),
    );
  }

  test.each(SCENES)("$name", async (scene) => {
    const window = await openWindow(browser, scene.answer ?? answer, { state: scene.state });
    await scene.reach(window);
    await window.page.evaluate(source);
    expect(await mute(window.page)).toEqual([]);
    for (const theme of Object.keys(themes) as Theme[]) {
      await window.setTheme(theme);
      expect(await violations(window.page, theme === "dark" ? LEVELS : COLOURS), theme).toEqual([]);
    }
    await window.page.close();
  });
});
