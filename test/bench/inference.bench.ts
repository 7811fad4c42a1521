import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { analyse } from "../../src/analysis/analyse";
import { NO_ASSUMPTIONS } from "../../src/analysis/assumptions";
import type { ModelIndex } from "../../src/analysis/model-index";
import { indexModel } from "../../src/analysis/model-index";
import { memorySource } from "../../src/bytes/memory";
import { Document } from "../../src/document/document";
import type { Assumed } from "../../src/document/protocol/messages";
import { openModel } from "../../src/formats/open";
import { cpuTime, cpuTimes } from "./measure";
import { milliseconds, printSection } from "./section";

const REFERENCE = "../shared/reference/torchvision/models";
const RUNS = 7;

interface Subject {
  readonly file: string;
  readonly about: string;
  /** What onnx's infer_shapes (1.23.1, data_prop) took for the same file, one thread, in milliseconds. */
  readonly onnx?: number;
  /** What ONNX Runtime's symbolic_shape_infer.py took, in seconds. */
  readonly symbolic?: number;
}

const SUBJECTS: readonly Subject[] = [
  { file: `${REFERENCE}/swin_t-dyn.onnx`, about: "Swin-T, open batch", onnx: 25, symbolic: 9.6 },
  { file: `${REFERENCE}/swin_t-fold.onnx`, about: "Swin-T, folded", onnx: 24, symbolic: 9.7 },
  { file: `${REFERENCE}/vit_b_16-dyn.onnx`, about: "ViT-B/16, open batch", onnx: 6, symbolic: 0.3 },
  { file: "samples/ppocr4-det.onnx", about: "an OCR detector, all sizes open" },
  { file: "samples/silero-vad-v5.onnx", about: "voice activity, nested If" },
];

async function indexOf(file: string): Promise<ModelIndex> {
  const model = await openModel(memorySource(file, await readFile(file)));
  if (!model.ok) throw new Error(model.problem.message);
  return indexModel(model.value);
}

async function inference(subjects: readonly Subject[]): Promise<void> {
  const rows = [];
  for (const { file, about, onnx, symbolic } of subjects) {
    const index = await indexOf(file);
    const values = analyse(index, NO_ASSUMPTIONS).types.size;
    const { first, best } = await cpuTimes(RUNS, () => analyse(index, NO_ASSUMPTIONS));
    rows.push([
      about,
      values.toLocaleString("en"),
      milliseconds(first),
      milliseconds(best),
      onnx === undefined ? "" : milliseconds(onnx),
      symbolic === undefined ? "" : `${String(symbolic)} s`,
    ]);
  }
  printSection(
    "Shapes and costs",
    "All shapes, small values, MACs and memory of a model that is read already; processor time, the first and the " +
      `best of ${String(RUNS)} runs after one to warm up. The two columns at the right are not of this run and of another ` +
      "machine: onnx's own engine in C++, which leaves 24 to 74 % of these models' values without a full shape or " +
      "with an invented symbol, and ONNX Runtime's symbolic script.",
    ["Model", "Values", "First", "Best", "onnx 1.23.1", "symbolic_shape_infer.py"],
    rows,
  );
}

const EDITED = "samples/ppocr4-det.onnx";
const DIMENSIONS = ["p2o.DynamicDimension.0", "p2o.DynamicDimension.1", "p2o.DynamicDimension.2"];

/** What the page waits for after another size was typed: facts and the picture with its labels. */
async function edit(): Promise<void> {
  const bytes = await readFile(EDITED);
  const document = new Document({
    open: () => Promise.resolve({ ok: true, value: memorySource(EDITED, bytes) }),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
  const ask = async (assumed: Assumed): Promise<void> => {
    await document.ask("facts", {}, { assumed });
    await document.ask("picture", { graph: "", open: null }, { assumed });
  };
  const sized = (batch: number, side: number): Assumed =>
    Object.fromEntries(DIMENSIONS.map((name, index) => [name, index === 0 ? batch : side]));
  await ask(sized(1, 32));
  const times = [];
  for (let run = 1; run <= RUNS; run++) times.push(await cpuTime(() => ask(sized(run, 32 * (run + 6)))));
  printSection(
    "Another size for a dimension",
    "From a new assumption to facts and picture, for the OCR detector (672 nodes) with batch and sides changed each " +
      "time; processor time of the document, without the way to the page.",
    ["What", "First", "Best"],
    [["facts and labels", milliseconds(times[0] ?? 0), milliseconds(Math.min(...times))]],
  );
}

const there = SUBJECTS.filter(({ file }) => existsSync(join(file)));
if (there.length > 0) await inference(there);
if (existsSync(EDITED)) await edit();
