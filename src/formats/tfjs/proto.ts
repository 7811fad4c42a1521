import type { Json } from "./json";
import { isObject, listOf, numberOf, objectOf, textOf } from "./json";

/** The sizes of a TensorShapeProto, -1 for one that is open or no size; undefined where the rank is not known. */
export function dimensionsOf(json: Json): readonly number[] | undefined {
  const shape = objectOf(json);
  if (!isObject(json) || shape["unknownRank"] === true) return undefined;
  return listOf(shape["dim"]).map((dim) => {
    // A size of 0 is protobuf's default, which its JSON leaves out.
    const size = numberOf(objectOf(dim)["size"]) ?? 0;
    return Number.isSafeInteger(size) ? size : -1;
  });
}

/** Bytes in base64, or as a list of character codes; what is neither is taken as it stands. */
export function stringOf(json: Json): string {
  if (Array.isArray(json)) return decode(Uint8Array.from(json.map((one) => numberOf(one) ?? 0)));
  const text = textOf(json) ?? "";
  const bytes = bytesOfBase64(text);
  return bytes === undefined ? text : decode(bytes);
}

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

export function bytesOfBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !BASE64.test(text)) return undefined;
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

function decode(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
