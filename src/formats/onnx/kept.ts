/** Room for hundreds of small tensors, of which few are larger than a shape. */
const BLOCK_BYTES = 1 << 16;

/** Copies of small tensors' bytes, many in a buffer: one of its own for each would cost more than what it holds. */
export class Kept {
  private block = new Uint8Array(0);
  private used = 0;

  copy(bytes: Uint8Array): Uint8Array {
    if (this.used + bytes.length > this.block.length) {
      this.block = new Uint8Array(Math.max(BLOCK_BYTES, bytes.length));
      this.used = 0;
    }
    const copy = this.block.subarray(this.used, this.used + bytes.length);
    copy.set(bytes);
    this.used += bytes.length;
    return copy;
  }
}
