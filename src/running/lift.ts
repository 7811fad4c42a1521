import type { ModelIndex } from "../analysis/model-index";
import { constantValue } from "../operators/onnx/constant-value";
import { nodeOf } from "../formats/tfjs/draft";
import type { DataType } from "../model/dtype";
import type { AttributeValue, Graph, Node, ValueInfo } from "../model/model";
import { qualify } from "../model/model";
import type { ValueType } from "../model/shape";
import { Emitter, TO } from "../operators/emit";
import { SCAN_WITHOUT_BATCH } from "../operators/onnx/control";
import { AS_FLOAT32, isRunnable } from "./values";

/** A value from inside of a subgraph, lifted into the graph around it. */
export interface LiftedValue {
  /** Qualified. */
  readonly name: string;
  /** As it is there; narrow types are lifted as float32. */
  readonly dtype: DataType;
  /**
   * Where it is seen. Without `shapes` it is the value itself, or no element at all where its branch was not taken;
   * else the elements of all times that it was computed, one after the other.
   */
  readonly data: string;
  /** Of values inside of loops: for each time its rank and then its sizes. */
  readonly shapes: string | undefined;
}

/** Nodes that give more than they gave. */
export interface Lifted {
  readonly nodes: readonly Node[];
  readonly values: readonly LiftedValue[];
  /** Values that stay inside, and why. */
  readonly hidden: readonly (readonly [name: string, why: string])[];
}

/**
 * The values inside of the branches of If and the bodies of Loop and Scan as further outputs of these nodes, by
 * whatever number of graphs they are enclosed: a branch gives an empty tensor for what is computed in the other one,
 * a loop collects flat elements, and beside them shapes, which may change from step to step.
 *
 * @param nodes of the main graph.
 * @param typeOf by qualified name.
 * @param wanted which values, by qualified name; all others stay inside.
 */
export function liftValues(
  index: ModelIndex,
  nodes: readonly Node[],
  typeOf: (value: string) => ValueType | undefined,
  wanted: (value: string) => boolean = () => true,
): Lifted {
  const lifting = new Lifting(index, typeOf, wanted);
  const { nodes: lifted, values } = lifting.scope(nodes);
  return { nodes: lifted, values, hidden: lifting.hidden };
}

interface Scope {
  readonly nodes: readonly Node[];
  readonly values: readonly LiftedValue[];
}

interface Body extends Scope {
  readonly graph: Graph;
}

/** From this version on a Loop carries sequences. */
const SEQUENCES_IN_LOOPS = 13;
/** Scalars stand in a list of one element. */
const FLAT = [-1];

class Lifting {
  readonly hidden: (readonly [string, string])[] = [];
  private readonly opset: number;
  private readonly prefix: string;
  private scopes = 0;

  constructor(
    index: ModelIndex,
    private readonly typeOf: (value: string) => ValueType | undefined,
    private readonly wanted: (value: string) => boolean,
  ) {
    this.opset = index.model.opsets.get("ai.onnx") ?? 1;
    this.prefix = freePrefix(index);
  }

  /** Nodes of one graph, with what they hold lifted into it. */
  scope(nodes: readonly Node[]): Scope {
    const values: LiftedValue[] = [];
    const lifted = nodes.flatMap((node) => {
      const scope = this.opened(node);
      if (scope === undefined) return [node];
      for (const value of scope.values) values.push(value);
      return scope.nodes;
    });
    return { nodes: lifted, values };
  }

  /** A node that holds graphs and what is to stand around it; undefined where nothing is lifted out of it. */
  private opened(node: Node): Scope | undefined {
    if (node.domain !== "" && node.domain !== "ai.onnx") return undefined;
    switch (node.operator) {
      case "If":
        return this.branches(node);
      case "Loop":
        return this.loop(node);
      case "Scan":
        return this.opset < SCAN_WITHOUT_BATCH ? undefined : this.scan(node);
      default:
        return undefined;
    }
  }

