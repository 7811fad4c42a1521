import type { Integer } from "../../model/tensor";
import { Kept } from "./kept";
import type { Problems } from "./problems";
import type { Resident } from "./skim";
import { Strings } from "./strings";
import { TextStack } from "./text-stack";

/** Tags of fields by wire type (https://protobuf.dev/programming-guides/encoding/). */
export const varint = (field: number): number => field << 3;
export const fixed64 = (field: number): number => (field << 3) | 1;
export const delimited = (field: number): number => (field << 3) | 2;
export const fixed32 = (field: number): number => (field << 3) | 5;

/**
 * Reads protobuf from a file's resident bytes. All positions are the file's. A hole is met only as the content of a
 * field, and is stepped over with it.
 *
 * Nothing here throws at malformed bytes: the fault is noted and the rest of its message is skipped.
 */
export class Wire {
  position = 0;
  /** Types around the one that is read, which nest in themselves as graphs do. */
  depth = 0;
  graphDepth = 0;
  /** What is wanted of the bytes longer than the reading lasts. */
  readonly kept = new Kept();
  /** Of the nodes that are read: one, and those that it stands in. */
  readonly inputs = new TextStack();
  readonly outputs = new TextStack();
  private readonly bytes: Uint8Array;
  private readonly view: DataView;
  private readonly strings: Strings;
  /** Bytes in holes before the position. */
  private shift = 0;
  private nextHole = 0;
  /** Where a message was cut, as has been said, that claimed more than what it stands in. */
  private cutAt = -1;
  private high = 0;

  constructor(
    private readonly resident: Resident,
    readonly problems: Problems,
  ) {
    this.bytes = resident.bytes;
    this.view = new DataView(this.bytes.buffer, this.bytes.byteOffset, this.bytes.byteLength);
    this.strings = new Strings(this.bytes);
  }

  get size(): number {
    return this.resident.size;
  }

  /** Whether a message that ends there has more fields. */
  more(end: number): boolean {
    if (this.position < end) return true;
    if (this.position > end) {
      this.overrun(end - 1, end, "malformed-field", "a field runs beyond the message it stands in");
      this.seek(end);
    }
    return false;
  }

  /** The next field's tag; 0 where there is none that could be read, and the rest of the message is skipped. */
  tag(end: number): number {
    const start = this.position;
    const tag = this.low();
    const type = tag & 7;
    if (this.position > end) {
      this.overrun(start, end, "malformed-field", "a field's tag runs beyond the message it stands in");
    } else if (tag >>> 3 !== 0 && this.high === 0 && (type <= 2 || type === 5)) {
      return tag;
    } else {
      const message = `no field begins here (tag ${tag}); the rest of its message is skipped`;
      this.problems.error("malformed-field", message, start);
    }
    this.seek(end);
    return 0;
  }

  /** Enters a length-delimited field: reads its length and gives its end, cut to the end of what it stands in. */
  open(end: number): number {
    const start = this.position;
    const length = this.unsigned();
    const stop = this.position + length;
    if (stop <= end) return stop;
    const has = Math.max(0, end - this.position);
    this.overrun(start, end, "length-beyond-end", `a field claims ${length} bytes where ${has} are left`);
    return end;
  }

  /** Where the message stands that was just entered, as a whole: the last byte of its length. */
  get opened(): number {
    return this.position - 1;
  }

  /** Notes what is wrong with the message that ends here, unless it was cut: that has been said. */
  error(code: string, message: string, at: number): void {
    const cut = this.position < this.size ? this.position === this.cutAt : this.problems.cut;
    if (!cut) this.problems.error(code, message, at);
  }

  /** Steps over the content of a field that nobody wants. */
  skip(tag: number, end: number): void {
    switch (tag & 7) {
      case 0:
        this.low();
        break;
      case 1:
        this.position += 8;
        break;
      case 2:
        this.seek(this.open(end));
        break;
      case 5:
        this.position += 4;
        break;
      default:
        this.seek(end);
    }
  }

