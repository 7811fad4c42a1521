import { joined } from "../../src/bytes/joined";
import type { Random } from "./random";
import { ODD_NUMBERS, ODD_TEXTS } from "./random";

/** A field of a protobuf message as it lies on the wire (https://protobuf.dev/programming-guides/encoding/). */
type Field =
  | { readonly number: number; readonly kind: "varint"; readonly value: bigint }
  | { readonly number: number; readonly kind: "fixed32" | "fixed64"; readonly bytes: Uint8Array }
  | { readonly number: number; readonly kind: "bytes"; readonly bytes: Uint8Array };

const WIRE = { varint: 0, fixed64: 1, bytes: 2, fixed32: 5 } as const;
/** Messages are looked into no deeper. */
const DEEPEST = 12;

/** The bytes of a message with some of its fields, at any depth, changed, left out, repeated or exchanged. */
export function mutateProtobuf(bytes: Uint8Array, random: Random): Uint8Array {
  let mutated = bytes;
  for (let left = 1 + random.below(4); left > 0; left--) mutated = mutateMessage(mutated, random, 0);
  return mutated;
}

function mutateMessage(bytes: Uint8Array, random: Random, depth: number): Uint8Array {
  const fields = fieldsOf(bytes);
  if (fields === undefined || fields.length === 0) return mutateScalarBytes(bytes, random);
  const at = random.below(fields.length);
  const field = fields[at];
  if (field === undefined) return bytes;
  const inner = field.kind === "bytes" && depth < DEEPEST ? fieldsOf(field.bytes) : undefined;
  if (inner !== undefined && inner.length > 0 && random.chance(0.8) && field.kind === "bytes") {
    fields[at] = { ...field, bytes: mutateMessage(field.bytes, random, depth + 1) };
  } else mutateFields(fields, at, field, random);
  return messageOf(fields);
}

function mutateFields(fields: Field[], at: number, field: Field, random: Random): void {
  switch (random.below(8)) {
    case 0:
      fields.splice(at, 1);
      return;
    case 1:
      for (let copies = random.pick([1, 2, 50, 2000]); copies > 0; copies--) fields.splice(at, 0, field);
      return;
    case 2:
      fields[at] = {
        ...field,
        number: random.pick([field.number + 1, Math.max(1, field.number - 1), 1, 99, 2 ** 28]),
      };
      return;
    case 3: {
      const other = random.below(fields.length);
      [fields[at], fields[other]] = [fields[other] ?? field, field];
      return;
    }
    case 4:
      // A message inside of itself, again and again.
      fields[at] = nested(field, random.pick([3, 40, 400]));
      return;
    default:
      fields[at] = mutateValue(field, random);
  }
}

function nested(field: Field, times: number): Field {
  let inner: Field = field;
  for (let left = times; left > 0; left--) {
    const bytes = messageOf([inner]);
    if (bytes.length > 200_000) break;
    inner = { number: field.number, kind: "bytes", bytes };
  }
  return inner;
}

function mutateValue(field: Field, random: Random): Field {
  const { number } = field;
  switch (field.kind) {
    case "varint":
      return random.chance(0.2)
        ? { number, kind: "bytes", bytes: varint(field.value) }
        : {
            number,
            kind: "varint",
            value: random.chance(0.5) ? random.pick(ODD_NUMBERS) : field.value + BigInt(random.below(9) - 4),
          };
    case "fixed32":
    case "fixed64":
      return { ...field, bytes: mutateScalarBytes(field.bytes, random).slice(0, field.bytes.length) };
    case "bytes": {
      if (random.chance(0.3))
        return { number, kind: "bytes", bytes: new TextEncoder().encode(random.pick(ODD_TEXTS)) };
      if (random.chance(0.2)) return { number, kind: "varint", value: random.pick(ODD_NUMBERS) };
      return { number, kind: "bytes", bytes: mutateScalarBytes(field.bytes, random) };
    }
  }
}

/** Bytes that mean nothing to us: some flipped, cut, doubled or filled. */
export function mutateScalarBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const copy = bytes.slice();
  switch (random.below(5)) {
    case 0:
      return copy.slice(0, random.below(copy.length + 1));
    case 1:
      return joined([copy, copy]);
    case 2:
      return copy.fill(random.pick([0, 0xff, 0x7f, 0x80]), random.below(copy.length + 1));
    case 3:
      return joined([copy, Uint8Array.from({ length: 1 + random.below(20) }, () => random.below(256))]);
    default:
      for (let left = 1 + random.below(6); left > 0; left--)
        copy[random.below(copy.length)] = random.below(256);
      return copy;
  }
}

/** undefined where the bytes are no message. */
function fieldsOf(bytes: Uint8Array): Field[] | undefined {
  const fields: Field[] = [];
  let at = 0;
  const read = (): bigint | undefined => {
    let [value, shift] = [0n, 0n];
    while (at < bytes.length && shift < 70n) {
      const byte = bytes[at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
      shift += 7n;
    }
    return undefined;
  };
  while (at < bytes.length) {
    const tag = read();
    if (tag === undefined || tag >> 3n === 0n || tag > 2n ** 32n) return undefined;
    const number = Number(tag >> 3n);
    const wire = Number(tag & 7n);
    if (wire === WIRE.varint) {
      const value = read();
      if (value === undefined) return undefined;
      fields.push({ number, kind: "varint", value });
      continue;
    }
    const length =
      wire === WIRE.bytes ? read() : wire === WIRE.fixed32 ? 4n : wire === WIRE.fixed64 ? 8n : undefined;
    if (length === undefined || BigInt(at) + length > BigInt(bytes.length)) return undefined;
    const kind = wire === WIRE.bytes ? "bytes" : wire === WIRE.fixed32 ? "fixed32" : "fixed64";
    fields.push({ number, kind, bytes: bytes.subarray(at, at + Number(length)) });
    at += Number(length);
  }
  return fields;
}

function messageOf(fields: readonly Field[]): Uint8Array {
  return joined(
    fields.flatMap((field) => {
      const tag = varint((BigInt(field.number) << 3n) | BigInt(WIRE[field.kind]));
      if (field.kind === "varint") return [tag, varint(field.value)];
      return field.kind === "bytes"
        ? [tag, varint(BigInt(field.bytes.length)), field.bytes]
        : [tag, field.bytes];
    }),
  );
}

function varint(value: bigint): Uint8Array {
  const bytes: number[] = [];
  let left = BigInt.asUintN(64, value);
  do {
    bytes.push(Number(left & 0x7fn) | (left > 0x7fn ? 0x80 : 0));
    left >>= 7n;
  } while (left > 0n);
  return Uint8Array.from(bytes);
}
