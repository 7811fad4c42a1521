import type { ByteSource } from "../../bytes/source";
import { INLINE_BYTES } from "../../model/tensor";
import type { Message } from "./schema";
import { SCHEMA } from "./schema";

/** A range of the file that is not resident. */
export interface Hole {
  readonly offset: number;
  readonly length: number;
}

/** A file but for its holes: what lies between them, in the file's order, without gaps. */
export interface Resident {
  readonly bytes: Uint8Array;
  /** By offset. */
  readonly holes: readonly Hole[];
  /** Of the file, in bytes, as far as it was read. */
  readonly size: number;
  /** Whether the file was read to its end. */
  readonly whole: boolean;
}

/**
 * How much of a file is kept besides its holes: a million nodes with names as exporters write them take some 200 MB,
 * and no network has as many. More than this is elements that a writer put where names belong, or made to fill memory.
 */
const LARGEST_SKELETON = 512 << 20;

/** The first read after a hole: a tensor's header and the next one's are a few hundred bytes. */
const FIRST_READ = 1 << 10;
/** Reads double up to this size while they are sequential. */
const LARGEST_READ = 1 << 20;
/** Texts and attribute lists are wanted whole; a longer one is an embedded file that nobody reads as text. */
const LARGEST_LEAF = 16 << 20;
/** A tag of at most 5 bytes and a length of at most 10. */
const HEADER = 15;
/** From this size on, room is made for what the rest of the file takes if it goes on as it began. */
const FORESEEN_FROM = 4 << 20;
/** How much more room is made at once than is needed by then, however much that is. */
const LARGEST_FORESIGHT = 128 << 20;

export interface SkimOptions {
  /** In bytes; {@link LARGEST_SKELETON} where it is not said. */
  readonly largest?: number;
  readonly signal?: AbortSignal;
  /** Called with the part of the file that is behind, 0 to 1. */
  readonly onProgress?: (fraction: number) => void;
}

/**
 * Reads a model's skeleton: everything but runs of tensor elements longer than {@link INLINE_BYTES}, which become
 * holes. Takes the bytes as they come and judges nothing: a malformed message is kept as it is, for the parser to
 * say what is wrong with it.
 */
export async function skim(
  source: ByteSource,
  { signal, onProgress, largest = LARGEST_SKELETON }: SkimOptions = {},
): Promise<Resident> {
  const skeleton = new Skeleton(source.size);
  let step = FIRST_READ;
  while (!skeleton.walk() && skeleton.kept < largest) {
    signal?.throwIfAborted();
    if (skeleton.afterHole) step = FIRST_READ;
    const from = skeleton.end;
    const length = Math.min(source.size - from, Math.max(step, skeleton.missing()));
    skeleton.append(await source.read(from, length, skeleton.room(length)));
    step = Math.min(2 * step, LARGEST_READ);
    onProgress?.(from / source.size);
  }
  return skeleton.resident();
}

interface Open {
  readonly message: Message;
  readonly end: number;
}

/** The walk over tags and lengths. Positions are the file's; `shift` is what holes before them have taken away. */
class Skeleton {
  private bytes: Uint8Array = new Uint8Array(0);
  private filled = 0;
  /** Whether `bytes` is ours to write into: what the source gave may be its own memory. */
  private own = false;
  private readonly holes: Hole[] = [];
  private shift = 0;
  private position = 0;
  private readonly stack: Open[];
  afterHole = false;

  constructor(private readonly size: number) {
    this.stack = [{ message: "Model", end: size }];
  }

  /** The file's offset up to which bytes are here. */
  get end(): number {
    return this.filled + this.shift;
  }

  /** In bytes. */
  get kept(): number {
    return this.filled;
  }

  missing(): number {
    return this.position + HEADER - this.end;
  }

