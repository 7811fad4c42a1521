import type { Page } from "playwright-core";
import { contrast, type Colour } from "./contrast";

/** Where the keyboard stands. */
interface Stand {
  /** What a person would call it: its label, else its text. */
  readonly name: string;
  readonly role: string;
  /** Of what shows the focus, against the page beside it; 1 where nothing does. */
  readonly contrast: number;
}

/** What the keyboard stands on, in shadow trees too; undefined where it stands on nothing. */
export async function stand(page: Page): Promise<Stand | undefined> {
  const found = await page.evaluate(() => {
    const inner = (element: Element | null): Element | null =>
      element?.shadowRoot?.activeElement ? inner(element.shadowRoot.activeElement) : element;
    const element = inner(document.activeElement);
    if (element === null || element === document.body) return undefined;
    const hosts: Element[] = [];
    for (let root = element.getRootNode(); root instanceof ShadowRoot; root = root.host.getRootNode())
      hosts.push(root.host);
    const own = element.querySelector(":scope > .body, :scope > path, :scope > rect");

    const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    if (context === null) throw new Error("there is a canvas");
    const painted = (...colours: string[]): [number, number, number] => {
      for (const colour of [getComputedStyle(document.body).backgroundColor, ...colours]) {
        context.fillStyle = colour;
        context.fillRect(0, 0, 1, 1);
      }
      const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
      return [red, green, blue];
    };
    /** What is drawn around it because it has the focus. */
    const rings = [element, ...hosts].flatMap((one) => {
      const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(one);
      return outlineStyle !== "none" && parseFloat(outlineWidth) >= 1 ? [outlineColor] : [];
    });
    const stroke = own === null ? undefined : getComputedStyle(own);
    if (stroke !== undefined && parseFloat(stroke.strokeWidth) >= 2) rings.push(stroke.stroke);
    const host = hosts[0] ?? element;
    const label = element instanceof HTMLInputElement ? element.labels?.[0]?.textContent : undefined;
    const named = [
      label,
      element.getAttribute("aria-label"),
      host.getAttribute("aria-label"),
      host.textContent,
    ];
    return {
      name: named.map((text) => (text ?? "").trim()).find((text) => text !== "") ?? "",
      role: element.getAttribute("role") ?? host.getAttribute("role") ?? element.localName,
      ring: rings[0] === undefined ? undefined : painted(rings[0]),
      page: painted(),
    };
  });
  if (found === undefined) return undefined;
  const ring: Colour = found.ring ?? found.page;
  return { name: found.name, role: found.role, contrast: contrast(ring, found.page) };
}

/** As many as no view has. */
const MOST_STOPS = 200;

/** What Tab stops at, from where it stands to the end of the page. */
export async function stopsAfter(page: Page): Promise<readonly Stand[]> {
  const stops: Stand[] = [];
  while (stops.length < MOST_STOPS) {
    await page.keyboard.press("Tab");
    const now = await stand(page);
    if (now === undefined) return stops;
    stops.push(now);
  }
  throw new Error(`Tab does not leave ${stops.at(-1)?.name ?? ""}`);
}

/** Goes with Tab to what is called so, and answers where that is. */
export async function tabTo(page: Page, name: string | RegExp, key = "Tab"): Promise<Stand> {
  for (let step = 0; step < MOST_STOPS; step++) {
    await page.keyboard.press(key);
    const now = await stand(page);
    if (now !== undefined && (typeof name === "string" ? now.name === name : name.test(now.name))) return now;
  }
  throw new Error(`Tab does not come to ${String(name)}`);
}
