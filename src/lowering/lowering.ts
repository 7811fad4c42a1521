import { inOrder } from "../analysis/order";
import { nodeOf } from "../formats/tfjs/draft";
import type { NodeParts } from "../formats/onnx/write-node";
import { Functions } from "../model/functions";
import type { Graph, Model, Node } from "../model/model";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";
import type { Tensor } from "../model/tensor";
import { Context } from "../operators/context";
import type { Emitter } from "../operators/emit";
import { constantValue } from "../operators/onnx/constant-value";
import { operatorOf } from "../operators/registry";
import type { Value } from "../operators/value";
import { UNKNOWN } from "../operators/value";
import type { Reason } from "./calls";
import { lowerCall } from "./calls";
import { renamed } from "./rename";

/** Of ai.onnx, that rules write. */
export const OPSET = 17;

/** Functions that call each other twice each double with every level: so many nodes are gone through. */
const MOST_NODES = 200_000;

/** Functions called inside of each other: a file with more was made to exhaust a stack. */
const DEEPEST_CALL = 100;

/** A node that is not there in what is made. What takes its values is not there either. */
export interface Refusal {
  readonly node: Node;
  readonly why: string;
}

/** A graph on its way into another one. */
export interface Place {
  readonly graph: Graph;
  readonly emit: Emitter;
  /** By value of the graph, its name in what is made; what is absent, nobody makes. */
  readonly names: Map<string, string>;
  /** What stands before the names of values in what is made. */
  readonly prefix: string;
}

/** One lowering under way. */
export class Lowering {
  readonly tensors = new Map<string, Tensor>();
  readonly originals = new Map<Tensor, Tensor>();
  readonly provenance = new Map<string, Node>();
  readonly refused: Refusal[] = [];
  private readonly functions: Functions;
  /** Functions that are being called: one that calls itself has no end. */
  private readonly open = new Set<string>();
  private gone = 0;

  /**
   * @param values what is known of them, by qualified name.
   * @param prefix of names that are made up.
   */
  constructor(
    private readonly model: Model,
    private readonly values: ReadonlyMap<string, Value>,
    readonly prefix: string,
  ) {
    this.functions = new Functions(model);
  }

  /** The main graph; gives the values that are there. */
  main(emit: Emitter): ReadonlyMap<string, string> {
    const { graph } = this.model;
    const names = new Map(graph.inputs.map(({ name }) => [name, name]));
    this.graph({ graph, emit, names, prefix: "" });
    return names;
  }

  /** All nodes of a graph whose inputs have names. */
  graph(place: Place): void {
    for (const [name, tensor] of place.graph.tensors) this.store(place, name, tensor);
    for (const node of inOrder(place.graph)) this.node(place, node);
  }

  /** The body of a function on some inputs: the names of its outputs; undefined where one of them is not made. */
  call(name: string, emit: Emitter, prefix: string, given: readonly string[]): readonly string[] | undefined {
    const called = this.functions.calledBy({ domain: "tf", operator: name });
    if (called === undefined || this.open.has(name)) return undefined;
    if (this.open.size >= DEEPEST_CALL || this.gone >= MOST_NODES) return undefined;
    const names = new Map(called.inputs.map((input, index) => [input, given[index] ?? ""]));
    this.open.add(name);
    this.graph({ graph: called.body, emit, names, prefix });
    this.open.delete(name);
    const made = called.outputs.map((output) => names.get(output));
    return made.every((one) => one !== undefined) ? made : undefined;
  }

  typeOf(graph: Graph, value: string): ValueType {
    return (this.values.get(qualify(graph, value)) ?? UNKNOWN).type;
  }

  private node(place: Place, node: Node): void {
    this.gone++;
    const { emit, names } = place;
    const [output] = node.outputs;
    if (output === undefined) return;
    const constant = constantValue(node);
    if (constant !== undefined) {
      this.store(place, output, constant);
      return;
    }
    const inputNames = node.inputs.map((name) => (name === "" ? "" : names.get(name)));
    if (!inputNames.every((name) => name !== undefined)) return;
    const before = emit.nodes.length;
    const made = this.lowered(place, node, inputNames);
    if ("why" in made) {
      for (const { name } of emit.nodes.splice(before)) this.provenance.delete(name);
      this.refused.push({ node, ...made });
      return;
    }
    this.settle(place, node, before, made);
  }

  /** The names of what is made of a node. */
  private lowered(place: Place, node: Node, inputNames: readonly string[]): readonly string[] | Reason {
    const called = lowerCall(this, place, node, inputNames);
    if (called !== undefined) return called;
    const rule = operatorOf(node, this.model.opsets)?.lower;
    if (rule === undefined) return { why: "nothing is known of it in operators of ONNX" };
    const valueOf = (name: string): Value => this.values.get(qualify(place.graph, name)) ?? UNKNOWN;
    const context = new Context(node, 1, node.inputs.map(valueOf));
    const outputs = node.outputs.map(valueOf);
    const made = rule({ node: context, outputs, emit: place.emit, inputNames });
    return made ?? { why: "its settings, or sizes that are not known, have no counterpart in ONNX" };
  }

  /** Gives what was made of a node the names that the file has for it. */
  private settle({ emit, names, prefix }: Place, node: Node, before: number, made: readonly string[]): void {
    const nodes = emit.nodes.slice(before);
    // Graphs inside of nodes keep the names that they take.
    const keeps = nodes.some(({ attributes }) =>
      [...attributes.values()].some(({ kind }) => kind === "graph"),
    );
    const own = new Set(keeps ? [] : nodes.flatMap(({ outputs }) => outputs));
    const changes = new Map<string, string>();
    const copies: (readonly [from: string, to: string])[] = [];
    node.outputs.forEach((output, index) => {
      const from = made[index] ?? "";
      if (output === "" || from === "") return;
      const to = `${prefix}${output}`;
      names.set(output, to);
      if (own.has(from) && !changes.has(from)) changes.set(from, to);
      else copies.push([changes.get(from) ?? from, to]);
    });
    for (const one of emit.nodes.splice(before)) emit.nodes.push(renamed(one, changes));
    for (const [from, to] of copies) {
      const name = `${this.prefix}copy of ${to}`;
      emit.add({ name, operator: "Identity", domain: "", inputs: [from], outputs: [to], settings: {} });
    }
    for (const { name } of emit.nodes.slice(before)) {
      if (!this.provenance.has(name)) this.provenance.set(name, node);
    }
  }

  /** A stored tensor; one that is quantised stands there as the numbers that it means. */
  private store({ names, prefix }: Place, value: string, tensor: Tensor): void {
    const name = `${prefix}${value}`;
    names.set(value, name);
    const { quantization, shape, location } = tensor;
    const plain: Tensor =
      quantization === undefined ? { ...tensor, name } : { name, dtype: quantization.dtype, shape, location };
    this.tensors.set(name, plain);
    if (quantization !== undefined) this.originals.set(plain, tensor);
  }
}

/** What was emitted, as nodes of a model. */
export function nodesOf({ nodes }: Emitter): readonly Node[] {
  return nodes.map((parts: NodeParts) => nodeOf({ ...parts, id: parts.name }));
}
