/** Texts that are remembered. The table stays in the processor's cache: looking up is faster than making a text anew. */
const SLOTS = 1 << 13;
/** Longer texts are documentation, which does not repeat. */
const LONGEST_REMEMBERED = 256;

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * Texts from UTF-8, equal ones mostly as one string. A value's name stands in the file where it is made and again at
 * its uses, as a rule soon after; operators' and attributes' names stand there thousands of times. They are looked up
 * by their bytes among the latest texts. http://www.isthe.com/chongo/tech/comp/fnv/
 */
export class Strings {
  private readonly decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  private readonly hashes = new Int32Array(SLOTS);
  private readonly starts = new Int32Array(SLOTS);
  private readonly texts = new Array<string>(SLOTS).fill("");
  /** An array of each length for character codes: a view on the bytes for each text would cost more than the text. */
  private readonly codes: number[][] = Array.from({ length: LONGEST_REMEMBERED + 1 }, (_, length) =>
    new Array<number>(length).fill(0),
  );

  constructor(private readonly bytes: Uint8Array) {}

  /** The text of `[start, end)` of the bytes; what is not UTF-8 is replaced by U+FFFD. */
  text(start: number, end: number): string {
    if (start === end) return "";
    if (end - start > LONGEST_REMEMBERED) return this.decoder.decode(this.bytes.subarray(start, end));
    const { bytes } = this;
    let hash = FNV_OFFSET;
    let seen = 0;
    for (let index = start; index < end; index++) {
      const byte = bytes[index] ?? 0;
      seen |= byte;
      hash = Math.imul(hash ^ byte, FNV_PRIME);
    }
    // Only ASCII is remembered, where a text is as long as its bytes.
    if (seen > 127) return this.decoder.decode(bytes.subarray(start, end));
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    if (this.hashes[slot] === hash && this.same(slot, start, end)) return this.texts[slot] ?? "";
    const text = this.ascii(start, end);
    this.hashes[slot] = hash;
    this.starts[slot] = start;
    this.texts[slot] = text;
    return text;
  }

  private ascii(start: number, end: number): string {
    const { bytes } = this;
    const codes = this.codes[end - start] ?? [];
    for (let at = start; at < end; at++) codes[at - start] = bytes[at] ?? 0;
    return String.fromCharCode.apply(null, codes);
  }

  private same(slot: number, start: number, end: number): boolean {
    const { bytes } = this;
    const other = this.starts[slot] ?? 0;
    const length = end - start;
    if (this.texts[slot]?.length !== length) return false;
    for (let at = 0; at < length; at++) if (bytes[other + at] !== bytes[start + at]) return false;
    return true;
  }
}
