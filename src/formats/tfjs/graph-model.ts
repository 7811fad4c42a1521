import { symbol } from "../../model/expression";
import type { ModelFunction, Node, ValueInfo } from "../../model/model";
import type { Shape } from "../../model/shape";
import type { Tensor } from "../../model/tensor";
import type { Problems } from "../onnx/problems";
import { shortName } from "../onnx/problems";
import type { Topology } from "./draft";
import { graphOf } from "./draft";
import { dataTypeOf } from "./dtype";
import { readNodes } from "./graph-def";
import type { Json, JsonObject } from "./json";
import { listOf, objectOf, textOf } from "./json";
import { dimensionsOf } from "./proto";

/** The graph of a GraphDef, with the functions that it brings along. */
export function readGraphModel(
  topology: JsonObject,
  signature: JsonObject,
  tensors: ReadonlyMap<string, Tensor>,
  problems: Problems,
): Topology {
  const returned = Object.entries(objectOf(signature["outputs"])).flatMap(([key, one]) => {
    const name = textOf(objectOf(one)["name"]);
    return name === undefined ? [] : [{ key, name }];
  });
  const list = readNodes(
    topology["node"],
    tensors,
    "",
    returned.map(({ name }) => name),
  );
  const { nodes, valueOf } = list;
  const constants = new Set(nodes.flatMap(({ operator, name }) => (operator === "Const" ? [name] : [])));
  checkConstants(nodes, problems);
  const outputs =
    returned.length > 0 ? returned.map(({ key, name }) => named(valueOf(name), key)) : unused(nodes);
  const graph = graphOf({
    name: "",
    inputs: inputsOf(nodes, signature),
    outputs,
    nodes,
    // Those of Const nodes stand at their nodes.
    tensors: new Map([...tensors].filter(([name]) => !constants.has(name))),
  });
  const library = listOf(objectOf(topology["library"])["function"]);
  return { graph, functions: library.map((one) => functionOf(objectOf(one), tensors)) };
}

function named(name: string, key: string): ValueInfo {
  return { name, type: { kind: "unknown" }, docString: key === name ? "" : key };
}

/** Without a signature, what nobody takes comes out. */
function unused(nodes: readonly Node[]): readonly ValueInfo[] {
  const taken = new Set(nodes.flatMap(({ inputs }) => inputs));
  return nodes
    .flatMap(({ operator, outputs }) => (operator === "Const" ? [] : outputs))
    .filter((name) => !taken.has(name))
    .map((name) => named(name, name));
}

/** Placeholders: those of the signature in its order, then the others. */
function inputsOf(nodes: readonly Node[], signature: JsonObject): readonly ValueInfo[] {
  const placeholders = new Map(
    nodes.filter(({ operator }) => operator === "Placeholder").map((node) => [node.name, node]),
  );
  const inputs: ValueInfo[] = [];
  for (const [key, json] of Object.entries(objectOf(signature["inputs"]))) {
    const { name, dtype, tensorShape } = objectOf(json);
    const own = (textOf(name) ?? "").replace(/:0$/, "");
    const node = placeholders.get(own);
    if (node === undefined) continue;
    placeholders.delete(own);
    inputs.push(inputOf(node, key, dtype, tensorShape));
  }
  return [...inputs, ...Array.from(placeholders.values(), (node) => inputOf(node, node.name))];
}

function inputOf({ name, attributes }: Node, key: string, said?: Json, saidShape?: Json): ValueInfo {
  const [type, shape] = [attributes.get("dtype"), attributes.get("shape")];
  const own = type?.kind === "type" && type.value.kind === "tensor" ? type.value.dtype : undefined;
  const sizes = shape?.kind === "ints" ? shape.value.map(Number) : dimensionsOf(saidShape);
  const dtype = own ?? dataTypeOf(said);
  return { ...named(name, key), type: { kind: "tensor", dtype, shape: openShape(sizes) } };
}

/** Sizes of -1 are open; the first of them, in front, is the batch. */
function openShape(sizes: readonly number[] | undefined): Shape {
  return sizes?.map((size, axis) => (size >= 0 ? size : axis === 0 ? symbol("batch") : undefined));
}

/** A constant has its values in the weights, or itself. */
function checkConstants(nodes: readonly Node[], problems: Problems): void {
  for (const { operator, name, attributes } of nodes) {
    if (operator !== "Const") continue;
    const value = attributes.get("value");
    const tensor = value?.kind === "tensor" ? value.value : undefined;
    if (tensor !== undefined && (tensor.location.kind !== "absent" || tensor.name !== "")) continue;
    if (tensor?.shape.includes(0) === true) continue;
    const message = `the constant '${shortName(name)}' has no values, neither itself nor among the weights`;
    problems.warning("missing-weight", message, name);
  }
}

/** A FunctionDef as an operator with a body; `ret` says which values come out. */
function functionOf(def: JsonObject, tensors: ReadonlyMap<string, Tensor>): ModelFunction {
  const signature = objectOf(def["signature"]);
  const name = textOf(signature["name"]) ?? "";
  const path = `tf::${name}`;
  const inputs = argumentsOf(signature["inputArg"]);
  const results = argumentsOf(signature["outputArg"]).map(
    (one) => textOf(objectOf(def["ret"])[one.name]) ?? one.name,
  );
  const { nodes, valueOf } = readNodes(def["nodeDef"], tensors, path, results);
  const outputs = results.map(valueOf);
  return {
    name,
    domain: "tf",
    overload: "",
    inputs: inputs.map((one) => one.name),
    outputs,
    attributes: [],
    defaults: new Map(),
    opsets: new Map(),
    body: graphOf({
      path,
      name,
      inputs,
      outputs: outputs.map((one) => named(one, one)),
      nodes,
      tensors: new Map(),
    }),
    docString: "",
    metadata: new Map(),
  };
}

function argumentsOf(list: Json): readonly ValueInfo[] {
  return listOf(list).map((json) => {
    const { name, type } = objectOf(json);
    const own = textOf(name) ?? "";
    return { ...named(own, own), type: { kind: "tensor", dtype: dataTypeOf(type), shape: undefined } };
  });
}
