import type { AttributeValue, ModelFunction } from "../../model/model";
import { readAttribute } from "./attribute";
import type { GraphDraft } from "./graph";
import { graphDraft } from "./graph";
import { readNode } from "./node";
import { NO_METADATA, readOpset, readPair } from "./pairs";
import { readValueInfo } from "./types";
import type { Wire } from "./wire";
import { delimited } from "./wire";

/** A function whose body is still without path and ids. */
export interface FunctionDraft extends ModelFunction {
  readonly body: GraphDraft;
}

const NAME = delimited(1);
const INPUT = delimited(4);
const OUTPUT = delimited(5);
const ATTRIBUTE = delimited(6);
const NODE = delimited(7);
const DOC_STRING = delimited(8);
const OPSET = delimited(9);
const DOMAIN = delimited(10);
const ATTRIBUTE_PROTO = delimited(11);
const VALUE_INFO = delimited(12);
const OVERLOAD = delimited(13);
const METADATA = delimited(14);

/** FunctionProto. Its body is a graph whose inputs and outputs are declared without types. */
export function readFunction(wire: Wire, end: number): FunctionDraft {
  const body = graphDraft();
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: string[] = [];
  const defaults = new Map<string, AttributeValue>();
  const opsets = new Map<string, number>();
  let [name, domain, overload, docString] = ["", "", "", ""];
  let metadata = NO_METADATA;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    switch (tag) {
      case NAME:
        name = wire.text(end);
        break;
      case INPUT:
        inputs.push(wire.text(end));
        break;
      case OUTPUT:
        outputs.push(wire.text(end));
        break;
      case ATTRIBUTE:
        attributes.push(wire.text(end));
        break;
      case NODE:
        body.nodes.push(readNode(wire, wire.open(end)));
        break;
      case DOC_STRING:
        docString = wire.text(end);
        break;
      case OPSET:
        readOpset(wire, wire.open(end), opsets);
        break;
      case DOMAIN:
        domain = wire.text(end);
        break;
      case ATTRIBUTE_PROTO:
        readAttribute(wire, wire.open(end), defaults);
        break;
      case VALUE_INFO: {
        const info = readValueInfo(wire, wire.open(end));
        body.declared.set(info.name, info);
        break;
      }
      case OVERLOAD:
        overload = wire.text(end);
        break;
      case METADATA:
        metadata = readPair(wire, wire.open(end), metadata);
        break;
      default:
        wire.skip(tag, end);
    }
  }
  const declare = (value: string) =>
    body.declared.get(value) ?? ({ name: value, type: { kind: "unknown" }, docString: "" } as const);
  body.name = name;
  for (const value of inputs) body.inputs.push(declare(value));
  for (const value of outputs) body.outputs.push(declare(value));
  const key = domain === "ai.onnx" ? "" : domain;
  return {
    name,
    domain: key,
    overload,
    inputs,
    outputs,
    attributes,
    defaults,
    opsets,
    body,
    docString,
    metadata,
  };
}