  private branches(node: Node): Scope | undefined {
    const bodies = ["then_branch", "else_branch"].map((name) => this.body(node, name));
    const [yes, no] = bodies;
    if (yes === undefined || no === undefined || yes.values.length + no.values.length === 0) return undefined;
    const missingIn = (values: readonly LiftedValue[]): { emit: Emitter; outputs: readonly string[] } => {
      const emit = this.emitter();
      return { emit, outputs: partsOf(values).map(([, dtype]) => nothing(emit, dtype)) };
    };
    const [forNo, forYes] = [missingIn(yes.values), missingIn(no.values)];
    const attributes = new Map(node.attributes);
    attributes.set("then_branch", withMore(yes, forYes.emit, [...namesOf(yes.values), ...forYes.outputs]));
    attributes.set("else_branch", withMore(no, forNo.emit, [...forNo.outputs, ...namesOf(no.values)]));
    const values = this.renamed([...yes.values, ...no.values]);
    return { nodes: [{ ...node, attributes, outputs: [...node.outputs, ...namesOf(values)] }], values };
  }

  /** What the steps give is carried from step to step: its shapes may change, and so it cannot be a scan output. */
  private loop(node: Node): Scope | undefined {
    const body = this.body(node, "body");
    if (body === undefined || body.values.length === 0) return undefined;
    const [before, inside, after] = [this.emitter(), this.emitter(), this.emitter()];
    const [inputs, results, given]: [ValueInfo[], string[], string[]] = [[], [], []];
    const asSequence = this.opset >= SEQUENCES_IN_LOOPS;
    const records = body.values.map((value) => recorded(inside, value));
    for (const [name, dtype] of partsOf(records)) {
      const type = { kind: "tensor", dtype, shape: undefined } as const;
      const empty = nothing(before, dtype);
      const carried = this.freshName();
      given.push(asSequence ? before.one("SequenceConstruct", [empty]) : empty);
      inputs.push({
        name: carried,
        type: asSequence ? { kind: "sequence", element: type } : type,
        docString: "",
      });
      results.push(
        asSequence
          ? inside.one("SequenceInsert", [carried, name])
          : inside.one("Concat", [carried, name], { axis: 0 }),
      );
    }
    const states = Math.max(0, node.inputs.length - 2);
    const finals = given.map(() => this.freshName());
    const joined = finals.map((name) =>
      asSequence ? after.one("ConcatFromSequence", [name], { axis: 0 }) : name,
    );
    const graph = withMore(body, inside, results, { inputs, at: 1 + states });
    const changed: Node = {
      ...node,
      inputs: [...node.inputs, ...given],
      outputs: inserted(node.outputs, states, finals),
      attributes: new Map(node.attributes).set("body", graph),
    };
    return { nodes: [...made(before), changed, ...made(after)], values: renamedTo(records, joined) };
  }

  /** A Scan collects what has the same size in all steps. */
  private scan(node: Node): Scope | undefined {
    const body = this.body(node, "body");
    if (body === undefined || body.values.length === 0) return undefined;
    const [inside, after] = [this.emitter(), this.emitter()];
    const records = body.values.map((value) => recorded(inside, value));
    const results = namesOf(records);
    const collected = results.map(() => this.freshName());
    const attributes = new Map(node.attributes);
    attributes.set("body", withMore(body, inside, results));
    for (const name of ["scan_output_axes", "scan_output_directions"]) {
      const own = attributes.get(name);
      if (own?.kind !== "ints") continue;
      attributes.set(name, { kind: "ints", value: [...own.value, ...results.map(() => 0)] });
    }
    const outputs = inserted(node.outputs, body.graph.outputs.length, collected);
    const flat = collected.map((name) => after.reshape(name, FLAT));
    return { nodes: [{ ...node, outputs, attributes }, ...made(after)], values: renamedTo(records, flat) };
  }

  /** A graph inside, with what it holds lifted into it, and its own values. */
  private body(node: Node, attribute: string): Body | undefined {
    const held = node.attributes.get(attribute);
    if (held?.kind !== "graph") return undefined;
    const graph = held.value;
    const { nodes, values } = this.scope(graph.nodes);
    const emit = this.emitter();
    const own = graph.nodes.flatMap((one) =>
      constantValue(one) === undefined ? one.outputs.flatMap((name) => this.own(emit, graph, name)) : [],
    );
    return { graph, nodes: [...nodes, ...made(emit)], values: [...own, ...values] };
  }

  private own(emit: Emitter, graph: Graph, output: string): readonly LiftedValue[] {
    const name = qualify(graph, output);
    if (output === "" || !this.wanted(name)) return [];
    const type = this.typeOf(name);
    if (type?.kind !== "tensor" || type.dtype === undefined) {
      this.hidden.push([name, "its type is not known, or no tensor"]);
      return [];
    }
    const { dtype } = type;
    if (dtype === "string" || (!isRunnable(dtype) && !AS_FLOAT32.has(dtype))) {
      this.hidden.push([name, `the runtime does not let out ${dtype}`]);
      return [];
    }
    // A graph gives each value once.
    const data = AS_FLOAT32.has(dtype) ? emit.cast(output, TO.float32) : emit.one("Identity", [output]);
    return [{ name, dtype, data, shapes: undefined }];
  }

