import type { Problem } from "../bytes/problem";
import type { Expression } from "../model/expression";
import { add } from "../model/expression";
import { Functions } from "../model/functions";
import type { AttributeValue, Graph, Model, ModelFunction, Node } from "../model/model";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";
import { Context } from "../operators/context";
import type { Products } from "../operators/contraction";
import { total } from "../operators/contraction";
import { storedValue } from "../operators/literals";
import { operatorOf } from "../operators/registry";
import type { Value } from "../operators/value";
import { joinTypes, tensor, UNKNOWN } from "../operators/value";
import type { Assumptions } from "./assumptions";
import { assumedInputs, bindingsOf } from "./assumptions";
import { inferCalls } from "./calls";
import type { Outcome } from "./control";
import { inferControl } from "./control";
import { withDeclared } from "./declared";
import { opsetsByGraph, subgraphsOf } from "./graphs";
import { inOrder } from "./order";

/** What is inferred of a model under some assumptions. */
export interface Inference {
  /** By qualified name, as all below. */
  readonly values: ReadonlyMap<string, Value>;
  /** Multiply–accumulates by node id; a node of which nothing is known is absent. */
  readonly macs: ReadonlyMap<string, Expression | undefined>;
  /** How the MACs of a node that contracts something come about, by node id. */
  readonly formulas: ReadonlyMap<string, Products>;
  /** Values whose declared type contradicts what follows from the inputs. */
  readonly contradictions: readonly Contradiction[];
  readonly problems: readonly Problem[];
}

export interface Contradiction {
  readonly value: string;
  readonly declared: ValueType;
  readonly inferred: ValueType;
}

/** Nodes looked at in one inference: functions that call each other twice each would otherwise never end. */
const MOST_STEPS = 5_000_000;

/** Graphs walked inside of each other: files nest a hundred at most, and only functions that were made to nest deeper. */
const DEEPEST_WALK = 200;

/** Attributes that a function's caller gives to its body. */
type Bindings = ReadonlyMap<string, AttributeValue>;

/** Shapes, small values and MACs of everything, from the inputs to the outputs. Linear in the nodes. */
export function infer(model: Model, assumptions: Assumptions): Inference {
  const walk = new Walk(model, assumptions);
  walk.main(assumedInputs(model, assumptions));
  return walk.result();
}

/** One inference under way. What it learns of a value stands under the value's qualified name. */
export class Walk {
  private readonly values = new Map<string, Value>();
  private readonly macs = new Map<string, Expression | undefined>();
  private readonly formulas = new Map<string, Products>();
  private readonly contradictions = new Map<string, Contradiction>();
  /** Of bodies that are walked more than once: what all walks have in common. */
  private readonly joined = new Map<string, ValueType>();
  private readonly orders = new Map<Graph, readonly Node[]>();
  private readonly opsets: ReadonlyMap<Graph, Model["opsets"]>;
  private readonly functions: Functions;
  private readonly bindings: ReadonlyMap<string, Expression>;
  private readonly calls = new Set<ModelFunction>();
  private steps = 0;
  private depth = 0;
  private tooDeep = false;

  constructor(
    private readonly model: Model,
    assumptions: Assumptions,
  ) {
    this.opsets = opsetsByGraph(model);
    this.bindings = bindingsOf(model, assumptions);
    this.functions = new Functions(model);
  }

  main(inputs: ReadonlyMap<string, ValueType>): void {
    const { graph } = this.model;
    for (const { name, type } of graph.inputs) {
      if (!graph.tensors.has(name)) this.values.set(name, inputValue(inputs.get(name) ?? type));
    }
    this.graph(graph);
  }

  result(): Inference {
    for (const [name, type] of this.joined) this.values.set(name, { type });
    const problems = [
      ...(this.steps < MOST_STEPS ? [] : [tooManySteps()]),
      ...(this.tooDeep ? [nestedTooDeep()] : []),
    ];
    return {
      values: this.values,
      macs: this.macs,
      formulas: this.formulas,
      contradictions: [...this.contradictions.values()],
      problems,
    };
  }

  /** Walks a graph whose inputs are set; gives its outputs and its MACs in all. */
  graph(graph: Graph, bindings?: Bindings): Outcome {
    if (this.depth >= DEEPEST_WALK) {
      this.tooDeep = true;
      return { outputs: [], macs: undefined };
    }
    // A body's tensors are looked at again in each walk, as its nodes are.
    this.steps += graph.tensors.size;
    for (const [name, stored] of graph.tensors) {
      this.values.set(qualify(graph, name), storedValue(stored));
    }
    let order = this.orders.get(graph);
    if (order === undefined) this.orders.set(graph, (order = inOrder(graph)));
    let macs: Expression | undefined = 0;
    this.depth++;
    for (const node of order) {
      const own = this.node(graph, node, bindings);
      macs = macs === undefined || own === undefined ? undefined : add(macs, own);
    }
    this.depth--;
    return { outputs: graph.outputs.map(({ name }) => this.value(graph, name)), macs };
  }

  /** Sets an input of a graph before it is walked. */
  set(graph: Graph, name: string | undefined, value: Value): void {
    if (name !== undefined && name !== "") this.values.set(qualify(graph, name), value);
  }

  value(graph: Graph, name: string): Value {
    return name === "" ? UNKNOWN : (this.values.get(qualify(graph, name)) ?? UNKNOWN);
  }

