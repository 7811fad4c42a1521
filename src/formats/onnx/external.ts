import type { Piece } from "../../model/tensor";
import { shortName } from "./problems";
import type { Wire } from "./wire";

/**
 * Where a tensor's elements are outside of the model's file, by the entries of `external_data`
 * (https://github.com/onnx/onnx/blob/main/docs/ExternalData.md). Unknown entries, and `checksum`, are passed over.
 *
 * @param needed bytes by type and shape: what a file without `length` is asked for.
 */
export function externalPiece(
  wire: Wire,
  name: string,
  entries: ReadonlyMap<string, string>,
  needed: number | undefined,
  offset: number,
): Piece | undefined {
  const wrong = (what: string): undefined => {
    wire.error("bad-external-data", `tensor '${shortName(name)}': external data ${what}`, offset);
  };
  const file = entries.get("location");
  if (file === undefined || file === "") return wrong("without a location");
  const start = decimal(entries.get("offset") ?? "0");
  const length = decimal(entries.get("length") ?? String(needed ?? 0));
  if (start === undefined || length === undefined) return wrong("whose offset or length is no number");
  if (needed !== undefined && length < needed) return wrong(`of ${length} bytes where ${needed} are needed`);
  return { file, offset: start, length };
}

function decimal(text: string): number | undefined {
  const value = /^\d+$/.test(text) ? Number(text) : NaN;
  return Number.isSafeInteger(value) ? value : undefined;
}
