import type { Integer } from "../../model/tensor";

const UTF8 = new TextEncoder();

/** Wire types of protobuf (https://protobuf.dev/programming-guides/encoding). */
const VARINT = 0;
const DELIMITED = 2;
const FIXED32 = 5;

/**
 * A protobuf message that is written. Long runs of bytes are kept as they are given and copied once, in `finish`, so
 * that a message around a weight of a gigabyte costs nothing.
 */
export class MessageWriter {
  private readonly parts: Uint8Array[] = [];
  private length = 0;

  int(field: number, value: Integer): this {
    this.header(field, VARINT);
    return this.push(varintBytes(value));
  }

  float(field: number, value: number): this {
    this.header(field, FIXED32);
    return this.push(new Uint8Array(Float32Array.of(value).buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    this.header(field, DELIMITED);
    this.push(varintBytes(value.length));
    return this.push(value);
  }

  text(field: number, value: string): this {
    return this.bytes(field, UTF8.encode(value));
  }

  message(field: number, value: MessageWriter): this {
    this.header(field, DELIMITED);
    this.push(varintBytes(value.length));
    for (const part of value.parts) this.push(part);
    return this;
  }

  /** Numbers without a tag between them. */
  packedInts(field: number, values: readonly Integer[]): this {
    const list = new MessageWriter();
    for (const value of values) list.push(varintBytes(value));
    return this.message(field, list);
  }

  packedFloats(field: number, values: readonly number[]): this {
    return this.bytes(field, new Uint8Array(Float32Array.from(values).buffer));
  }

  /** The message's bytes, in one run. */
  finish(): Uint8Array {
    const whole = new Uint8Array(this.length);
    let offset = 0;
    for (const part of this.parts) {
      whole.set(part, offset);
      offset += part.length;
    }
    return whole;
  }

  private header(field: number, wireType: number): void {
    this.push(varintBytes(field * 8 + wireType));
  }

  private push(part: Uint8Array): this {
    this.parts.push(part);
    this.length += part.length;
    return this;
  }
}

/** Seven bits a byte, the lowest first; a negative number as the 64 bits of its two's complement. */
function varintBytes(value: Integer): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
