import type { Location } from "../../model/tensor";
import type { Shards } from "./shards";

/** Vocabularies have some hundred thousand entries; only walking over all of them tells where they end. */
const MOST_STRINGS = 10_000_000;

/** As many strings are kept as a person looks at. */
const KEPT_STRINGS = 1_000;

/** Of a kept string, so many bytes. */
const KEPT_BYTES = 4_096;

type Strings = Extract<Location, { readonly kind: "strings" }>;

/** Each string is its length in bytes, a little-endian uint32, and its bytes (tfjs-core/src/io/io_utils.ts). */
export async function readStrings(
  shards: Shards,
  offset: number,
  count: number,
): Promise<Strings | undefined> {
  if (count > MOST_STRINGS) return undefined;
  const values: Uint8Array[] = [];
  let at = offset;
  for (let index = 0; index < count; index++) {
    const head = shards.pieces(at, 4);
    if (head === undefined) return undefined;
    const bytes = await shards.read(head);
    const length = new DataView(bytes.buffer).getUint32(0, true);
    const body = shards.pieces(at + 4, Math.min(length, KEPT_BYTES));
    if (body === undefined) return undefined;
    if (values.length < KEPT_STRINGS) values.push(await shards.read(body));
    at += 4 + length;
  }
  return { kind: "strings", values, count, bytes: at - offset };
}
