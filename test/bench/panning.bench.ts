import type { Answer } from "../../src/document/answer";
import { Document } from "../../src/document/document";
import type { Request } from "../../src/document/protocol/messages";
import { memorySource } from "../../src/bytes/memory";
import type { Picture } from "../../src/layout/picture";
import { launch, openWindow } from "../webview/browser/window";
import { flat, wide } from "./generate";
import { hierarchyOf, read } from "./models";
import { pan } from "./panning";
import { toBytes } from "./protobuf";
import { milliseconds, printSection } from "./section";

const NODES = 5000;
/** Side by side in the wide graph. */
const CHAINS = 12;
/** From life size to as small as the page goes. */
const SCALES = [1, 0.2, 0.02];
const WINDOW = { width: 1400, height: 900 };

interface Measured {
  readonly name: string;
  readonly bytes: Uint8Array;
}

function documentOf({ name, bytes }: Measured): Document {
  return new Document({
    open: () => Promise.resolve({ ok: true, value: memorySource(name, bytes) }),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
}

async function answered(document: Document, { name, params }: Request): Promise<unknown> {
  const answer = (await document.ask(name, params)) as Answer<unknown>;
  if ("ok" in answer) return answer.ok;
  throw new Error("error" in answer ? answer.error.message : `${name} was cancelled`);
}

/** What the page saved at a zoom with everything open, its middle in the middle of the window. */
function savedAt(picture: Picture, scale: number): object {
  const nodes = picture.boxes.filter(({ kind }) => kind === "node");
  const { x = 0, y = 0 } = nodes[Math.floor(nodes.length / 2)] ?? {};
  const zoom = { x: WINDOW.width / 2 - scale * x, y: WINDOW.height / 2 - scale * y, k: scale };
  return { open: { "": picture.open }, zoom: { "": zoom } };
}

async function measure(model: Measured): Promise<readonly (readonly string[])[]> {
  const document = documentOf(model);
  const open = [...hierarchyOf(await read(model.name, model.bytes)).groups.keys()];
  const drawn = await document.ask("picture", { graph: "", open });
  if (!("ok" in drawn)) throw new Error(`${model.name} is not drawn`);
  const browser = await launch();
  const rows: string[][] = [];
  try {
    for (const scale of SCALES) {
      const state = savedAt(drawn.ok, scale);
      const { page } = await openWindow(browser, (request) => answered(document, request), {
        ...WINDOW,
        state,
      });
      await page.locator("g.box").first().waitFor();
      const { boxes, perSecond, longest } = await pan(page, page.mainFrame());
      rows.push([model.name, String(scale), String(boxes), perSecond.toFixed(0), milliseconds(longest)]);
      await page.close();
    }
  } finally {
    await browser.close();
  }
  return rows;
}

const models: readonly Measured[] = [
  { name: "flat", bytes: toBytes(flat(NODES)) },
  { name: `${String(CHAINS)} side by side`, bytes: toBytes(wide(NODES, CHAINS)) },
];
const rows: (readonly string[])[] = [];
for (const model of models) rows.push(...(await measure(model)));
printSection(
  "Panning large graphs",
  `The page alone, in headless Chromium without a graphics card, with ${NODES.toLocaleString("en")} nodes and all groups ` +
    "open: frames while the graph is dragged, from life size to the smallest zoom, where the most is in sight.",
  ["graph", "zoom", "boxes drawn", "frames per second", "longest frame"],
  rows,
);
