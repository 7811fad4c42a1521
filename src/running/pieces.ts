import { changeIn } from "../bytes/changed-file";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import type { Tensor } from "../model/tensor";

/** Reads the bytes of tensors as they lie in the model's file and those beside it, which stay open until `close`. */
export class PieceReader {
  private readonly siblings = new Map<string, Result<ByteSource>>();

  constructor(private readonly source: ByteSource) {}

  /** @param into room for all of the tensor's pieces. */
  async read({ location }: Tensor, into: Uint8Array): Promise<Problem | undefined> {
    if (location.kind !== "raw" && location.kind !== "varint") return undefined;
    let at = 0;
    for (const { file, offset, length } of location.pieces) {
      const source = await this.open(file);
      if (!source.ok) return source.problem;
      try {
        into.set(await source.value.read(offset, length), at);
      } catch (thrown) {
        return changeIn(thrown, source.value.name);
      }
      at += length;
    }
    return undefined;
  }

  async close(): Promise<void> {
    for (const sibling of this.siblings.values()) if (sibling.ok) await sibling.value.close();
  }

  private async open(file: string): Promise<Result<ByteSource>> {
    if (file === "") return { ok: true, value: this.source };
    const known = this.siblings.get(file) ?? (await this.source.sibling(file));
    this.siblings.set(file, known);
    return known;
  }
}
