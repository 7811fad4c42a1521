import { subgraphsOf } from "../analysis/graphs";
import type { AttributeValue, Graph, Node } from "../model/model";
import type { Tensor } from "../model/tensor";

/** One copy of a graph's body among the nodes of the main graph. */
export interface Instance {
  readonly nodes: readonly Node[];
  /** By their names in the main graph. */
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** The name in the main graph of a value of the body. */
  readonly nameOf: (value: string) => string;
}

interface Making {
  /** What the body's inputs are in the main graph. */
  readonly bindings: ReadonlyMap<string, string>;
  /** The name that a value or a node of the body gets; nobody else has it. */
  readonly fresh: (name: string) => string;
  /** What stands for references to attributes of a function's caller; undefined: the attribute is left out. */
  readonly attribute?: (name: string) => AttributeValue | undefined;
}

/** Copies a body whose captured values are values of the main graph. */
export function instantiate(body: Graph, { bindings, fresh, attribute }: Making): Instance {
  const names = new Map(bindings);
  for (const name of ownNames(body)) if (!names.has(name)) names.set(name, fresh(name));
  const nameOf = (value: string): string => names.get(value) ?? value;
  const nodes = body.nodes.map((node): Node => {
    const name = fresh(node.name);
    return {
      ...node,
      name,
      id: name,
      inputs: node.inputs.map(nameOf),
      outputs: node.outputs.map(nameOf),
      attributes: seated(node.attributes, { name, nameOf, qualify: nameless, attribute }),
    };
  });
  const tensors = new Map([...body.tensors].map(([name, tensor]) => [nameOf(name), tensor]));
  return { nodes, tensors, nameOf };
}

const nameless = (value: string): string => value;

/** Values that a graph makes or holds. */
function ownNames(graph: Graph): ReadonlySet<string> {
  const made = graph.nodes.flatMap(({ outputs }) => outputs).filter((name) => name !== "");
  return new Set([...graph.inputs.map(({ name }) => name), ...graph.tensors.keys(), ...made]);
}

/** Where attributes come to stand. */
interface Seat {
  /** Of the node that carries them, with the path of its graph. */
  readonly name: string;
  readonly nameOf: (value: string) => string;
  /** The name in the whole model of a value around them, by its new name. */
  readonly qualify: (value: string) => string;
  readonly attribute: Making["attribute"];
}

function seated(attributes: Node["attributes"], seat: Seat): Node["attributes"] {
  const entries = [...attributes].flatMap(([key, value]): [string, AttributeValue][] => {
    if (value.kind === "reference" && seat.attribute !== undefined) {
      const given = seat.attribute(value.name);
      return given === undefined ? [] : [[key, given]];
    }
    if (value.kind === "graph") return [[key, { kind: "graph", value: seatedGraph(value.value, key, seat) }]];
    if (value.kind !== "graphs") return [[key, value]];
    const graphs = value.value.map((one, index) => seatedGraph(one, `${key}.${String(index)}`, seat));
    return [[key, { kind: "graphs", value: graphs }]];
  });
  return new Map(entries);
}

/** A subgraph keeps its own names; what it takes from outside is called otherwise now. */
function seatedGraph(graph: Graph, key: string, seat: Seat): Graph {
  const path = `${seat.name}/${key}`;
  const own = ownNames(graph);
  const nameOf = (value: string): string => (own.has(value) ? value : seat.nameOf(value));
  const qualify = (value: string): string => (own.has(value) ? `${path}/${value}` : seat.qualify(value));
  const captures = [...graph.captures.keys()].map((value): [string, string] => {
    const name = nameOf(value);
    return [name, qualify(name)];
  });
  const nodes = graph.nodes.map((node): Node => {
    const id = `${path}/${node.name}`;
    const attributes = seated(node.attributes, { ...seat, name: id, nameOf, qualify });
    return { ...node, id, inputs: node.inputs.map(nameOf), outputs: node.outputs.map(nameOf), attributes };
  });
  const outputs = graph.outputs.map((one) => ({ ...one, name: nameOf(one.name) }));
  return { ...graph, path, nodes, outputs, captures: new Map(captures) };
}

/** Nodes of a graph and of all graphs in it. */
export function nodesWithin(graph: Graph): number {
  return graph.nodes.reduce(
    (sum, node) => sum + 1 + subgraphsOf(node).reduce((inner, [, one]) => inner + nodesWithin(one), 0),
    0,
  );
}
