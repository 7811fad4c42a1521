import type { Result } from "../bytes/problem";
import type { ByteSource, SiblingProblem } from "../bytes/source";
import type { Piece } from "../model/tensor";

/** A tensor whose stored elements are replaced. */
export interface Fresh {
  readonly pieces: readonly Piece[];
  /** Bytes of an element, and how it is written. */
  readonly width: number;
  readonly write: (view: DataView, offset: number, value: number) => void;
  /** An element by its place in the tensor. */
  readonly value: (at: number) => number;
}

interface Region {
  readonly offset: number;
  readonly length: number;
  /** Bytes of the tensor before this piece. */
  readonly before: number;
  readonly fresh: Fresh;
}

/** A model's files with other elements in some of their tensors; nothing is written, and nothing held in memory. */
export class FreshSource implements ByteSource {
  private readonly regions: readonly Region[];

  constructor(
    private readonly source: ByteSource,
    private readonly tensors: readonly Fresh[],
    file = "",
  ) {
    this.regions = tensors.flatMap((fresh) => regionsIn(fresh, file)).toSorted((a, b) => a.offset - b.offset);
  }

  get name(): string {
    return this.source.name;
  }

  get size(): number {
    return this.source.size;
  }

  async read(offset: number, length: number, into?: Uint8Array): Promise<Uint8Array> {
    const end = offset + length;
    const from = this.firstEndingBehind(offset);
    if ((this.regions[from]?.offset ?? Infinity) >= end) return this.source.read(offset, length, into);
    // What a source hands out may be its own memory.
    const bytes = (await this.source.read(offset, length, into)).slice();
    for (let at = from; at < this.regions.length; at++) {
      const region = this.regions[at];
      if (region === undefined || region.offset >= end) break;
      overwrite(bytes, offset, region);
    }
    return bytes;
  }

  async sibling(relative: string): Promise<Result<ByteSource, SiblingProblem>> {
    const opened = await this.source.sibling(relative);
    return opened.ok ? { ok: true, value: new FreshSource(opened.value, this.tensors, relative) } : opened;
  }

  /** The source is its owner's, who closes it; siblings are opened through this one. */
  async close(): Promise<void> {
    await this.source.close();
  }

  /** By bisection: regions do not overlap. */
  private firstEndingBehind(offset: number): number {
    let [low, high] = [0, this.regions.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const region = this.regions[middle];
      if (region !== undefined && region.offset + region.length <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function regionsIn(fresh: Fresh, file: string): readonly Region[] {
  let before = 0;
  return fresh.pieces.flatMap(({ file: own, offset, length }) => {
    const region = { offset, length, before, fresh };
    before += length;
    return own === file ? [region] : [];
  });
}

/** Writes the elements that lie in the bytes, also those that are cut at an end. */
function overwrite(bytes: Uint8Array, start: number, { offset, length, before, fresh }: Region): void {
  const { width, write, value } = fresh;
  const [from, to] = [Math.max(start, offset), Math.min(start + bytes.length, offset + length)];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const one = new DataView(new ArrayBuffer(8));
  const first = Math.floor((from - offset + before) / width);
  const last = Math.ceil((to - offset + before) / width);
  for (let at = first; at < last; at++) {
    const place = offset - before + at * width;
    if (place >= from && place + width <= to) write(view, place - start, value(at));
    else {
      write(one, 0, value(at));
      for (let byte = Math.max(place, from); byte < Math.min(place + width, to); byte++) {
        bytes[byte - start] = one.getUint8(byte - place);
      }
    }
  }
}

/**
 * Numbers of mean 0 and deviation 1 by their place, the same at every asking: uniform ones, which serve as well as
 * normal ones where many are summed up. The mixing is the finaliser of MurmurHash3 (A. Appleby, public domain).
 */
export function drawsOf(seed: number): (at: number) => number {
  const start = Math.imul(seed, 0x9e3779b1) | 0;
  return (at) => {
    let mixed = (start + Math.imul(at, 0x85ebca77)) | 0;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    mixed ^= mixed >>> 16;
    return Math.sqrt(12) * ((mixed >>> 0) / 2 ** 32 - 0.5);
  };
}
