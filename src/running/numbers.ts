import type { Numbers } from "../tensors/decode";
import { decode } from "../tensors/decode";
import type { Values } from "./values";

/** The elements as numbers that statistics go over; undefined for texts. */
export function numbersOf({ dtype, data }: Values): Numbers | undefined {
  if (!ArrayBuffer.isView(data)) return undefined;
  return decode(dtype, new Uint8Array(data.buffer, data.byteOffset, data.byteLength), data.length);
}
