import type { Node } from "../../model/model";
import type { Tensor } from "../../model/tensor";
import { attributesOf } from "./attribute";
import { nodeOf } from "./draft";
import type { Json, JsonObject } from "./json";
import { listOf, objectOf, textOf } from "./json";
import { leastOutputs, outputIndex } from "./outputs";

/** A split into more parts than this was made to fill memory. */
const MOST_OUTPUTS = 10_000;

/** Of all nodes of a graph together; from there on, of each node one. */
const MOST_OUTPUTS_IN_ALL = 1_000_000;

/** A NodeDef, with the names of its inputs in the graph's own terms. */
interface Draft {
  readonly name: string;
  readonly id: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  /** Nodes that must run before, without giving a value. */
  readonly control: readonly string[];
  readonly attr: Json;
}

/** The nodes of a GraphDef or of a function's body, and how references in it are read. */
interface NodeList {
  readonly nodes: readonly Node[];
  /** The value that a reference such as `x:0` means. */
  readonly valueOf: (reference: string) => string;
}

/**
 * @param more references from outside of the nodes: outputs that a signature or a function returns.
 * @param path of the graph, which makes ids unique in the model.
 */
export function readNodes(
  list: Json,
  tensors: ReadonlyMap<string, Tensor>,
  path: string,
  more: readonly string[],
): NodeList {
  const defs = listOf(list).map(objectOf);
  const operators = new Map(defs.map((def) => [textOf(def["name"]) ?? "", textOf(def["op"]) ?? ""]));
  const valueOf = (reference: string): string => valueName(reference, operators);
  const drafts = drafted(defs, path, valueOf);
  const counts = outputCounts([...drafts.flatMap(({ inputs }) => inputs), ...more.map(valueOf)]);
  let outputsInAll = 0;
  const nodes = drafts.map(({ name, id, operator, inputs, control, attr }) => {
    const stored = operator === "Const" ? tensors.get(name) : undefined;
    const attributes = new Map(attributesOf(attr, stored));
    if (control.length > 0) attributes.set("control inputs", { kind: "strings", value: control });
    const parts = attributes.get(operator === "Unpack" ? "num" : "num_split");
    const least = leastOutputs(operator, parts?.kind === "int" ? Number(parts.value) : undefined);
    const most = outputsInAll < MOST_OUTPUTS_IN_ALL ? MOST_OUTPUTS : 1;
    const count = least === 0 ? 0 : Math.min(Math.max(least, counts.get(name) ?? 0), most);
    outputsInAll += count;
    const outputs = Array.from({ length: count }, (_, index) => (index === 0 ? name : `${name}:${index}`));
    return nodeOf({ name, id, operator, domain: "tf", inputs, outputs, attributes });
  });
  return { nodes, valueOf };
}

function drafted(
  defs: readonly JsonObject[],
  path: string,
  valueOf: (reference: string) => string,
): readonly Draft[] {
  const names = new Set<string>();
  return defs.map((def, index) => {
    const operator = textOf(def["op"]) ?? "";
    let name = textOf(def["name"]) ?? `${operator}_${index}`;
    // Of twins in a broken file, the first is who is meant.
    if (names.has(name)) name = `${name}#${index}`;
    names.add(name);
    const references = listOf(def["input"]).flatMap((one) => textOf(one) ?? []);
    return {
      name,
      id: path === "" ? name : `${path}/${name}`,
      operator,
      inputs: references.filter((one) => !one.startsWith("^")).map(valueOf),
      control: references.filter((one) => one.startsWith("^")).map((one) => one.slice(1)),
      attr: def["attr"],
    };
  });
}

/** `name`, `name:1`, and in functions `name:argument:1` and the bare names of arguments. */
function valueName(reference: string, operators: ReadonlyMap<string, string>): string {
  const match = /^(.*?):(?:([^:]+):)?(\d+)$/.exec(reference);
  if (match === null) return reference;
  const [, name = "", argument, last] = match;
  const number = Number(last);
  const operator = operators.get(name) ?? "";
  const index = argument === undefined ? number : outputIndex(operator, argument, number);
  return index === 0 ? name : `${name}:${index}`;
}

/** By node, how many of its outputs are taken. */
function outputCounts(values: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) {
    const match = /^(.*):(\d+)$/.exec(value);
    if (match?.[1] === undefined) continue;
    counts.set(match[1], Math.max(counts.get(match[1]) ?? 0, Number(match[2]) + 1));
  }
  return counts;
}
