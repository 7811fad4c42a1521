import type { Metadata } from "../../model/model";
import type { Wire } from "./wire";
import { delimited } from "./wire";

/** Of all that has none: most nodes. */
export const NO_METADATA: Metadata = new Map();

const KEY = delimited(1);
const VALUE = delimited(2);

/** One StringStringEntryProto, added to those before it. */
export function readPair(wire: Wire, end: number, before: Metadata): Metadata {
  let key = "";
  let value = "";
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === KEY) key = wire.text(end);
    else if (tag === VALUE) value = wire.text(end);
    else wire.skip(tag, end);
  }
  return addPair(before, key, value);
}

function addPair(before: Metadata, key: string, value: string): Metadata {
  const pairs = before === NO_METADATA ? new Map<string, string>() : (before as Map<string, string>);
  return pairs.set(key, value);
}

const DOMAIN = delimited(1);
const VERSION = 2 << 3;

/** One OperatorSetIdProto. `""` and `ai.onnx` are one domain; where a file lists both, the later version counts. */
export function readOpset(wire: Wire, end: number, opsets: Map<string, number>): void {
  let domain = "";
  let version = 0;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === DOMAIN) domain = wire.text(end);
    else if (tag === VERSION) version = Number(wire.integer());
    else wire.skip(tag, end);
  }
  const name = domain === "" ? "ai.onnx" : domain;
  opsets.set(name, Math.max(version, opsets.get(name) ?? 0));
}
