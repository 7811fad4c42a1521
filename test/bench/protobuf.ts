import { open } from "node:fs/promises";

/** Zeros that take no room: a hole where they are written to a file. */
export interface Hole {
  readonly hole: number;
}

/** A message, or a part of one, in the order in which it is written. */
export type Pieces = readonly (Uint8Array | Hole)[];

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** A field with a number ≥ 0. */
export function int(field: number, value: number): Pieces {
  return [Uint8Array.from([...varint(field * 8 + VARINT), ...varint(value)])];
}

/** A field with bytes, or with a message. */
export function bytes(field: number, content: Pieces): Pieces {
  const head = [...varint(field * 8 + LENGTH_DELIMITED), ...varint(sizeOf(content))];
  return [Uint8Array.from(head), ...content];
}

export function text(field: number, value: string): Pieces {
  return bytes(field, [Buffer.from(value)]);
}

/** A message of fields; what holds no hole is one piece. */
export function message(fields: readonly Pieces[]): Pieces {
  const pieces = fields.flat();
  return pieces.some(isHole) ? pieces : [toBytes(pieces)];
}

export function toBytes(pieces: Pieces): Uint8Array {
  return Buffer.concat(pieces.map((piece) => (isHole(piece) ? new Uint8Array(piece.hole) : piece)));
}

/** Writes a file whose holes take no room on the disk, where the file system can do that. */
export async function writeSparse(path: string, pieces: Pieces): Promise<void> {
  const file = await open(path, "w");
  try {
    let offset = 0;
    for (const piece of pieces) {
      if (!isHole(piece)) await file.write(piece, 0, piece.length, offset);
      offset += lengthOf(piece);
    }
    await file.truncate(offset);
  } finally {
    await file.close();
  }
}

function isHole(piece: Uint8Array | Hole): piece is Hole {
  return "hole" in piece;
}

function lengthOf(piece: Uint8Array | Hole): number {
  return isHole(piece) ? piece.hole : piece.length;
}

function sizeOf(pieces: Pieces): number {
  return pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
}

/** By arithmetic, not by bits: lengths and dimensions go beyond 32 bits. */
function varint(value: number): readonly number[] {
  const parts: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) parts.push((left % 0x80) + 0x80);
  return [...parts, left];
}
