import { execFileSync } from "node:child_process";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import type { Frame, Page } from "playwright-core";
import { installEditor, startServer } from "../../scripts/editor.mjs";
import { vsixPath } from "../../scripts/package.mjs";
import { EditorWindow } from "../editor/window";
import { deep, external, flat, scoped, wide } from "./generate";
import { openWatched } from "./opening";
import { scroll } from "./panning";
import type { Pieces } from "./protobuf";
import { writeSparse } from "./protobuf";
import { milliseconds, printSection } from "./section";

const DATA_FILE = "weights.bin";
const DATA_BYTES = 10e9;
const heavy = external(2000, DATA_BYTES, DATA_FILE);

/** The first one warms the editor up. */
const MODELS: readonly (readonly [name: string, model: Pieces])[] = [
  ["scoped-1000.onnx", scoped(1000)],
  ["flat-1000.onnx", flat(1000)],
  ["flat-10000.onnx", flat(10_000)],
  ["wide-10000.onnx", wide(10_000, 12)],
  ["external-10GB.onnx", heavy.model],
  ["flat-100000.onnx", flat(100_000)],
  ["deep-100000.onnx", deep(100_000)],
];

/** What takes longer is given up. */
const PATIENCE_MS = 120_000;

/** From an input to what it makes appear, by the clock, as the driver of the browser sees it. */
async function timed(frame: Frame, act: () => Promise<void>, selector: string): Promise<number> {
  const start = performance.now();
  await act();
  await frame.locator(selector).first().waitFor({ timeout: PATIENCE_MS });
  return performance.now() - start;
}

/** Finds the last convolution's weight and goes to its node, which lies in a folded group. */
async function find(editor: EditorWindow, frame: Frame): Promise<readonly number[]> {
  await editor.command("Layerscope: Find in Model");
  await frame.locator(".find input").first().waitFor();
  const found = await timed(frame, () => editor.page.keyboard.type("op:Conv"), ".find [role=option]");
  const selected = await timed(frame, () => editor.page.keyboard.press("Enter"), "g.box.node.selected");
  return [found, selected];
}

/** In the page: a group that a person could click on. */
function foldedInSight(): string {
  const groups = [...document.querySelectorAll<SVGElement>("g.box.group.folded")];
  const found = groups.find((group) => {
    const { x, y, width, height } = group.getBoundingClientRect();
    return document.elementFromPoint(x + width / 2, y + height / 2)?.closest("g.box") === group;
  });
  return found?.dataset["id"] ?? "";
}

/** Opens a group and folds it again. */
async function fold(frame: Frame): Promise<readonly number[]> {
  const id = await frame.evaluate(foldedInSight);
  const box = `g.box.group[data-id=${JSON.stringify(id)}]`;
  const opened = await timed(frame, () => frame.locator(`${box} > .body`).dblclick(), `${box}.open`);
  // The title line of a large group may be out of sight.
  const closed = await timed(
    frame,
    () => frame.locator(`${box} > .fold`).first().dispatchEvent("click"),
    `${box}.folded`,
  );
  return [opened, closed];
}

async function layers(page: Page, frame: Frame): Promise<readonly string[]> {
  const tab = frame.getByRole("tab", { name: "Layers" });
  const shown = await timed(frame, () => tab.click(), ".layers-grid .lines .layer");
  const head = ".layers-grid .heads > .macs";
  const sort = frame.locator(`${head} .sort`);
  const sorted = await timed(
    frame,
    () => sort.click(),
    `${head}[aria-sort=descending], ${head}[aria-sort=ascending]`,
  );
  const { perSecond, longest } = await scroll(page, frame, ".layers-grid .lines .layer");
  return [milliseconds(shown), milliseconds(sorted), perSecond.toFixed(0), milliseconds(longest)];
}

async function weights(frame: Frame): Promise<number> {
  const tab = frame.getByRole("tab", { name: "Weights" });
  return await timed(frame, () => tab.click(), ".weights .data-lines .data-line");
}

async function close(editor: EditorWindow, name: string): Promise<void> {
  await editor.command("View: Close Editor");
  await editor.tab(name).waitFor({ state: "detached" });
}

async function measure(editor: EditorWindow, data: string, name: string): Promise<readonly string[]> {
  const { frame, total, timings } = await openWatched(editor, name, "g.box", data, PATIENCE_MS);
  const worker = ["read", "index", "analysis", "hierarchy", "layout"].reduce(
    (sum, phase) => sum + (timings.get(phase) ?? 0),
    0,
  );
  const folds = await fold(frame);
  const finds = await find(editor, frame);
  const table = await layers(editor.page, frame);
  const listed = await weights(frame);
  await close(editor, name);
  // The window has shown a model now, and nothing of this one is kept.
  const again = await openWatched(editor, name, "g.box", data, PATIENCE_MS);
  await close(editor, name);
  const times = [total, again.total, worker, ...folds, ...finds].map(milliseconds);
  return [name, ...times, ...table, milliseconds(listed)];
}

/** All, or those that an environment variable names. */
function wanted(): typeof MODELS {
  const names = process.env["LAYERSCOPE_MODELS"]?.split(",");
  return MODELS.filter(([name]) => names === undefined || names.includes(name));
}

/** A model that fails does not take the others' figures with it. */
async function measureAll(folder: string): Promise<readonly (readonly string[])[]> {
  const server = await startServer({ folder, vsix: vsixPath });
  const rows: (readonly string[])[] = [];
  try {
    for (const [name] of wanted()) {
      const editor = await EditorWindow.open(server);
      try {
        // The extension is activated before anything is measured.
        rows.push(await measure(editor, server.data, name));
      } catch (thrown) {
        process.stderr.write(`scale: ${name}: ${String(thrown)}\n`);
        rows.push([name, "failed", ...new Array<string>(11).fill("")]);
      } finally {
        await editor.close();
      }
    }
  } finally {
    await server.stop();
  }
  return rows;
}

await installEditor();
execFileSync(process.execPath, ["scripts/package.mjs"], { stdio: "pipe" });
const folder = await mkdtemp(join(tmpdir(), "layerscope-scale-"));
try {
  for (const [name, model] of MODELS) await writeSparse(join(folder, name), model);
  await writeFile(join(folder, DATA_FILE), "");
  await truncate(join(folder, DATA_FILE), heavy.bytes);
  const rows = await measureAll(folder);
  printSection(
    "Large models in the editor",
    "The packed extension in VS Code's server build, in headless Chromium without a graphics card; each model in a new " +
      "window, which activates the extension first. By the clock, so that what else the machine does counts (load " +
      `${loadavg()
        .map((load) => load.toFixed(0))
        .join(
          ", ",
        )} over the last 1, 5 and 15 minutes): from the click to the graph; of it reading, indexing, ` +
      "shapes, grouping and layout in the worker; a group opened and folded; the search box until it lists, and from " +
      "there to the node; the table of layers shown, sorted, and scrolled; the list of tensors. The models of 100,000 " +
      "nodes have 20,000 tensors; the external data are a file of 10 GB that takes no room on the disk.",
    [
      ...["model", "click to graph", "again", "worker", "unfold", "fold", "find", "select"],
      ...["layers", "sort", "frames per second", "longest frame", "tensors"],
    ],
    rows,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
