import type { ModelIndex } from "../analysis/model-index";
import type { AttributeValue, Graph, Node } from "../model/model";
import { qualify } from "../model/model";
import { printShape, printType } from "../model/print-type";
import type { ValueType } from "../model/shape";
import type { FindAnswer, FindHit } from "./protocol/places";
import type { Term } from "./query";
import { readQuery } from "./query";

/** What may be found, with its texts by key. Only what a query asks for is looked at. */
interface Candidate {
  readonly hit: () => FindHit;
  /** What a free word may match. */
  readonly words: readonly string[];
  readonly texts: (key: string) => readonly string[];
}

/** Elements of a list attribute that are searched. */
const LISTED = 16;

/** Everything in the model that a query matches, in the file's order; nodes first, then values, then tensors. */
export function find(
  index: ModelIndex,
  typeOf: (value: string) => ValueType | undefined,
  query: string,
  limit: number,
): FindAnswer {
  const read = readQuery(query);
  if ("problem" in read) return { hits: [], total: 0, problem: read.problem };
  if (read.terms.length === 0) return { hits: [], total: 0, problem: null };
  const hits: FindHit[] = [];
  let total = 0;
  for (const candidate of candidates(index, typeOf)) {
    if (!read.terms.every((term) => matches(candidate, term))) continue;
    total++;
    if (hits.length < limit) hits.push(candidate.hit());
  }
  return { hits, total, problem: null };
}

function matches({ words, texts }: Candidate, { key, pattern, negated }: Term): boolean {
  const found = (key === "" ? words : texts(key)).some((text) => pattern.test(text));
  return found !== negated;
}

function* candidates(
  index: ModelIndex,
  typeOf: (value: string) => ValueType | undefined,
): Generator<Candidate> {
  for (const graph of index.uses.graphs) {
    for (const node of graph.nodes) {
      if (index.stored.get(qualify(graph, node.outputs[0] ?? ""))?.node !== node) {
        yield nodeCandidate(node, graph, typeOf);
      }
    }
  }
  for (const graph of index.uses.graphs) {
    for (const { name } of graph.inputs) {
      if (!graph.tensors.has(name)) yield valueCandidate(qualify(graph, name), typeOf);
    }
    for (const node of graph.nodes) {
      for (const name of node.outputs) {
        const value = qualify(graph, name);
        if (name !== "" && !index.stored.has(value)) yield valueCandidate(value, typeOf);
      }
    }
  }
  for (const [name, { tensor }] of index.stored) {
    const shape = tensor.shape.join("×") || "scalar";
    const role = index.roles.get(name) ?? null;
    yield {
      hit: () => ({
        kind: "tensor",
        id: name,
        title: role ?? "tensor",
        name,
        detail: `${tensor.dtype} ${shape}`,
        role,
      }),
      words: [name],
      texts: (key) => {
        if (key === "name" || key === "tensor") return [name];
        if (key === "type" || key === "dtype") return [tensor.dtype];
        if (key === "role") return role === null ? [] : [role];
        return key === "shape" ? [shape] : [];
      },
    };
  }
}

function nodeCandidate(
  node: Node,
  graph: Graph,
  typeOf: (value: string) => ValueType | undefined,
): Candidate {
  const types = (): readonly ValueType[] =>
    node.outputs.flatMap((name) => (name === "" ? [] : (typeOf(qualify(graph, name)) ?? [])));
  return {
    hit: () => ({
      kind: "node",
      id: node.id,
      title: node.operator,
      name: node.name,
      detail: [graph.path, ...types().map(printType)].filter((text) => text !== "").join(" · "),
      role: null,
    }),
    words: [node.name, node.operator],
    texts: (key) => {
      switch (key) {
        case "op":
          return [node.operator];
        case "name":
          return [node.name];
        case "domain":
          return [node.domain === "" ? "ai.onnx" : node.domain];
        case "shape":
          return types().map(shapeText);
        case "type":
        case "dtype":
          return types().map((type) => (type.kind === "tensor" ? (type.dtype ?? "") : printType(type)));
        case "value":
          return [...node.inputs, ...node.outputs];
        case "attr":
          return [...node.attributes].flatMap(([name, value]) => [name, ...attributeTexts(value)]);
        default:
          return [...node.attributes].flatMap(([name, value]) =>
            name.toLowerCase().startsWith(key) ? attributeTexts(value) : [],
          );
      }
    },
  };
}

function valueCandidate(value: string, typeOf: (value: string) => ValueType | undefined): Candidate {
  return {
    hit: () => {
      const type = typeOf(value);
      const detail = type === undefined ? "" : printType(type);
      return { kind: "value", id: value, title: "value", name: value, detail, role: null };
    },
    words: [value],
    texts: (key) => {
      const type = typeOf(value);
      if (key === "value") return [value];
      if (key === "shape") return type === undefined ? [] : [shapeText(type)];
      if (key === "type" || key === "dtype") return type?.kind === "tensor" ? [type.dtype ?? ""] : [];
      return [];
    },
  };
}

function shapeText(type: ValueType): string {
  return type.kind === "tensor" || type.kind === "sparse" ? printShape(type.shape) : "";
}

function attributeTexts(attribute: AttributeValue): readonly string[] {
  switch (attribute.kind) {
    case "float":
    case "int":
    case "string":
      return [String(attribute.value)];
    case "floats":
    case "ints":
    case "strings":
      return attribute.value.slice(0, LISTED).map(String);
    case "reference":
      return [attribute.name];
    case "tensor":
    case "graph":
    case "type":
    case "tensors":
    case "graphs":
    case "types":
      return [];
  }
}
