import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Frame } from "playwright-core";
import type { EditorWindow } from "../editor/window";

declare global {
  interface Window {
    clickedAt?: number;
    drawnAt?: number;
  }
}

type Timings = ReadonlyMap<string, number>;

export interface Opened {
  readonly frame: Frame;
  /** From the click to the first frame with what is awaited. */
  readonly total: number;
  /** What the document and the page say of it themselves; empty for what is not ours. */
  readonly timings: Timings;
}

/** In the window: notes when the mouse is pressed, and the first frame after that in which a webview shows what is awaited. */
function watch(selector: string): void {
  const isDrawn = (of: Document): boolean =>
    of.querySelector(selector) !== null ||
    [...of.querySelectorAll("iframe")].some((one) => one.contentDocument && isDrawn(one.contentDocument));
  const look = (): void => {
    if (isDrawn(document)) window.drawnAt = performance.now();
    else requestAnimationFrame(look);
  };
  delete window.drawnAt;
  const begin = (): void => {
    window.clickedAt = performance.now();
    look();
  };
  addEventListener("mousedown", begin, { capture: true, once: true });
}

/**
 * Opens a file with a click in the explorer.
 *
 * @param patience in milliseconds; what takes longer is given up
 * @param data the server's folder, which has the logs; undefined: the file is none of ours
 */
export async function openWatched(
  editor: EditorWindow,
  name: string,
  selector: string,
  data: string | undefined,
  patience = 60_000,
): Promise<Opened> {
  const before = data === undefined ? 0 : (await logLines(data)).length;
  await editor.page.evaluate(watch, selector);
  await editor.openFile(name);
  const frame = await editor.frame(selector, patience);
  await editor.page.waitForFunction(() => window.drawnAt, null, { timeout: patience });
  const total = await editor.page.evaluate(() => (window.drawnAt ?? NaN) - (window.clickedAt ?? NaN));
  return { frame, total, timings: data === undefined ? new Map() : await timingsOf(data, name, before) };
}

/** The lines of our log channel. */
async function logLines(data: string): Promise<readonly string[]> {
  const files = (await readdir(join(data, "logs"), { recursive: true }).catch(() => []))
    .filter((path) => basename(path) === "Layerscope.log")
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(join(data, "logs", file), "utf8")));
  return texts.join("").split("\n");
}

/** What the document and the page logged of an opening: the page's line is the last one. */
async function timingsOf(data: string, name: string, from: number): Promise<Timings> {
  for (let tries = 0; tries < 100; tries++) {
    const lines = (await logLines(data)).slice(from - 1);
    if (lines.some((line) => line.includes(`${name} in the page: `))) {
      const phases = lines.flatMap((line) => [...line.matchAll(/(\w+) ([\d.]+) ms/g)]);
      return new Map(phases.map(([, phase = "", time]) => [phase, Number(time)]));
    }
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`the log says nothing of ${name}`);
}
