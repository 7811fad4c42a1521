import { bytesIn } from "../analysis/learned";
import type { ModelIndex } from "../analysis/model-index";
import { weightUses } from "../analysis/weight-use";
import type { Problem, Result } from "../bytes/problem";
import { bitsOf } from "../model/dtype";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import { elementText, npyFile, numpyType, tensorCsv } from "../reports/tensor-file";
import { measuringProblems, weightsTensor } from "../reports/weights";
import { paint, pictureAxes } from "../tensors/pictures";
import { readBytes, readRange } from "../tensors/range";
import type { ReadOptions, TensorReader } from "../tensors/reader";
import type { Weights } from "../tensors/weights";
import { t } from "../words/texts";
import type { RequestOptions } from "./answer";
import type {
  SavedFile,
  StoredTensors,
  TensorFileRequest,
  TensorPictures,
  TensorPicturesRequest,
  TensorWindow,
  TensorWindowRequest,
} from "./protocol/tensors";

/** A window of elements: what a screen shows. */
const WINDOW = { rows: 40, columns: 16 };

/** A file goes through the page to VS Code as one message: beyond this, other tools are the better way. */
const LARGEST_FILE = 64 * 2 ** 20;

/** In bytes. So many are read and measured in less than a tenth of a second, of which nobody need be asked. */
const READ_UNASKED = 16e6;

/** Whether a model's weights are so few that the linter looks at them at once. */
export function areReadUnasked(index: ModelIndex): boolean {
  const bytes = bytesIn(index, index.stored.keys());
  return bytes !== undefined && bytes <= READ_UNASKED;
}

/** @param weights undefined: nobody has measured them. */
export function storedTensors(index: ModelIndex, weights: Weights | undefined): StoredTensors {
  const uses = weights?.uses ?? weightUses(index);
  const known: Weights = weights ?? { uses, measured: new Map() };
  const names = [...index.stored.keys()];
  const places = new Map(names.map((name, at) => [name, at]));
  return {
    tensors: names.map((name) => ({ ...weightsTensor(index, known, name), channels: null })),
    measured: weights !== undefined,
    nodes: names.map((name) => uses.get(name)?.[0]?.node.id ?? null),
    layers: Array.from(uses).flatMap(([name, all]) => {
      const at = places.get(name);
      return at === undefined || all.every(({ layout }) => layout === undefined) ? [] : [at];
    }),
    bytes: bytesIn(index, names) ?? null,
    problems: measuringProblems(index, known),
  };
}

export async function tensorPictures(
  index: ModelIndex,
  reader: TensorReader,
  { name, at }: TensorPicturesRequest,
  options: RequestOptions,
): Promise<Result<TensorPictures>> {
  const tensor = index.stored.get(name)?.tensor;
  if (tensor === undefined) return no(name, t("The model holds no such tensor any more."));
  const uses = weightUses(index).get(name);
  const layout = uses?.find((use) => use.layout !== undefined)?.layout;
  const axes = pictureAxes(tensor.shape.length, layout);
  if (axes === undefined) return no(name, t("It has fewer than two axes: there is no picture of it."));
  const fixed = axes.fixed.map((axis, place) => {
    const size = tensor.shape[axis] ?? 1;
    return { axis, size, at: Math.max(0, Math.min(size - 1, at?.[place] ?? 0)) };
  });
  const indices = fixed.map((one) => one.at);
  const maps = await paint(reader, tensor, axes, indices, progressing(index, name, options));
  if (!maps.ok) return maps;
  const { channel, row, column } = axes;
  return { ok: true, value: { ...maps.value, axes: { channel: channel ?? null, row, column }, fixed } };
}

export async function tensorWindow(
  index: ModelIndex,
  reader: TensorReader,
  request: TensorWindowRequest,
  options: RequestOptions,
): Promise<Result<TensorWindow>> {
  const { name } = request;
  const tensor = index.stored.get(name)?.tensor;
  if (tensor === undefined) return no(name, t("The model holds no such tensor any more."));
  const columns = tensor.shape.at(-1) ?? 1;
  const rows = columns === 0 ? 0 : elementsOf(tensor.shape) / columns;
  const row = within(request.row, rows);
  const column = within(request.column, columns);
  const wide = Math.min(WINDOW.columns, columns - column);
  const values: (readonly string[])[] = [];
  for (let at = row; at < Math.min(rows, row + WINDOW.rows); at++) {
    const read = await readRange(reader, tensor, at * columns + column, wide, signalOf(options));
    if (!read.ok) return read;
    values.push(Array.from(read.value, (value) => elementText(value, tensor.dtype)));
  }
  return { ok: true, value: { rows, columns, row, column, values } };
}

export async function tensorFile(
  index: ModelIndex,
  reader: TensorReader,
  { name, format }: TensorFileRequest,
  options: RequestOptions,
): Promise<Result<SavedFile>> {
  const tensor = index.stored.get(name)?.tensor;
  if (tensor === undefined) return no(name, t("The model holds no such tensor any more."));
  const bytes = (elementsOf(tensor.shape) * (bitsOf(tensor.dtype) ?? 64)) / 8;
  if (bytes > LARGEST_FILE) return no(name, t("It is larger than 64 MiB: save it with a script."));
  const file = `${name.replace(/[^\w.-]+/g, "_").slice(-100) || "tensor"}.${format}`;
  const reading = progressing(index, name, options);
  if (format === "csv") {
    const all = await reader.readAll(tensor, reading);
    if (!all.ok) return all;
    const content = tensorCsv(all.value, tensor.shape, tensor.dtype);
    return { ok: true, value: { name: file, content, encoding: "utf8" } };
  }
  const npy = await npyOf(reader, tensor, bytes, reading);
  if (!(npy instanceof Uint8Array)) return { ok: false, problem: npy };
  return { ok: true, value: { name: file, content: base64(npy), encoding: "base64" } };
}

/** In the type's own bytes where numpy has the type and the file holds them so, else as doubles. */
async function npyOf(
  reader: TensorReader,
  tensor: Tensor,
  byteLength: number,
  options: ReadOptions,
): Promise<Uint8Array | Problem> {
  const type = numpyType(tensor.dtype);
  if (type !== undefined && tensor.location.kind === "raw" && tensor.quantization === undefined) {
    const bytes = await readBytes(reader, tensor, byteLength, options);
    return bytes instanceof Uint8Array ? npyFile(type, tensor.shape, bytes) : bytes;
  }
  const all = await reader.readAll(tensor, options);
  return all.ok ? npyFile("<f8", tensor.shape, new Uint8Array(all.value.buffer)) : all.problem;
}

function base64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // Arguments of a call are limited.
  for (let at = 0; at < bytes.length; at += 8192) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8192)));
  }
  return btoa(parts.join(""));
}

function within(index: number, size: number): number {
  return Math.max(0, Math.min(size - 1, Math.floor(index)));
}

function signalOf({ signal }: RequestOptions): ReadOptions {
  return signal === undefined ? {} : { signal };
}

function progressing(index: ModelIndex, name: string, options: RequestOptions): ReadOptions {
  const total = bytesIn(index, [name]) ?? null;
  let done = 0;
  const onRead = (bytes: number): void => {
    done += bytes;
    options.onProgress?.({ phase: t("Reading"), done, total });
  };
  return { ...signalOf(options), onRead };
}

function no(where: string, message: string): Result<never> {
  return { ok: false, problem: { severity: "error", code: "not-in-model", message, where } };
}