  /** Goes to a position at or after the present one (or back before it within the same resident stretch). */
  seek(target: number): void {
    const { holes } = this.resident;
    let hole = holes[this.nextHole];
    while (hole !== undefined && hole.offset < target) {
      this.shift += hole.length;
      hole = holes[++this.nextHole];
    }
    this.position = target;
  }

  /** The resident bytes from here to `stop`, as a view; the position stays. */
  bytesUntil(stop: number): Uint8Array {
    return this.bytes.subarray(this.position - this.shift, Math.max(this.position, stop) - this.shift);
  }

  /** Enters a packed list of numbers; an empty one, with a warning, where it was stepped over. */
  openList(end: number): number {
    const stop = this.open(end);
    return this.here(stop) ? stop : this.position;
  }

  /** The bytes of a field, as a view on the resident ones; undefined, with a warning, where they were stepped over. */
  content(end: number): Uint8Array | undefined {
    const stop = this.open(end);
    const start = this.position - this.shift;
    if (!this.here(stop)) return undefined;
    this.position = stop;
    return this.bytes.subarray(start, Math.max(start, stop - this.shift));
  }

  text(end: number): string {
    const stop = this.open(end);
    if (!this.here(stop)) return "";
    const text = this.strings.text(this.position - this.shift, Math.max(this.position, stop) - this.shift);
    this.position = stop;
    return text;
  }

  private here(stop: number): boolean {
    const hole = this.resident.holes[this.nextHole];
    if (hole === undefined || hole.offset >= stop) return true;
    const length = stop - this.position;
    this.problems.warning("field-too-long", `a field of ${length} bytes is left out`, this.position);
    this.seek(stop);
    return false;
  }

  /** A whole number of 64 bits in two's complement. */
  integer(): Integer {
    const low = this.low() >>> 0;
    const high = this.high | 0;
    // 2^53 is exact in a double, and so is everything below it.
    if (high >= -0x200000 && high < 0x200000) return high * 0x100000000 + low;
    return BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
  }

  /** A whole number of 64 bits without a sign. */
  unsignedInteger(): Integer {
    const value = this.integer();
    return value < 0 ? BigInt.asUintN(64, BigInt(value)) : value;
  }

  /** A length or count: beyond 2^53 it is only large. */
  unsigned(): number {
    const low = this.low() >>> 0;
    return this.high === 0 ? low : (this.high >>> 0) * 0x100000000 + low;
  }

  /** A whole number of 32 bits; negative ones are written with 64. */
  int32(): number {
    return this.low() | 0;
  }

  float(): number {
    const at = this.position - this.shift;
    this.position += 4;
    return at + 4 <= this.bytes.length ? this.view.getFloat32(at, true) : NaN;
  }

  double(): number {
    const at = this.position - this.shift;
    this.position += 8;
    return at + 8 <= this.bytes.length ? this.view.getFloat64(at, true) : NaN;
  }

  /** The low 32 bits of a varint, as a signed number; the rest is left in `high`. */
  private low(): number {
    const { bytes } = this;
    let at = this.position - this.shift;
    let byte = bytes[at++] ?? 0;
    this.high = 0;
    if (byte < 128) {
      this.position++;
      return byte;
    }
    let low = byte & 127;
    let high = 0;
    for (let bit = 7; bit < 70; bit += 7) {
      byte = bytes[at++] ?? 0;
      const part = byte & 127;
      if (bit < 32) low |= part << bit;
      if (bit > 28) high |= part << (bit - 32);
      else if (bit === 28) high |= part >>> 4;
      if (byte < 128) break;
    }
    this.position = at + this.shift;
    this.high = high;
    return low;
  }

  /** A field goes on behind the end of what it stands in. The fields inside do, too, and that is the same fault. */
  private overrun(at: number, end: number, code: string, message: string): void {
    const told = end === this.size ? this.problems.cut : end === this.cutAt;
    if (told) return;
    this.problems.error(code, message, at);
    if (end === this.size) this.problems.cut = true;
    else this.cutAt = end;
  }
}
