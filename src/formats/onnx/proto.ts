import type { DeviceConfiguration, Metadata, TrainingInfo } from "../../model/model";
import type { Integer } from "../../model/tensor";
import { readDeviceConfiguration } from "./devices";
import type { FunctionDraft } from "./function";
import { readFunction } from "./function";
import type { GraphDraft } from "./graph";
import { graphDraft, readGraph } from "./graph";
import { NO_METADATA, readOpset, readPair } from "./pairs";
import type { Wire } from "./wire";
import { delimited, varint } from "./wire";

/** A ModelProto as it stands in the file, before its parts are named and checked. */
export interface ModelDraft {
  irVersion: number | undefined;
  producerName: string;
  producerVersion: string;
  domain: string;
  modelVersion: Integer | undefined;
  docString: string;
  metadata: Metadata;
  readonly opsets: Map<string, number>;
  readonly graph: GraphDraft;
  readonly functions: FunctionDraft[];
  readonly training: TrainingInfo[];
  readonly devices: DeviceConfiguration[];
}

const IR_VERSION = varint(1);
const PRODUCER_NAME = delimited(2);
const PRODUCER_VERSION = delimited(3);
const DOMAIN = delimited(4);
const MODEL_VERSION = varint(5);
const DOC_STRING = delimited(6);
const GRAPH = delimited(7);
const OPSET = delimited(8);
const METADATA = delimited(14);
const TRAINING = delimited(20);
const FUNCTION = delimited(25);
const DEVICES = delimited(26);

export function readModelProto(wire: Wire): ModelDraft {
  const model: ModelDraft = {
    irVersion: undefined,
    producerName: "",
    producerVersion: "",
    domain: "",
    modelVersion: undefined,
    docString: "",
    metadata: NO_METADATA,
    opsets: new Map(),
    graph: graphDraft(),
    functions: [],
    training: [],
    devices: [],
  };
  const end = wire.size;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    switch (tag) {
      case IR_VERSION:
        model.irVersion = Number(wire.integer());
        break;
      case PRODUCER_NAME:
        model.producerName = wire.text(end);
        break;
      case PRODUCER_VERSION:
        model.producerVersion = wire.text(end);
        break;
      case DOMAIN:
        model.domain = wire.text(end);
        break;
      case MODEL_VERSION:
        model.modelVersion = wire.integer();
        break;
      case DOC_STRING:
        model.docString = wire.text(end);
        break;
      case GRAPH:
        readGraph(wire, wire.open(end), model.graph);
        break;
      case OPSET:
        readOpset(wire, wire.open(end), model.opsets);
        break;
      case METADATA:
        model.metadata = readPair(wire, wire.open(end), model.metadata);
        break;
      case TRAINING:
        model.training.push(readTraining(wire, wire.open(end)));
        break;
      case FUNCTION:
        model.functions.push(readFunction(wire, wire.open(end)));
        break;
      case DEVICES:
        model.devices.push(readDeviceConfiguration(wire, wire.open(end)));
        break;
      default:
        wire.skip(tag, end);
    }
  }
  return model;
}

const INITIALIZATION = delimited(1);
const ALGORITHM = delimited(2);

function readTraining(wire: Wire, end: number): TrainingInfo {
  let initialization: GraphDraft | undefined;
  let algorithm: GraphDraft | undefined;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === INITIALIZATION)
      initialization = readGraph(wire, wire.open(end), initialization ?? graphDraft());
    else if (tag === ALGORITHM) algorithm = readGraph(wire, wire.open(end), algorithm ?? graphDraft());
    else wire.skip(tag, end);
  }
  return { initialization, algorithm };
}
