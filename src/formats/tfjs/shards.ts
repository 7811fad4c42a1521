import type { ByteSource } from "../../bytes/source";
import { SourceError } from "../../bytes/source";
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

  /** In bytes; undefined where a file is missing. */
  readonly size: number | undefined;

  /** Where the shards in front of the first missing one begin, and where the last of those ends. */
  private readonly starts: readonly number[];

  private constructor(
    private readonly source: ByteSource,
    private readonly shards: readonly Shard[],
  ) {
    const starts = [0];
    for (const { size } of shards) {
      if (size === undefined) break;
      starts.push((starts.at(-1) ?? 0) + size);
    }
    this.starts = starts;
    this.size = starts.length > shards.length ? starts.at(-1) : undefined;
  }

  /** Looks for the files; one problem for each that is not there. */
  static async find(
    source: ByteSource,
    paths: readonly string[],
    problems: Problems,
    onPassed: () => void,
  ): Promise<Shards> {
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
      onPassed();
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

  /** Where the bytes `[offset, offset + length)` of the group lie; undefined where they are not all there. */
  pieces(offset: number, length: number): readonly Piece[] | undefined {
    const pieces: Piece[] = [];
    const end = offset + length;
    let at = offset;
    for (let index = this.shardAt(offset); at < end; index++) {
      const [start, stop] = [this.starts[index], this.starts[index + 1]];
      if (start === undefined || stop === undefined) return undefined;
      const part = Math.min(stop, end) - at;
      if (part > 0) pieces.push({ file: this.shards[index]?.path ?? "", offset: at - start, length: part });
      at += part;
    }
    return pieces;
  }

  /** The shard that holds a byte of the group, by bisection: of strings, every single one is looked for. */
  private shardAt(offset: number): number {
    let [low, high] = [0, this.starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.starts[middle] ?? Infinity) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
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
    if (!sibling.ok) throw new SourceError(sibling.problem.message);
    try {
      if (sibling.value.size < offset + length)
        throw new SourceError(`${file}: ends before byte ${offset + length}`);
      const size = Math.min(Math.max(length, BLOCK_BYTES), sibling.value.size - offset);
      const bytes = await sibling.value.read(offset, size);
      this.block = { path: file, offset, bytes };
      return bytes.subarray(0, length);
    } finally {
      await sibling.value.close();
    }
  }
}
