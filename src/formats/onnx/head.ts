import { SCHEMA } from "./schema";

/** The fields of ModelProto that are numbers; the others are length-delimited. */
const NUMBERS: ReadonlySet<number> = new Set([1, 5]);

/** Whether a file may begin a ModelProto: its first tag is that of one of its fields, of the right wire type. */
export function looksLikeOnnx(head: Uint8Array): boolean {
  const [first = 0, second = 0] = head;
  const tag = first < 128 ? first : (first & 127) | (second << 7);
  const field = tag >>> 3;
  return SCHEMA.Model[field] !== undefined && (tag & 7) === (NUMBERS.has(field) ? 0 : 2);
}
