import dagre from "@dagrejs/dagre";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { layOut } from "../../src/layout/lay-out";
import type { Picture } from "../../src/layout/picture";
import type { Model } from "../../src/model/model";
import type { Lines } from "./drawing";
import { countCrossings, totalLength } from "./drawing";
import { flat, scoped } from "./generate";
import { cpuTimes } from "./measure";
import { hierarchyOf, read } from "./models";
import { toBytes } from "./protobuf";
import { milliseconds, printSection } from "./section";

const NODES = [1000, 5000, 20_000];
const SAMPLES = "samples";
const RUNS = 3;
/** The other layout is given up after this time. */
const PATIENCE_MS = 60_000;
/** It goes down chains by recursion, and ends with an error at a few thousand nodes if it has no more room than usual. */
const DAGRE_STACK_MB = 256;

/** What the other layout draws: the same boxes, the same edges. */
interface Plain {
  readonly boxes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

interface Drawn {
  readonly ms: number;
  readonly lines: Lines;
}

async function drawAll(model: Model): Promise<Drawn & { readonly picture: Picture }> {
  const hierarchy = hierarchyOf(model);
  const open = [...hierarchy.groups.keys()];
  const draw = (): Picture => layOut(hierarchy, { open, typeOf: () => undefined, outOfTime: () => false });
  const { best } = await cpuTimes(RUNS, draw);
  const picture = draw();
  return { ms: best, lines: picture.edges.map(({ points }) => points), picture };
}

function plainOf({ boxes, edges }: Picture): Plain {
  return { boxes: boxes.filter((box) => box.kind !== "group" || !box.open), edges };
}

/** In a worker, which can be ended; undefined where it was. */
async function drawWithDagre(plain: Plain): Promise<Drawn | undefined> {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: plain,
    resourceLimits: { stackSizeMb: DAGRE_STACK_MB },
  });
  const end = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  return new Promise((done, fail) => {
    worker.once("message", done).once("error", fail);
    worker.once("exit", () => {
      clearTimeout(end);
      done(undefined);
    });
  });
}

type Points = readonly { readonly x: number; readonly y: number }[];

async function runDagre(plain: Plain): Promise<Drawn> {
  const graph = new dagre.graphlib.Graph();
  // The gaps of src/layout/levels.ts.
  graph.setGraph({ nodesep: 28, ranksep: 44 });
  for (const { id, width, height } of plain.boxes) graph.setNode(id, { width, height });
  for (const { from, to } of plain.edges) graph.setEdge(from, to, {});
  const { best } = await cpuTimes(1, () => dagre.layout(graph));
  const lines = graph
    .edges()
    .map((edge) => (graph.edge(edge).points as Points).flatMap(({ x, y }) => [x, y]));
  return { ms: best, lines };
}

const grouped = (value: number): string => Math.round(value).toLocaleString("en");

function figures(drawn: Drawn | undefined): readonly string[] {
  if (drawn === undefined) return ["gave up", "", ""];
  const { ms, lines } = drawn;
  return [milliseconds(ms), grouped(countCrossings(lines)), grouped(totalLength(lines))];
}

async function compareLayouts(): Promise<void> {
  const models: (readonly [name: string, bytes: Uint8Array])[] = NODES.flatMap((nodes) => [
    [`flat, ${grouped(nodes)}`, toBytes(flat(nodes))] as const,
    [`scoped, ${grouped(nodes)}`, toBytes(scoped(nodes))] as const,
  ]);
  if (existsSync(SAMPLES)) {
    for (const file of await readdir(SAMPLES)) {
      if (file.endsWith(".onnx")) models.push([file, await readFile(join(SAMPLES, file))]);
    }
  } else process.stderr.write("layout: no samples/ (npm run models gets them): generated graphs only\n");
  const rows: string[][] = [];
  let tooMany = Infinity;
  for (const [name, bytes] of models) {
    const { picture, ...ours } = await drawAll(await read(name, bytes));
    const plain = plainOf(picture);
    const other = plain.boxes.length < tooMany ? await drawWithDagre(plain) : undefined;
    if (other === undefined) tooMany = Math.min(tooMany, plain.boxes.length);
    const nodes = picture.boxes.filter(({ kind }) => kind === "node").length;
    const counts = [nodes, picture.edges.length, picture.stubs.length].map(grouped);
    rows.push([name, ...counts, ...figures(ours), ...figures(other)]);
  }
  printSection(
    "Layout",
    "All groups open, against `@dagrejs/dagre` with its defaults and our gaps. Both get the same boxes and the edges " +
      "that we draw as lines; what we show as named ends is left out for both. We also draw the groups' frames, which " +
      "dagre is spared. Processor time, for us the best of " +
      `${String(RUNS)} runs; dagre, which runs once, is given up after ${String(PATIENCE_MS / 1000)} s, and on what is larger. Crossings are counted between ` +
      "the lines as they are drawn; their length is in pixels.",
    [
      ...["graph", "nodes", "lines", "named ends", "time", "crossings", "length"],
      ...["dagre's time", "crossings", "length"],
    ],
    rows,
  );
}

if (isMainThread) await compareLayouts();
else parentPort?.postMessage(await runDagre(workerData as Plain));