  private renamed(values: readonly LiftedValue[]): readonly LiftedValue[] {
    return renamedTo(
      values,
      namesOf(values).map(() => this.freshName()),
    );
  }

  private emitter(): Emitter {
    return new Emitter(this.opset, `${this.prefix}${String(this.scopes++)}/`);
  }

  private freshName(): string {
    return `${this.prefix}${String(this.scopes++)}`;
  }
}

/** What no name in the model begins with, in whatever graph. */
function freePrefix({ uses: { graphs } }: ModelIndex): string {
  const names = graphs.flatMap(({ inputs, tensors, nodes }) => [
    ...inputs.map(({ name }) => name),
    ...tensors.keys(),
    ...nodes.flatMap(({ name, outputs }) => [name, ...outputs]),
  ]);
  let prefix = "lifted/";
  while (names.some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
  return prefix;
}

/** The type that a value is lifted as. */
function liftedType(dtype: DataType): DataType {
  return AS_FLOAT32.has(dtype) ? "float32" : dtype;
}

/** What of values goes from graph to graph, with its type: the data, and of loops the shapes behind them. */
function partsOf(values: readonly LiftedValue[]): readonly (readonly [name: string, dtype: DataType])[] {
  return values.flatMap(({ data, shapes, dtype }) => [
    [data, liftedType(dtype)] as const,
    ...(shapes === undefined ? [] : [[shapes, "int64"] as const]),
  ]);
}

function namesOf(values: readonly LiftedValue[]): readonly string[] {
  return partsOf(values).map(([name]) => name);
}

/** The same values under other names, in the order of {@link partsOf}. */
function renamedTo(values: readonly LiftedValue[], names: readonly string[]): readonly LiftedValue[] {
  let at = 0;
  const next = (): string => names[at++] ?? "";
  return values.map((value) => ({
    ...value,
    data: next(),
    shapes: value.shapes === undefined ? undefined : next(),
  }));
}

/** What is computed in a step, in the form that steps are joined in. */
function recorded(emit: Emitter, value: LiftedValue): LiftedValue {
  const { data, shapes } = value;
  if (shapes !== undefined) return value;
  const sizes = emit.one("Shape", [data]);
  const rank = emit.one("Shape", [sizes]);
  return {
    ...value,
    data: emit.reshape(data, FLAT),
    shapes: emit.one("Concat", [rank, sizes], { axis: 0 }),
  };
}

/** A tensor without elements. */
function nothing(emit: Emitter, dtype: DataType): string {
  return emit.one("Identity", [emit.constant(dtype, [0], new Uint8Array())]);
}

/** What was emitted, its constants as nodes, so that it can stand in any graph. */
function made({ nodes, tensors }: Emitter): readonly Node[] {
  const constants = Array.from(tensors, ([name, tensor]) =>
    nodeOf({
      name,
      id: name,
      operator: "Constant",
      domain: "",
      inputs: [],
      outputs: [name],
      attributes: new Map([["value", { kind: "tensor", value: tensor }]]),
    }),
  );
  return [...constants, ...nodes.map((parts) => nodeOf({ ...parts, id: parts.name }))];
}

/** A body with further nodes, inputs and outputs. */
function withMore(
  { graph, nodes }: Body,
  emit: Emitter,
  results: readonly string[],
  { inputs, at }: { readonly inputs: readonly ValueInfo[]; readonly at: number } = {
    inputs: [],
    at: graph.outputs.length,
  },
): AttributeValue {
  const more = results.map((name): ValueInfo => ({ name, type: { kind: "unknown" }, docString: "" }));
  return {
    kind: "graph",
    value: {
      ...graph,
      nodes: [...nodes, ...made(emit)],
      inputs: [...graph.inputs, ...inputs],
      outputs: graph.outputs.toSpliced(at, 0, ...more),
    },
  };
}

/** Further outputs at a place; those before it that the node leaves out are unnamed. */
function inserted(outputs: readonly string[], at: number, more: readonly string[]): readonly string[] {
  const padded = [...outputs, ...Array<string>(Math.max(0, at - outputs.length)).fill("")];
  return padded.toSpliced(at, 0, ...more);
}
