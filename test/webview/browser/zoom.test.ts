import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Browser, Page } from "playwright-core";
import { answer, SCENES } from "./scenes";
import { launch, NO_BROWSER, openWindow } from "./window";

if (NO_BROWSER !== undefined) console.log(NO_BROWSER);

/** In CSS pixels: an editor of 1280×950 pixels at 200 %, a narrow column beside code, and a common window. */
const SIZES = [
  ["640×475, which is 200 %", 640, 475],
  ["500×800", 500, 800],
  ["1400×900", 1400, 900],
] as const;

/** Texts that do not fit their element and say so neither by dots nor by a tooltip, and what lies on something else. */
function faults(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const shown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    const named = (element: Element): string =>
      `${element.localName}.${element.getAttribute("class") ?? ""} "${(element.textContent ?? "").trim().slice(0, 40)}"`;
    const scrolls = (value: string): boolean => value === "auto" || value === "scroll";
    /** As it is drawn: a tab is within the list that it is slotted into. */
    const parentOf = (element: Element): Element | null => {
      const root = element.getRootNode();
      return element.assignedSlot ?? element.parentElement ?? (root instanceof ShadowRoot ? root.host : null);
    };
    const hasText = (element: Element): boolean =>
      [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim());

    for (const element of document.body.querySelectorAll<HTMLElement>("*")) {
      if (!(element instanceof HTMLElement) || !hasText(element) || !shown(element)) continue;
      if (element.closest(".speech") !== null) continue;
      const style = getComputedStyle(element);
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      const cut = scrollWidth > clientWidth + 1 && clientWidth > 0 && style.overflowX !== "visible";
      const dotted = style.textOverflow === "ellipsis" && element.closest("[title]") !== null;
      if (cut && !dotted && !scrolls(style.overflowX)) found.push(`cut: ${named(element)}`);
      const low = scrollHeight > clientHeight + 2 && clientHeight > 0 && style.overflowY === "hidden";
      if (low && style.display !== "inline") found.push(`cut below: ${named(element)}`);
    }

    const controls = [
      ...document.body.querySelectorAll<HTMLElement>(
        "button, summary, input, vscode-button, vscode-dropdown, vscode-text-field, vscode-panel-tab, .layers-count, .quiet[role=status]",
      ),
    ].filter(
      (element) => shown(element) && element.closest(".find, .peer-list, .heads, [role=listbox]") === null,
    );
    /** What is left of it where its scrollers end. */
    const inSight = (element: Element): DOMRect => {
      let { left, top, right, bottom } = element.getBoundingClientRect();
      for (let around = parentOf(element); around !== null; around = parentOf(around)) {
        if (getComputedStyle(around).overflow === "visible") continue;
        const room = around.getBoundingClientRect();
        [left, right] = [Math.max(left, room.left), Math.min(right, room.right)];
        [top, bottom] = [Math.max(top, room.top), Math.min(bottom, room.bottom)];
      }
      return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top));
    };
    const places = controls.map((element) => ({ element, place: inSight(element) }));
    const least = 2;
    for (const [at, one] of places.entries())
      for (const other of places.slice(at + 1)) {
        if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
        const width =
          Math.min(one.place.right, other.place.right) - Math.max(one.place.left, other.place.left);
        const height =
          Math.min(one.place.bottom, other.place.bottom) - Math.max(one.place.top, other.place.top);
        if (width > least && height > least)
          found.push(`overlap: ${named(one.element)} and ${named(other.element)}`);
      }

    const room = document.documentElement;
    if (room.scrollWidth > room.clientWidth || room.scrollHeight > room.clientHeight)
      found.push(`the page is larger than its window: ${room.scrollWidth}×${room.scrollHeight}`);
    /** Beyond an edge that nobody can scroll to. */
    const isOutside = (element: Element): boolean => {
      const { left, right } = element.getBoundingClientRect();
      for (let around = parentOf(element); around !== null; around = parentOf(around)) {
        const { overflowX } = getComputedStyle(around);
        if (scrolls(overflowX)) return false;
        const edges = around.getBoundingClientRect();
        if (overflowX !== "visible" && (left < edges.left - 1 || right > edges.right + 1)) return true;
      }
      return left < -1 || right > room.clientWidth + 1;
    };
    const texts = [...document.body.querySelectorAll("*")].filter(
      (one) => one instanceof HTMLElement && hasText(one) && shown(one) && one.closest(".speech") === null,
    );
    for (const element of new Set([...texts, ...controls]))
      if (element.closest("[title]") === null && isOutside(element)) found.push(`outside: ${named(element)}`);
    return found;
  });
}

describe.skipIf(NO_BROWSER !== undefined)("nothing is cut or covered at", { timeout: 90_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
  });

  test.each(SCENES)("every size: $name", async (scene) => {
    const window = await openWindow(browser, scene.answer ?? answer, { state: scene.state });
    await scene.reach(window);
    for (const [name, width, height] of SIZES) {
      await window.page.setViewportSize({ width, height });
      await window.page.waitForTimeout(300);
      expect(await faults(window.page), name).toEqual([]);
    }
    await window.page.close();
  });
});
