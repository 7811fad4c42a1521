import type { ByteSource } from "../../bytes/source";
import type { Piece } from "../../model/tensor";
import type { Problems } from "../onnx/problems";

/** Shards are 4 MiB each: so many hold 40 GB, and a manifest that names more was made to keep a reader busy. */
const MOST_SHARDS = 10_000;

/** Bytes read at once: small tensors lie side by side, and one reading serves many of them. */
const BLOCK_BYTES = 64 * 1024;

interface Shard {
  readonly path: string;
  /** In bytes; undefined where it is not there. */
  readonly size: number | undefined;
}

/** The files of one group of weights, read as one run of bytes. Where a shard is missing, what follows is unplaced. */
export class Shards {
  private block: { readonly path: string; readonly offset: number; readonly bytes: Uint8Array } | undefined;

  /** In all, by {@link read}. */
  bytesRead = 0;

  private constructor(
    private readonly source: ByteSource,
    private readonly shards: readonly Shard[],
  ) {}

  /** Looks for the files; one problem for each that is not there. */
  static async find(source: ByteSource, paths: readonly string[], problems: Problems): Promise<Shards> {
    if (paths.length > MOST_SHARDS) {
      const message = `a group of weights names ${paths.length} files; the first ${MOST_SHARDS} are looked for`;
      problems.warning("too-many-files", message, "weightsManifest");
    }
    const shards: Shard[] = [];
    for (const path of paths.slice(0, MOST_SHARDS)) {
      const sibling = await source.sibling(path);
      if (sibling.ok) {
        shards.push({ path, size: sibling.value.size });
        await sibling.value.close();
      } else {
        problems.pass(sibling.problem);
        shards.push({ path, size: undefined });
      }
    }
    return new Shards(source, shards);
  }

  /** The names of the files, for messages. */
  get names(): string {
    const [first] = this.shards;
    const last = this.shards.at(-1);
    return first === undefined || first === last
      ? `'${first?.path ?? ""}'`
      : `'${first.path}' … '${last?.path ?? ""}'`;
  }

  /** In bytes; undefined where a file is missing. */
  get size(): number | undefined {
    const sizes = this.shards.map(({ size }) => size);
    return sizes.reduce((sum, size) => (sum === undefined || size === undefined ? undefined : sum + size), 0);
  }

  /** Where the bytes `[offset, offset + length)` of the group lie; undefined where they are not all there. */
  pieces(offset: number, length: number): readonly Piece[] | undefined {
    const pieces: Piece[] = [];
    let [start, rest] = [offset, length];
    for (const { path, size } of this.shards) {
      if (rest === 0) break;
      if (size === undefined) return undefined;
      if (start < size) {
        const part = Math.min(size - start, rest);
        pieces.push({ file: path, offset: start, length: part });
        rest -= part;
      }
      start = Math.max(start - size, 0);
    }
    return rest === 0 ? pieces : undefined;
  }

  /** Their bytes; the range must be there, and small: it is held in memory. */
  async read(pieces: readonly Piece[]): Promise<Uint8Array> {
    const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) {
      bytes.set(await this.readPiece(piece), at);
      at += piece.length;
      this.bytesRead += piece.length;
    }
    return bytes;
  }

  private async readPiece({ file, offset, length }: Piece): Promise<Uint8Array> {
    const { block } = this;
    if (block?.path === file && block.offset <= offset) {
      const from = offset - block.offset;
      if (from + length <= block.bytes.length) return block.bytes.subarray(from, from + length);
    }
    const sibling = await this.source.sibling(file);
    // It was there a moment ago.
    if (!sibling.ok) return new Uint8Array(length);
    try {
      const size = Math.min(Math.max(length, BLOCK_BYTES), sibling.value.size - offset);
      const bytes = await sibling.value.read(offset, size);
      this.block = { path: file, offset, bytes };
      return bytes.subarray(0, length);
    } finally {
      await sibling.value.close();
    }
  }
}
