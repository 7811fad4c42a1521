import { subgraphsOf } from "../analysis/graphs";
import { inputsBeforeArguments, namedFunctions } from "../analysis/named-functions";
import { graphOf } from "../formats/tfjs/draft";
import type { Graph, Node, ValueInfo } from "../model/model";
import type { AttributeValue } from "../model/model";
import type { ValueType } from "../model/shape";
import { Emitter, TO } from "../operators/emit";
import type { Lowering, Place } from "./lowering";
import { nodesOf, OPSET } from "./lowering";

/** Why a node is left out. */
export interface Reason {
  readonly why: string;
}

/**
 * TensorFlow's operators that name functions of the file: a call becomes the function's body, a branch an If, a loop a
 * Loop, whose graphs take what they need from around them. Undefined for any other node.
 */
export function lowerCall(
  lowering: Lowering,
  place: Place,
  node: Node,
  inputNames: readonly string[],
): readonly string[] | Reason | undefined {
  const [first, second] = namedFunctions(node).map(({ name }) => name);
  if (first === undefined) return undefined;
  const prefix = `${lowering.prefix}${place.prefix}${node.name}/`;
  const given = inputNames.slice(inputsBeforeArguments(node));
  const made =
    second === undefined
      ? lowering.call(first, place.emit, prefix, given)
      : node.operator.endsWith("If")
        ? branch(lowering, place, node, prefix, [first, second], inputNames)
        : loop(lowering, place, node, prefix, [first, second], given);
  return made ?? { why: "in its functions there are such nodes, or too many" };
}

function branch(
  lowering: Lowering,
  { emit }: Place,
  node: Node,
  prefix: string,
  functions: readonly [yes: string, no: string],
  [condition = "", ...given]: readonly string[],
): readonly string[] | undefined {
  const graphs = functions.map((name, index) => {
    const key = index === 0 ? "then_branch" : "else_branch";
    const own = new Emitter(OPSET, `${prefix}${key}/`);
    const made = lowering.call(name, own, `${prefix}${key}/`, given);
    return made && ([key, graphAttribute(lowering, own, `${prefix}${key}`, [], made)] as const);
  });
  if (!graphs.every((one) => one !== undefined)) return undefined;
  const inputs = [emit.cast(condition, TO.bool)];
  return emit.several("If", inputs, node.outputs.length, Object.fromEntries(graphs));
}

function loop(
  lowering: Lowering,
  { emit, graph }: Place,
  node: Node,
  prefix: string,
  [condition, body]: readonly [string, string],
  given: readonly string[],
): readonly string[] | undefined {
  const [first] = lowering.call(condition, emit, `${prefix}first/`, given) ?? [];
  const own = new Emitter(OPSET, `${prefix}body/`);
  const state = given.map((_, index): ValueInfo => {
    const type = lowering.typeOf(graph, node.inputs[index] ?? "");
    return argument(`${prefix}body/state_${index}`, type);
  });
  const next = lowering.call(
    body,
    own,
    `${prefix}body/`,
    state.map(({ name }) => name),
  );
  const [goesOn] = (next && lowering.call(condition, own, `${prefix}condition/`, next)) ?? [];
  if (first === undefined || next === undefined || goesOn === undefined) return undefined;
  const inputs = [
    argument(`${prefix}body/turn`, { kind: "tensor", dtype: "int64", shape: [] }),
    argument(`${prefix}body/goes on`, { kind: "tensor", dtype: "bool", shape: [] }),
    ...state,
  ];
  const results = [own.cast(goesOn, TO.bool), ...next];
  const attribute = graphAttribute(lowering, own, `${prefix}body`, inputs, results);
  return emit.several("Loop", ["", emit.cast(first, TO.bool), ...given], node.outputs.length, {
    body: attribute,
  });
}

/** Turns may change the sizes of what they hand on. */
function argument(name: string, type: ValueType): ValueInfo {
  const open = type.kind === "tensor" && (type.shape?.length ?? 0) > 0;
  return { name, type: open ? { ...type, shape: undefined } : type, docString: "" };
}

/** What was emitted as a graph of its own: its outputs are made in it, whatever they are. */
function graphAttribute(
  lowering: Lowering,
  emit: Emitter,
  path: string,
  inputs: readonly ValueInfo[],
  results: readonly string[],
): AttributeValue {
  const outputs = results.map((name): ValueInfo => {
    const own = emit.one("Identity", [name]);
    return { name: own, type: { kind: "unknown" }, docString: "" };
  });
  for (const [name, tensor] of emit.tensors) lowering.tensors.set(name, tensor);
  const nodes = nodesOf(emit);
  const graph = graphOf({ path, name: path, inputs, outputs, nodes, tensors: new Map() });
  return { kind: "graph", value: { ...graph, captures: capturesOf(graph) } };
}

/** Names that are taken inside and made outside: in one model, a name is made once. */
function capturesOf({ nodes, inputs }: Graph): ReadonlyMap<string, string> {
  const own = new Set([...inputs.map(({ name }) => name), ...nodes.flatMap(({ outputs }) => outputs)]);
  const taken = nodes.flatMap((node) => [
    ...node.inputs,
    ...subgraphsOf(node).flatMap(([, graph]) => [...graph.captures.values()]),
  ]);
  return new Map(taken.filter((name) => name !== "" && !own.has(name)).map((name) => [name, name]));
}
