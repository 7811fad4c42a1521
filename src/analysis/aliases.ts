import { Functions } from "../model/functions";
import type { Graph, Model, ModelFunction, Node } from "../model/model";
import { qualify } from "../model/model";
import { SCAN_WITHOUT_BATCH } from "../operators/onnx/control";
import { operatorOf } from "../operators/registry";
import { opsetsByGraph, subgraphsOf } from "./graphs";
import { inputsBeforeArguments, namedFunctions } from "./named-functions";
import type { PlacedNode, Port, Uses } from "./uses";

/** Where a value goes on under another name: behind a Transpose, inside a loop, in a function's body. */
interface Aliases {
  /** The names behind an input of a node; undefined where the node computes with what it takes. */
  readonly behind: (port: Port) => readonly string[] | undefined;
  /** The names under which a subgraph's or function's output is known outside and in the next turn of its loop. */
  readonly outside: ReadonlyMap<string, readonly string[]>;
}

export function aliasesOf(model: Model, uses: Uses): Aliases {
  const opsets = opsetsByGraph(model);
  const functions = new Functions(model);

  const bodiesNamed = (node: Node): readonly ModelFunction[] =>
    namedFunctions(node).flatMap(({ name }) => functions.calledBy({ domain: "tf", operator: name }) ?? []);

  const behind = ({ node, graph, index }: Port): readonly string[] | undefined => {
    const called = functions.calledBy(node);
    if (called !== undefined) return qualified(called.body, [called.inputs[index]]);
    const named = bodiesNamed(node);
    if (named.length > 0) {
      const at = index - inputsBeforeArguments(node);
      return named.flatMap((one) => qualified(one.body, [one.inputs[at]]));
    }
    const imports = opsets.get(graph) ?? model.opsets;
    if (node.domain === "" && node.operator === "Loop") return intoLoop(node, graph, index);
    if (node.domain === "" && node.operator === "Scan") return intoScan(node, index, imports);
    if (index === 0 && operatorOf(node, imports)?.looksThrough === true)
      return qualified(graph, [node.outputs[0]]);
    return undefined;
  };

  const outside = new Map<string, string[]>();
  const link = (inner: string, names: readonly string[]): void => {
    const known = outside.get(inner);
    if (known === undefined) outside.set(inner, [...names]);
    else for (const name of names) known.push(name);
  };
  for (const graph of uses.graphs) {
    const owner = uses.owners.get(graph.path);
    if (owner === undefined) continue;
    graph.outputs.forEach(({ name }, index) => {
      link(qualify(graph, name), outOf(owner, graph, index));
    });
  }
  for (const { node, graph } of uses.nodes.values()) {
    const called = functions.calledBy(node);
    called?.outputs.forEach((name, index) => {
      link(qualify(called.body, name), qualified(graph, [node.outputs[index]]));
    });
  }
  return { behind, outside };
}

/** https://onnx.ai/onnx/operators/onnx__Loop.html: M, cond, carried…; the body has iteration, cond, carried…. */
function intoLoop(node: Node, graph: Graph, index: number): readonly string[] | undefined {
  const body = subgraphsOf(node)[0]?.[1];
  if (index < 2 || body === undefined) return undefined;
  // Without a single turn, what goes in comes out.
  return [...qualified(body, [body.inputs[index]?.name]), ...qualified(graph, [node.outputs[index - 2]])];
}

/** https://onnx.ai/onnx/operators/onnx__Scan.html: states and scanned inputs, in the body's order. */
function intoScan(node: Node, index: number, opsets: Model["opsets"]): readonly string[] | undefined {
  const body = subgraphsOf(node)[0]?.[1];
  const before = (opsets.get("ai.onnx") ?? 1) < SCAN_WITHOUT_BATCH ? 1 : 0;
  if (index < before || body === undefined) return undefined;
  return qualified(body, [body.inputs[index - before]?.name]);
}

/** The names of a subgraph's output outside of it. */
function outOf({ node, graph }: PlacedNode, body: Graph, index: number): readonly string[] {
  if (node.domain !== "") return [];
  switch (node.operator) {
    case "If":
      return qualified(graph, [node.outputs[index]]);
    case "Loop":
      // Output 0 is whether to go on. A carried value is input `index + 1` of the next turn; there is none for an
      // output that is stacked over the turns.
      if (index === 0) return [];
      return [
        ...qualified(graph, [node.outputs[index - 1]]),
        ...qualified(body, [body.inputs[index + 1]?.name]),
      ];
    case "Scan": {
      const scanned = node.attributes.get("num_scan_inputs");
      const states = body.inputs.length - (scanned?.kind === "int" ? Number(scanned.value) : 0);
      const next = index < states ? body.inputs[index]?.name : undefined;
      return [...qualified(graph, [node.outputs[index]]), ...qualified(body, [next])];
    }
    default:
      return [];
  }
}

function qualified(graph: Graph, names: readonly (string | undefined)[]): readonly string[] {
  return names.flatMap((name) => (name === undefined || name === "" ? [] : [qualify(graph, name)]));
}