  /** Where the next bytes may be read to, once nothing else is certain than that they must be copied. */
  room(length: number): Uint8Array | undefined {
    if (!this.own) return undefined;
    const needed = this.filled + length;
    if (needed > this.bytes.length) this.grow(needed);
    return this.bytes.subarray(this.filled, needed);
  }

  append(bytes: Uint8Array): void {
    this.afterHole = false;
    const needed = this.filled + bytes.length;
    if (!this.own && this.follows(bytes)) {
      // A source in memory gives parts that lie side by side: as long as there is no hole, nothing is copied.
      this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset - this.filled, needed);
    } else if (!this.isInPlace(bytes)) {
      if (!this.own || needed > this.bytes.length) this.grow(needed);
      this.bytes.set(bytes, this.filled);
    }
    this.filled = needed;
  }

  private isInPlace(bytes: Uint8Array): boolean {
    return bytes.buffer === this.bytes.buffer && bytes.byteOffset === this.bytes.byteOffset + this.filled;
  }

  private follows(bytes: Uint8Array): boolean {
    return this.filled === 0 || this.isInPlace(bytes);
  }

  private grow(needed: number): void {
    const room = Math.max(2 * this.bytes.length, needed, this.foreseen(needed), LARGEST_READ);
    const grown = new Uint8Array(Math.min(this.size, room));
    grown.set(this.bytes.subarray(0, this.filled));
    this.bytes = grown;
    this.own = true;
  }

  /** Room that is never written to costs nothing; to touch fresh memory takes longer than to copy it. */
  private foreseen(needed: number): number {
    if (needed < FORESEEN_FROM) return 0;
    const expected = Math.ceil((needed * this.size) / this.position);
    return Math.min(expected, needed + LARGEST_FORESIGHT);
  }

  resident(): Resident {
    const size = Math.min(this.end, this.size);
    return { bytes: this.bytes.subarray(0, this.filled), holes: this.holes, size, whole: size === this.size };
  }

  /** Goes on as far as the bytes here allow; whether the walk is over and everything is here. */
  walk(): boolean {
    for (;;) {
      const open = this.stack.at(-1);
      if (open === undefined) return this.end >= this.size;
      if (this.position >= open.end) {
        // A field that ran beyond its message ends with it, as it does for the parser.
        this.position = open.end;
        this.stack.pop();
        continue;
      }
      if (this.position + HEADER > this.end && this.end < this.size) return false;
      this.field(open);
    }
  }

  private field({ message, end }: Open): void {
    const tag = this.varint();
    switch (tag & 7) {
      case 0:
        this.varint();
        return;
      case 1:
        this.position += 8;
        return;
      case 5:
        this.position += 4;
        return;
      case 2: {
        const length = this.varint();
        const stop = Math.min(this.position + length, end);
        this.delimited(SCHEMA[message][Math.floor(tag / 8)], stop);
        return;
      }
      default:
        this.delimited(undefined, end);
    }
  }

  private delimited(field: (typeof SCHEMA)[Message][number] | undefined, stop: number): void {
    const length = stop - this.position;
    if (length > INLINE_BYTES && field?.message !== undefined) {
      this.stack.push({ message: field.message, end: stop });
    } else if (length > (field?.data === true ? INLINE_BYTES : LARGEST_LEAF)) {
      this.hole(length);
    } else {
      this.position = Math.max(stop, this.position);
    }
  }

  /** What was read ahead of the blob's end is given up: it is read again where it is needed. */
  private hole(length: number): void {
    this.holes.push({ offset: this.position, length });
    this.filled = this.position - this.shift;
    this.position += length;
    this.shift += length;
    this.afterHole = true;
  }

  /** Bits beyond 53 are of no interest here: such a length is beyond the end anyway. */
  private varint(): number {
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      const byte = this.bytes[this.position - this.shift] ?? 0;
      this.position++;
      value += (byte & 127) * scale;
      if (byte < 128) break;
      scale *= 128;
    }
    return value;
  }
}
