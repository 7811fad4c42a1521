import type { AttributeValue, Node, NodeDevices } from "../../model/model";
import { readAttribute } from "./attribute";
import { readNodeDevices } from "./devices";
import { NO_METADATA, readPair } from "./pairs";
import type { Wire } from "./wire";
import { delimited } from "./wire";

/** A node whose name and id may still be missing: they hang on the whole graph. */
export type NodeDraft = { -readonly [Key in keyof Node]: Node[Key] };

const INPUT = delimited(1);
const OUTPUT = delimited(2);
const NAME = delimited(3);
const OPERATOR = delimited(4);
const ATTRIBUTE = delimited(5);
const DOC_STRING = delimited(6);
const DOMAIN = delimited(7);
const OVERLOAD = delimited(8);
const METADATA = delimited(9);
const DEVICES = delimited(10);

const NO_ATTRIBUTES: ReadonlyMap<string, AttributeValue> = new Map();
const NO_DEVICES: readonly NodeDevices[] = [];

export function readNode(wire: Wire, end: number): NodeDraft {
  const { inputs, outputs } = wire;
  const firstInput = inputs.height;
  const firstOutput = outputs.height;
  let attributes: Map<string, AttributeValue> | undefined;
  let devices: NodeDevices[] | undefined;
  let name = "";
  let operator = "";
  let domain = "";
  let overload = "";
  let docString = "";
  let metadata = NO_METADATA;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    switch (tag) {
      case INPUT:
        inputs.push(wire.text(end));
        break;
      case OUTPUT:
        outputs.push(wire.text(end));
        break;
      case NAME:
        name = wire.text(end);
        break;
      case OPERATOR:
        operator = wire.text(end);
        break;
      case ATTRIBUTE:
        readAttribute(wire, wire.open(end), (attributes ??= new Map()));
        break;
      case DOC_STRING:
        docString = wire.text(end);
        break;
      case DOMAIN:
        domain = wire.text(end);
        break;
      case OVERLOAD:
        overload = wire.text(end);
        break;
      case METADATA:
        metadata = readPair(wire, wire.open(end), metadata);
        break;
      case DEVICES:
        (devices ??= []).push(readNodeDevices(wire, wire.open(end)));
        break;
      default:
        wire.skip(tag, end);
    }
  }
  return {
    name,
    id: "",
    operator,
    domain: domain === "ai.onnx" ? "" : domain,
    overload,
    inputs: inputs.take(firstInput),
    outputs: outputs.take(firstOutput),
    attributes: attributes ?? NO_ATTRIBUTES,
    docString,
    metadata,
    devices: devices ?? NO_DEVICES,
  };
}