  /** Remembers the types of a body after one of several walks: in the end only what they share is known. */
  settle(graph: Graph): void {
    const names = [...graph.inputs.map(({ name }) => name), ...graph.nodes.flatMap(({ outputs }) => outputs)];
    for (const name of names) {
      if (name === "" || graph.captures.has(name)) continue;
      const qualified = qualify(graph, name);
      const { type } = this.values.get(qualified) ?? UNKNOWN;
      this.joined.set(qualified, joinTypes(this.joined.get(qualified), type));
    }
    for (const node of graph.nodes) for (const [, inner] of subgraphsOf(node)) this.settle(inner);
  }

  private node(graph: Graph, written: Node, bindings: Bindings | undefined): Expression | undefined {
    if (++this.steps > MOST_STEPS) return undefined;
    const node = bindings === undefined ? written : bound(written, bindings);
    const opsets = this.opsets.get(graph) ?? this.model.opsets;
    const version = opsets.get(node.domain === "" ? "ai.onnx" : node.domain) ?? Infinity;
    const context = new Context(
      node,
      version,
      node.inputs.map((name) => this.value(graph, name)),
    );
    const { outputs, macs } = this.outputs(context, opsets, bindings);
    node.outputs.forEach((name, index) => {
      if (name !== "") this.settleOutput(graph, name, outputs[index] ?? UNKNOWN);
    });
    this.macs.set(node.id, macs);
    return macs;
  }

  private outputs(context: Context, opsets: Model["opsets"], bindings: Bindings | undefined): Outcome {
    const { node } = context;
    const called = this.functions.calledBy(node);
    if (called !== undefined) return this.call(called, context);
    const control = inferControl(this, context, bindings) ?? inferCalls(this, context);
    if (control !== undefined) return control;
    const operator = operatorOf(node, opsets);
    if (operator === undefined) return { outputs: [], macs: undefined };
    const outputs = operator.infer?.(context) ?? [];
    const products = operator.macs?.(context, outputs);
    if (products === undefined) return { outputs, macs: undefined };
    if (products.length > 0) this.formulas.set(node.id, products);
    return { outputs, macs: total(products) };
  }

  /** A function of TensorFlow by its name, with the inputs of this node; undefined where the file has none. */
  callNamed(name: string, context: Context): Outcome | undefined {
    const called = this.functions.calledBy({ domain: "tf", operator: name });
    return called && this.call(called, context);
  }

  /** A function's body with the caller's inputs and attributes. Its values are joined over all calls. */
  private call(called: ModelFunction, { node, inputs }: Context): Outcome {
    if (this.calls.has(called)) return { outputs: [], macs: undefined };
    this.calls.add(called);
    called.inputs.forEach((name, index) => {
      this.set(called.body, name, inputs[index] ?? UNKNOWN);
    });
    const { macs } = this.graph(called.body, new Map([...called.defaults, ...node.attributes]));
    const outputs = called.outputs.map((name) => this.value(called.body, name));
    this.settle(called.body);
    this.calls.delete(called);
    return { outputs, macs };
  }

  /** Inference wins over what the file declares, which fills what is left open and is checked where both speak. */
  private settleOutput(graph: Graph, name: string, value: Value): void {
    const qualified = qualify(graph, name);
    const declared = graph.declared.get(name)?.type ?? this.outputTypes(graph).get(name);
    const { type, contradicts } = withDeclared(value.type, declared, this.bindings);
    if (contradicts && declared !== undefined) {
      this.contradictions.set(qualified, { value: qualified, declared, inferred: value.type });
    }
    this.values.set(qualified, type === value.type ? value : { ...value, type });
  }

  private readonly declaredOutputs = new Map<Graph, ReadonlyMap<string, ValueType>>();

  private outputTypes(graph: Graph): ReadonlyMap<string, ValueType> {
    let types = this.declaredOutputs.get(graph);
    if (types === undefined) {
      types = new Map(graph.outputs.map(({ name, type }) => [name, type]));
      this.declaredOutputs.set(graph, types);
    }
    return types;
  }
}

/** A value from outside. Where an input has no elements at all, all of them are known. */
function inputValue(type: ValueType): Value {
  if (type.kind !== "tensor") return { type };
  return tensor(type.dtype, type.shape, type.shape?.includes(0) === true ? [] : undefined);
}

/** The node with the attributes of the function's caller in place; those that the caller leaves out are absent. */
function bound(node: Node, bindings: Bindings): Node {
  const refers = [...node.attributes.values()].some(({ kind }) => kind === "reference");
  if (!refers) return node;
  const attributes = new Map<string, AttributeValue>();
  for (const [name, attribute] of node.attributes) {
    const value = attribute.kind === "reference" ? bindings.get(attribute.name) : attribute;
    if (value !== undefined) attributes.set(name, value);
  }
  return { ...node, attributes };
}

function nestedTooDeep(): Problem {
  return {
    severity: "warning",
    code: "inference-stopped",
    message: `The functions of the model call each other more than ${DEEPEST_WALK} deep; nothing is inferred of what is deeper.`,
    where: "",
  };
}

function tooManySteps(): Problem {
  return {
    severity: "warning",
    code: "inference-stopped",
    message: `The functions of the model call each other so often that inference stopped after ${MOST_STEPS.toLocaleString("en")} nodes.`,
    where: "",
  };
}
