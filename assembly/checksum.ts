// The checksum by which equal channels are found: src/tensors/checksum.ts has the same. Each 16-bit word of a channel
// is multiplied by a random one that belongs to its place, and the products are summed.

import { SALT, SALTS } from "./layout";

/** The address of the random word that belongs to a place. */
// @ts-ignore: decorator
@inline
export function saltAt(place: u32): usize {
  return SALT + (usize(place & (SALTS - 1)) << 1);
}

/** Places up to the end of the table. */
// @ts-ignore: decorator
@inline
export function untilTurn(place: u32): u32 {
  return SALTS - (place & (SALTS - 1));
}

/** What changes the words of the table from one turn to the next: equal parts at its distance are not alike. */
export function turnKey(place: u32): v128 {
  let key = (place / SALTS + 1) * 0x85ebca6b;
  key = (key ^ (key >> 13)) * 0xc2b2ae35;
  return i16x8.splat(i16(key ^ (key >> 16)));
}
