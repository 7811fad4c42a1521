import type { DataType } from "../model/dtype";
import { bitsOf } from "../model/dtype";
import type { Numbers } from "./decode";
import { tableOf } from "./decode";

/**
 * Elements that a typed field of TensorProto holds as packed varints: whole numbers, or the bits of small floats; of
 * sub-byte types several in each varint, low bits first.
 */
export function varints(dtype: DataType, bytes: Uint8Array, count: number): Numbers {
  const values = new Float64Array(count);
  const table = dtype === "bool" ? undefined : tableOf(dtype);
  const bits = bitsOf(dtype) ?? 64;
  const perVarint = bits < 8 ? 8 / bits : 1;
  let filled = 0;
  for (let at = 0; at < bytes.length && filled < count;) {
    let [code, shift] = [0n, 0n];
    for (;;) {
      const byte = bytes[at++] ?? 0;
      code |= BigInt(byte & 127) << shift;
      shift += 7n;
      if (byte < 128 || shift > 63n) break;
    }
    for (let part = 0; part < perVarint && filled < count; part++) {
      const own = perVarint === 1 ? code : (code >> BigInt(part * bits)) & BigInt(2 ** bits - 1);
      values[filled++] = numberOf(dtype, own, table, bits);
    }
  }
  return values;
}

function numberOf(dtype: DataType, code: bigint, table: Float32Array | undefined, bits: number): number {
  if (table !== undefined) return table[Number(BigInt.asUintN(bits, code))] ?? NaN;
  return Number(dtype.startsWith("uint") ? BigInt.asUintN(64, code) : BigInt.asIntN(64, code));
}
