import { joined } from "../bytes/joined";
import { changeIn } from "../bytes/changed-file";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { DataType } from "../model/dtype";
import { bitsOf, isFloat } from "../model/dtype";
import type { Integer, Piece, Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import type { Numbers } from "./decode";
import { decode, halvesIn, tableOf } from "./decode";
import { varints } from "./varints";

/** Bytes that are read at a time: what is done once for each part, emptying counters above all, is to weigh little. */
const CHUNK = 2 ** 22;

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** After each part, with the bytes read in it. */
  readonly onRead?: (bytes: number) => void;
  /** Takes float16 as its bits, where nothing else is to be done to them; absent: as numbers. */
  readonly takeHalves?: ((codes: Uint16Array) => void) | undefined;
}

/** Reads stored tensors part by part: from the model's own file or files beside it, which stay open until `close`. */
export class TensorReader {
  private readonly siblings = new Map<string, Result<ByteSource>>();
  /** What every part is read into. */
  private readonly room = new Uint8Array(CHUNK);

  constructor(private readonly source: ByteSource) {}

  async close(): Promise<void> {
    for (const sibling of this.siblings.values()) if (sibling.ok) await sibling.value.close();
    this.siblings.clear();
  }

  /**
   * Hands a tensor's elements to `take`, in row-major order, as they are stored but for what the tensor's own
   * quantization says; of a sparse tensor the values that it holds. Gives a problem where bytes cannot be had, where
   * the file holds fewer than the shape asks for, or where the elements are no numbers. What `take` is given is valid
   * until it returns.
   */
  async read(
    tensor: Tensor,
    take: (values: Numbers) => void,
    options: ReadOptions = {},
  ): Promise<Problem | undefined> {
    const { location } = tensor;
    const scaled = scaling(tensor, take);
    switch (location.kind) {
      case "raw":
        return this.readRaw(tensor, location.pieces, scaled, {
          ...options,
          takeHalves: tensor.dtype === "float16" && scaled === take ? options.takeHalves : undefined,
        });
      case "varint": {
        const bytes = await this.gather(location.pieces, options);
        if (!(bytes instanceof Uint8Array)) return bytes;
        scaled(varints(tensor.dtype, bytes, elementsOf(tensor.shape)));
        return undefined;
      }
      case "numbers":
        scaled(literal(tensor.dtype, location.values));
        return undefined;
      case "sparse":
        return this.read(location.values, take, options);
      case "strings":
        return notNumbers(tensor, "its elements are texts");
      case "absent":
        return notNumbers(tensor, "the file holds no data for it");
    }
  }

  /** All elements at once: for scales and the like, which are small. */
  async readAll(tensor: Tensor, options: ReadOptions = {}): Promise<Result<Float64Array>> {
    const parts: Numbers[] = [];
    const problem = await this.read(tensor, (values) => parts.push(values.slice()), options);
    if (problem !== undefined) return { ok: false, problem };
    const all = new Float64Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return { ok: true, value: all };
  }

  private async readRaw(
    tensor: Tensor,
    pieces: readonly Piece[],
    take: (values: Numbers) => void,
    { signal, onRead, takeHalves }: ReadOptions,
  ): Promise<Problem | undefined> {
    const bits = bitsOf(tensor.dtype);
    if (bits === undefined) return notNumbers(tensor, "its elements have no fixed size");
    let left = elementsOf(tensor.shape);
    // What of an element or byte group is cut by the end of a part or a piece.
    let rest = new Uint8Array(0);
    for (const { file, offset, length } of pieces) {
      const opened = await this.open(file);
      if (!opened.ok) return opened.problem;
      for (let from = 0; from < length && left > 0; from += CHUNK) {
        signal?.throwIfAborted();
        const wanted = Math.min(CHUNK, length - from);
        const bytes = await readFrom(opened.value, offset + from, wanted, this.room);
        if (!(bytes instanceof Uint8Array)) return bytes;
        onRead?.(bytes.length);
        const held = rest.length === 0 ? bytes : joined([rest, bytes]);
        const whole = Math.min(left, Math.floor((held.length * 8) / bits));
        if (takeHalves !== undefined) takeHalves(halvesIn(held, whole));
        else {
          const values = decode(tensor.dtype, held, whole);
          if (values === undefined) return notNumbers(tensor, "its elements are no real numbers");
          take(values);
        }
        left -= whole;
        rest = held.slice(Math.ceil((whole * bits) / 8));
      }
    }
    return left === 0 ? undefined : notNumbers(tensor, "the file holds fewer elements than its shape has");
  }

  private async gather(
    pieces: readonly Piece[],
    { signal, onRead }: ReadOptions,
  ): Promise<Uint8Array | Problem> {
    const parts: Uint8Array[] = [];
    for (const { file, offset, length } of pieces) {
      signal?.throwIfAborted();
      const opened = await this.open(file);
      if (!opened.ok) return opened.problem;
      const bytes = await readFrom(opened.value, offset, length);
      if (!(bytes instanceof Uint8Array)) return bytes;
      onRead?.(bytes.length);
      parts.push(bytes);
    }
    return joined(parts);
  }

  private async open(file: string): Promise<Result<ByteSource>> {
    if (file === "") return { ok: true, value: this.source };
    const known = this.siblings.get(file);
    if (known !== undefined) return known;
    const opened = await this.source.sibling(file);
    this.siblings.set(file, opened);
    return opened;
  }
}

/** Typed fields hold narrow floats as their bits, and all other numbers as they are. */
function literal(dtype: DataType, values: readonly Integer[]): Numbers {
  const table = isFloat(dtype) ? tableOf(dtype) : undefined;
  const numbers = Float64Array.from(values, Number);
  return table === undefined ? numbers : numbers.map((code) => table[code & 0xffff] ?? NaN);
}

/** Applies what the tensor says of its own numbers: TensorFlow.js stores `q` for `q · scale + min`. */
function scaling({ quantization }: Tensor, take: (values: Numbers) => void): (values: Numbers) => void {
  if (quantization === undefined || (quantization.scale === 1 && quantization.min === 0)) return take;
  const { scale, min, dtype } = quantization;
  const whole = dtype.includes("int") || dtype === "bool";
  return (values) => {
    take(
      values.map((value) => {
        const scaled = value * scale + min;
        return whole ? Math.round(scaled) : scaled;
      }),
    );
  };
}

async function readFrom(
  source: ByteSource,
  offset: number,
  length: number,
  into?: Uint8Array,
): Promise<Uint8Array | Problem> {
  if (offset + length > source.size) return cut(source, offset + length);
  try {
    return await source.read(offset, length, into);
  } catch (thrown) {
    return changeIn(thrown, source.name);
  }
}

function cut(source: ByteSource, end: number): Problem {
  return {
    severity: "error",
    code: "cut-file",
    message: `${source.name}: data is wanted up to byte ${String(end)}, but the file has ${String(source.size)} bytes.`,
    where: source.name,
  };
}

function notNumbers({ name }: Tensor, reason: string): Problem {
  return { severity: "warning", code: "no-numbers", message: `Tensor ${name}: ${reason}.`, where: name };
}
