/** At first; doubled when half full. */
const TABLE_SIZE = 1 << 12;
/** Longer texts are documentation, which does not repeat. */
const LONGEST_INTERNED = 256;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * One string for each sequence of bytes. A value's name stands in the file once where it is made and again at every
 * use, operators' and attributes' names thousands of times: looked up by their bytes they are made once, and compare
 * by identity. http://www.isthe.com/chongo/tech/comp/fnv/
 */
export class Strings {
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  private slots = new Int32Array(TABLE_SIZE).fill(-1);
  private hashes = new Int32Array(TABLE_SIZE);
  private starts = new Int32Array(TABLE_SIZE);
  private readonly texts: string[] = [];
  /** An array of each length for character codes: a view on the bytes for each text would cost more than the text. */
  private readonly codes: number[][] = Array.from({ length: LONGEST_INTERNED + 1 }, (_, length) =>
    new Array<number>(length).fill(0),
  );

  constructor(private readonly bytes: Uint8Array) {}

  /** The UTF-8 text of `[start, end)` of the bytes; what is not UTF-8 is replaced by U+FFFD. */
  text(start: number, end: number): string {
    if (start === end) return "";
    if (end - start > LONGEST_INTERNED) return this.decoder.decode(this.bytes.subarray(start, end));
    const { bytes } = this;
    let hash = FNV_OFFSET;
    let seen = 0;
    for (let index = start; index < end; index++) {
      const byte = bytes[index] ?? 0;
      seen |= byte;
      hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
    const mask = this.slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const index = this.slots[slot] ?? -1;
      if (index < 0) break;
      if (this.hashes[index] === hash && this.same(index, start, end)) return this.texts[index] ?? "";
      slot = (slot + 1) & mask;
    }
    const text = seen < 128 ? this.ascii(start, end) : this.decoder.decode(bytes.subarray(start, end));
    this.add(slot, hash, start, text, seen < 128);
    return text;
  }

  private ascii(start: number, end: number): string {
    const { bytes } = this;
    const codes = this.codes[end - start] ?? [];
    for (let at = start; at < end; at++) codes[at - start] = bytes[at] ?? 0;
    return String.fromCharCode.apply(null, codes);
  }

  private same(index: number, start: number, end: number): boolean {
    const { bytes } = this;
    const other = this.starts[index] ?? 0;
    const length = end - start;
    if (this.texts[index]?.length !== length) return false;
    for (let at = 0; at < length; at++) if (bytes[other + at] !== bytes[start + at]) return false;
    return true;
  }

  /** Only ASCII is kept, where a text is as long as its bytes. */
  private add(slot: number, hash: number, start: number, text: string, ascii: boolean): void {
    if (!ascii) return;
    const index = this.texts.length;
    this.slots[slot] = index;
    this.hashes[index] = hash;
    this.starts[index] = start;
    this.texts.push(text);
    if (2 * this.texts.length > this.slots.length) this.grow();
  }

  private grow(): void {
    const size = 2 * this.slots.length;
    const [hashes, starts] = [this.hashes, this.starts];
    this.hashes = new Int32Array(size);
    this.hashes.set(hashes);
    this.starts = new Int32Array(size);
    this.starts.set(starts);
    this.slots = new Int32Array(size).fill(-1);
    for (let index = 0; index < this.texts.length; index++) {
      const hash = this.hashes[index] ?? 0;
      let slot = (hash ^ (hash >>> 15)) & (size - 1);
      while ((this.slots[slot] ?? -1) >= 0) slot = (slot + 1) & (size - 1);
      this.slots[slot] = index;
    }
  }
}
