import { crc32 } from "node:zlib";
import { decode, encode } from "fast-png";

/** A picture as the browser gives it, and how long it stays. */
export interface Frame {
  readonly png: Uint8Array;
  readonly milliseconds: number;
}

interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly data: Uint8Array;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/**
 * An animated PNG that begins again without end: of each frame only the box is kept in which it differs from the one
 * before. Where it is not animated, the first frame is seen.
 *
 * Format: PNG (Third Edition), https://www.w3.org/TR/png-3/, sections 4.9 and 11.3.6.
 */
export function animate(frames: readonly Frame[]): Uint8Array {
  const parts: Uint8Array[] = [];
  let before: Pixels | undefined;
  let sequence = 0;
  for (const { png, milliseconds } of frames) {
    const pixels = pixelsOf(png);
    const { width, height } = pixels;
    const box = before === undefined ? { left: 0, top: 0, width, height } : changed(before, pixels);
    const chunks = chunksOf(encode({ ...cut(pixels, box), depth: 8 }, { zlib: { level: 9 } }));
    if (before === undefined) {
      parts.push(SIGNATURE, ...chunks.filter(({ type }) => type === "IHDR").map(chunk));
      parts.push(chunk({ type: "acTL", data: words(frames.length, 0) }));
    }
    parts.push(chunk({ type: "fcTL", data: control(sequence++, box, milliseconds) }));
    for (const { type, data } of chunks) {
      if (type !== "IDAT") continue;
      if (before === undefined) parts.push(chunk({ type, data }));
      else parts.push(chunk({ type: "fdAT", data: Buffer.concat([words(sequence++), data]) }));
    }
    before = pixels;
  }
  return Buffer.concat([...parts, chunk({ type: "IEND", data: new Uint8Array() })]);
}

function pixelsOf(png: Uint8Array): Pixels {
  const { width, height, channels, data } = decode(png);
  return { width, height, channels, data: Uint8Array.from(data) };
}

/** The smallest box with all differences; one pixel where there are none, since an empty one is not allowed. */
function changed(a: Pixels, b: Pixels): Box {
  let [left, top, right, bottom] = [b.width, b.height, -1, -1];
  for (const [at, value] of b.data.entries()) {
    if (value === a.data[at]) continue;
    const pixel = Math.floor(at / b.channels);
    const [x, y] = [pixel % b.width, Math.floor(pixel / b.width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < 0) return { left: 0, top: 0, width: 1, height: 1 };
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

function cut({ width, channels, data }: Pixels, box: Box): Pixels {
  const rows = Array.from({ length: box.height }, (_, row) => {
    const start = ((box.top + row) * width + box.left) * channels;
    return data.subarray(start, start + box.width * channels);
  });
  return { width: box.width, height: box.height, channels, data: Buffer.concat(rows) };
}

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

function chunksOf(png: Uint8Array): readonly Chunk[] {
  const bytes = Buffer.from(png);
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const type = bytes.toString("latin1", at + 4, at + 8);
    chunks.push({ type, data: bytes.subarray(at + 8, at + 8 + length) });
    at += 12 + length;
  }
  return chunks;
}

/** Length, type, data, checksum of the last two. */
function chunk({ type, data }: Chunk): Uint8Array {
  const checked = Buffer.concat([Buffer.from(type, "latin1"), data]);
  return Buffer.concat([words(data.length), checked, words(crc32(checked))]);
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [at, value] of values.entries()) bytes.writeUInt32BE(value, 4 * at);
  return bytes;
}

/** Where a frame lies and how long it stays; it is left there (0) and drawn over what is there (0). */
function control(sequence: number, { left, top, width, height }: Box, milliseconds: number): Uint8Array {
  const delay = Buffer.alloc(6);
  delay.writeUInt16BE(milliseconds, 0);
  delay.writeUInt16BE(1000, 2);
  return Buffer.concat([words(sequence, width, height, left, top), delay]);
}
