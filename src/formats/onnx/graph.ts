import type { Graph, Metadata, ValueInfo } from "../../model/model";
import type { Tensor } from "../../model/tensor";
import type { NodeDraft } from "./node";
import { readNode } from "./node";
import { NO_METADATA, readPair } from "./pairs";
import { shortName } from "./problems";
import { finishSparse, readSparse, sparseDraft } from "./sparse";
import { finishTensor, readTensor, tensorDraft } from "./tensor";
import { readValueInfo } from "./types";
import type { Wire } from "./wire";
import { delimited } from "./wire";

/** A graph that is still read: `path`, `captures` and the nodes' ids hang on what stands around it. */
export interface GraphDraft extends Graph {
  path: string;
  name: string;
  docString: string;
  metadata: Metadata;
  readonly inputs: ValueInfo[];
  readonly outputs: ValueInfo[];
  readonly nodes: NodeDraft[];
  readonly tensors: Map<string, Tensor>;
  readonly declared: Map<string, ValueInfo>;
  readonly captures: Map<string, string>;
  readonly quantisation: Map<string, Metadata>;
}

export function graphDraft(): GraphDraft {
  return {
    path: "",
    name: "",
    inputs: [],
    outputs: [],
    nodes: [],
    tensors: new Map(),
    declared: new Map(),
    captures: new Map(),
    quantisation: new Map(),
    docString: "",
    metadata: NO_METADATA,
  };
}

/** protobuf's own readers stop at 100 nested messages, which is 33 graphs; what is deeper was made to break readers. */
const DEEPEST_GRAPH = 100;

const NODE = delimited(1);
const NAME = delimited(2);
const INITIALIZER = delimited(5);
const DOC_STRING = delimited(10);
const INPUT = delimited(11);
const OUTPUT = delimited(12);
const VALUE_INFO = delimited(13);
const QUANTISATION = delimited(14);
const SPARSE_INITIALIZER = delimited(15);
const METADATA = delimited(16);

/** GraphProto, or one more part of it: a second message of the same field adds to the first. */
export function readGraph(wire: Wire, end: number, graph: GraphDraft): GraphDraft {
  if (wire.graphDepth >= DEEPEST_GRAPH) {
    wire.problems.error("nesting-too-deep", `graphs nest deeper than ${DEEPEST_GRAPH}`, wire.opened);
    wire.seek(end);
    return graph;
  }
  wire.graphDepth++;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    switch (tag) {
      case NODE:
        graph.nodes.push(readNode(wire, wire.open(end)));
        break;
      case NAME:
        graph.name = wire.text(end);
        break;
      case INITIALIZER:
        addTensor(wire, graph, finishTensor(wire, readTensor(wire, wire.open(end), tensorDraft(wire))));
        break;
      case DOC_STRING:
        graph.docString = wire.text(end);
        break;
      case INPUT:
        graph.inputs.push(readValueInfo(wire, wire.open(end)));
        break;
      case OUTPUT:
        graph.outputs.push(readValueInfo(wire, wire.open(end)));
        break;
      case VALUE_INFO: {
        const info = readValueInfo(wire, wire.open(end));
        graph.declared.set(info.name, info);
        break;
      }
      case QUANTISATION:
        readAnnotation(wire, wire.open(end), graph);
        break;
      case SPARSE_INITIALIZER:
        addTensor(wire, graph, finishSparse(wire, readSparse(wire, wire.open(end), sparseDraft(wire))));
        break;
      case METADATA:
        graph.metadata = readPair(wire, wire.open(end), graph.metadata);
        break;
      default:
        wire.skip(tag, end);
    }
  }
  wire.graphDepth--;
  return graph;
}

function addTensor(wire: Wire, graph: GraphDraft, tensor: Tensor | undefined): void {
  if (tensor === undefined) return;
  if (graph.tensors.has(tensor.name)) {
    const message = `the initializer '${shortName(tensor.name)}' is there twice; the first one counts`;
    wire.problems.error("duplicate-name", message, tensor.name);
  } else graph.tensors.set(tensor.name, tensor);
}

const TENSOR_NAME = delimited(1);
const PARAMETER = delimited(2);

function readAnnotation(wire: Wire, end: number, graph: GraphDraft): void {
  let name = "";
  let parameters = NO_METADATA;
  while (wire.more(end)) {
    const tag = wire.tag(end);
    if (tag === TENSOR_NAME) name = wire.text(end);
    else if (tag === PARAMETER) parameters = readPair(wire, wire.open(end), parameters);
    else wire.skip(tag, end);
  }
  graph.quantisation.set(name, parameters);
}
