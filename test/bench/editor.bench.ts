import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { installEditor, startServer } from "../../scripts/editor.mjs";
import { vsixPath } from "../../scripts/package.mjs";
import { EditorWindow } from "../editor/window";
import { flat } from "./generate";
import type { Opened } from "./opening";
import { openWatched } from "./opening";
import type { Panning } from "./panning";
import { pan } from "./panning";
import { writeSparse } from "./protobuf";
import { milliseconds, printSection } from "./section";

const SAMPLE = "samples/ppocr4-det.onnx";
const NODES = 20_000;
/** VS Code's own viewer shows it in a webview as well. */
const IMAGE = "icon.png";
const PHASES = ["read", "index", "hierarchy", "layout", "picture", "draw"];

function open(editor: EditorWindow, data: string, name: string): Promise<Opened> {
  return name === IMAGE
    ? openWatched(editor, name, "body.image img", undefined)
    : openWatched(editor, name, "g.box", data);
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
