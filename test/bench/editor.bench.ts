import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import type { Frame } from "playwright-core";
import { installEditor, startServer } from "../../scripts/editor.mjs";
import { vsixPath } from "../../scripts/package.mjs";
import { EditorWindow } from "../editor/window";
import { flat } from "./generate";
import type { Panning } from "./panning";
import { pan } from "./panning";
import { writeSparse } from "./protobuf";
import { milliseconds, printSection } from "./section";

declare global {
  interface Window {
    clickedAt?: number;
    drawnAt?: number;
  }
}

const SAMPLE = "samples/ppocr4-det.onnx";
const NODES = 20_000;
/** VS Code's own viewer shows it in a webview as well. */
const IMAGE = "icon.png";
const PHASES = ["read", "index", "hierarchy", "layout", "picture", "draw"];

type Timings = ReadonlyMap<string, number>;

interface Opened {
  readonly frame: Frame;
  /** From the click to the first frame with a box. */
  readonly total: number;
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

async function open(editor: EditorWindow, data: string, name: string): Promise<Opened> {
  const before = (await logLines(data)).length;
  const selector = name === IMAGE ? "body.image img" : "g.box";
  await editor.page.evaluate(watch, selector);
  await editor.openFile(name);
  const frame = await editor.frame(selector, 60_000);
  await editor.page.waitForFunction(() => window.drawnAt);
  const total = await editor.page.evaluate(() => (window.drawnAt ?? NaN) - (window.clickedAt ?? NaN));
  return { frame, total, timings: name === IMAGE ? new Map() : await timingsOf(data, name, before) };
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

function rowOf(name: string, when: string, { total, timings }: Opened): readonly string[] {
  const phases = PHASES.map((phase) => {
    const time = timings.get(phase);
    return time === undefined ? "" : milliseconds(time);
  });
  return [name, when, ...phases, milliseconds(total)];
}

async function measure(folder: string, names: readonly string[]): Promise<void> {
  const server = await startServer({ folder, vsix: vsixPath });
  const rows: (readonly string[])[] = [];
  const panned: (readonly [string, Panning])[] = [];
  try {
    for (const name of names) {
      const editor = await EditorWindow.open(server);
      try {
        rows.push(rowOf(name, "new window", await open(editor, server.data, name)));
        await editor.command("View: Close Editor");
        await editor.tab(name).waitFor({ state: "detached" });
        const again = await open(editor, server.data, name);
        rows.push(rowOf(name, "again", again));
        if (name !== IMAGE) panned.push([name, await pan(editor.page, again.frame)]);
      } finally {
        await editor.close();
      }
    }
  } finally {
    await server.stop();
  }
  printOpening(rows);
  printPanning(panned);
}

function printOpening(rows: readonly (readonly string[])[]): void {
  printSection(
    "From a click to the graph",
    "The packed extension in VS Code's server build, in headless Chromium without a graphics card: from the click in " +
      "the explorer to the first frame with a box. First in a new window, where the extension is activated too, then " +
      "again in the same one. By the clock. Of it: reading, indexing, grouping and layout in the document's worker; what " +
      "the page waits for the picture, in which these are; drawing. Compared with an image in VS Code's own viewer: what " +
      "an editor with a webview takes by itself.",
    ["file", "opened", ...PHASES, "click to sight"],
    rows,
  );
}

function printPanning(panned: readonly (readonly [string, Panning])[]): void {
  printSection(
    "Panning in the editor",
    "Frames while the graph, folded as at first, is dragged, in the same browser.",
    ["model", "boxes", "frames per second", "longest frame"],
    panned.map(([name, { boxes, perSecond, longest }]) => [
      name,
      String(boxes),
      perSecond.toFixed(0),
      milliseconds(longest),
    ]),
  );
}

await installEditor();
execFileSync(process.execPath, ["scripts/package.mjs"], { stdio: "pipe" });
const folder = await mkdtemp(join(tmpdir(), "layerscope-bench-"));
try {
  const generated = `flat-${String(NODES)}.onnx`;
  await writeSparse(join(folder, generated), flat(NODES));
  await copyFile(join("media", IMAGE), join(folder, IMAGE));
  const names = [generated, IMAGE];
  if (existsSync(SAMPLE)) {
    names.unshift(basename(SAMPLE));
    await copyFile(SAMPLE, join(folder, basename(SAMPLE)));
  } else process.stderr.write(`editor: no ${SAMPLE} (npm run models gets it): the generated model only\n`);
  await measure(folder, names);
} finally {
  await rm(folder, { recursive: true, force: true });
}
