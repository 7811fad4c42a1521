import { inOrder } from "../analysis/order";
import type { ModelIndex } from "../analysis/model-index";
import { isFloat } from "../model/dtype";
import type { Node } from "../model/model";
import { Context } from "../operators/context";
import { Emitter } from "../operators/emit";
import { literalElements } from "../operators/literals";
import { BLOCKED } from "../operators/recipe";
import { operatorOf } from "../operators/registry";
import type { Value } from "../operators/value";
import { tensor, UNKNOWN } from "../operators/value";
import type { Values } from "../running/values";
import { numberAt } from "../running/values";

/** Of ai.onnx, in which backward passes are written, whatever the file's own is. */
export const OPSET = 17;

/** How a value or a parameter stands to the loss, before any number is known. */
export type Reach =
  /** Its cotangent has this name; `incomplete`: one of the ways to the loss goes through what has no rule. */
  | { readonly kind: "reached"; readonly name: string; readonly incomplete: boolean }
  /** No way, or only through what has a derivative of zero by definition. */
  | { readonly kind: "blocked" }
  /** A way, but through an operator without a rule. */
  | { readonly kind: "unknown" };

/** The nodes of a backward pass, and what they say. */
export interface Backward {
  readonly emit: Emitter;
  /** Of everything that could have a cotangent: floating inputs, parameters, and what is computed from them. */
  readonly reach: ReadonlyMap<string, Reach>;
  /** Operators on a way to the loss that have no rule. */
  readonly unknown: readonly Node[];
}

/** Elements beyond these are no settings of a node. */
const FEW = 1024;

/**
 * Walks a graph without control flow from its loss back to its inputs and parameters.
 *
 * @param values of the forward pass: their types and shapes, and small ones' elements, settle the nodes.
 * @param seeds the names of the cotangents that the walk begins with, by value.
 * @param from stored tensors that are wanted, beside all that is computed from an input; undefined: the latter alone.
 * @param stopped names of nodes that no gradient passes.
 * @param clouded values from which a way to the loss goes through what has no rule, behind this graph.
 */
export function backward(
  index: ModelIndex,
  values: ReadonlyMap<string, Values>,
  seeds: ReadonlyMap<string, string>,
  from: ReadonlySet<string> | undefined,
  stopped: ReadonlySet<string> = new Set(),
  clouded: ReadonlySet<string> = new Set(),
): Backward {
  const walk = new Walk(index, values, from, stopped, clouded);
  walk.back(seeds);
  return { emit: walk.emit, reach: walk.reach(), unknown: [...walk.unknown] };
}

class Walk {
  readonly emit = new Emitter(OPSET, "backward/");
  readonly unknown = new Set<Node>();
  private readonly nodes: readonly Node[];
  private readonly active: ReadonlySet<string>;
  private readonly parts = new Map<string, string[]>();
  private readonly whole = new Map<string, string>();
  /** Values from which a way to the loss goes through what has no rule. */
  private readonly clouded: Set<string>;

  constructor(
    private readonly index: ModelIndex,
    private readonly values: ReadonlyMap<string, Values>,
    from: ReadonlySet<string> | undefined,
    private readonly stopped: ReadonlySet<string>,
    clouded: ReadonlySet<string>,
  ) {
    const { graph } = index.model;
    this.nodes = inOrder(graph).filter(({ outputs }) => !index.stored.has(outputs[0] ?? ""));
    this.clouded = new Set(clouded);
    this.active = from === undefined ? this.computed() : this.movedBy(from);
  }

  /** What changes steadily with a floating input or a tensor. */
  private movedBy(from: ReadonlySet<string>): ReadonlySet<string> {
    const { inputs } = this.index.model.graph;
    const active = new Set([
      ...inputs.map(({ name }) => name).filter((name) => this.isFloating(name)),
      ...from,
    ]);
    for (const { inputs: taken, outputs } of this.nodes) {
      if (!taken.some((name) => active.has(name))) continue;
      for (const name of outputs) if (name !== "" && this.isFloating(name)) active.add(name);
    }
    return active;
  }

  /** The floating ones of the inputs, token numbers among them, and of all that is computed from them. */
  private computed(): ReadonlySet<string> {
    const made = new Set(this.index.model.graph.inputs.map(({ name }) => name));
    for (const { inputs: taken, outputs } of this.nodes) {
      if (!taken.some((name) => made.has(name))) continue;
      for (const name of outputs) if (name !== "") made.add(name);
    }
    return new Set([...made].filter((name) => this.isFloating(name)));
  }

  back(seeds: ReadonlyMap<string, string>): void {
    for (const [value, seed] of seeds) this.parts.set(value, [seed]);
    for (const node of this.nodes.toReversed()) this.step(node);
    // What remains are inputs and parameters.
    for (const name of this.parts.keys()) this.cotangentOf(name);
  }

  reach(): ReadonlyMap<string, Reach> {
    return new Map(
      Array.from(this.active, (name): readonly [string, Reach] => {
        const made = this.whole.get(name);
        const incomplete = this.clouded.has(name);
        if (made !== undefined) return [name, { kind: "reached", name: made, incomplete }];
        return [name, { kind: incomplete ? "unknown" : "blocked" }];
      }),
    );
  }

  private step(node: Node): void {
    const wanted = node.inputs.map((name) => this.active.has(name));
    const clouded = node.outputs.some((name) => this.clouded.has(name));
    const cotangents = node.outputs.map((name) => this.cotangentOf(name));
    const reached = cotangents.some((one) => one !== undefined);
    if (!wanted.includes(true) || !(reached || clouded)) return;
    const before = this.emit.nodes.length;
    const made = reached ? this.derive(node, cotangents, wanted) : undefined;
    if (reached && made === undefined) {
      this.emit.nodes.length = before;
      this.unknown.add(node);
    }
    node.inputs.forEach((name, at) => {
      if (wanted[at] !== true) return;
      const one = made?.[at];
      // Behind what has no rule, and behind what hangs on it, nothing is known.
      if (one !== BLOCKED && (made === undefined || clouded)) this.clouded.add(name);
      if (typeof one !== "string") return;
      const parts = this.parts.get(name);
      if (parts === undefined) this.parts.set(name, [one]);
      else parts.push(one);
    });
  }

  private derive(node: Node, cotangents: readonly (string | undefined)[], wanted: readonly boolean[]) {
    if (this.stopped.has(node.name)) return node.inputs.map(() => BLOCKED);
    const { opsets } = this.index.model;
    const rule = operatorOf(node, opsets)?.gradient;
    const version = opsets.get(node.domain === "" ? "ai.onnx" : node.domain) ?? 1;
    return rule?.({
      node: new Context(
        node,
        version,
        node.inputs.map((name) => this.valueOf(name)),
      ),
      outputs: node.outputs.map((name) => this.valueOf(name)),
      emit: this.emit,
      inputNames: node.inputs,
      outputNames: node.outputs,
      cotangents,
      wants: (input) => wanted[input] === true,
    });
  }

  /** The sum of what reaches a value; it is complete when the walk is at the value's producer. */
  private cotangentOf(name: string): string | undefined {
    const known = this.whole.get(name);
    if (known !== undefined) return known;
    const parts = this.parts.get(name);
    if (parts === undefined || !this.active.has(name)) return undefined;
    const [first = ""] = parts;
    const made = parts.length === 1 ? first : this.emit.one("Sum", parts);
    this.whole.set(name, made);
    return made;
  }

  private isFloating(name: string): boolean {
    const dtype = this.values.get(name)?.dtype;
    return dtype !== undefined && dtype !== "string" && isFloat(dtype);
  }

  private valueOf(name: string): Value {
    const seen = this.values.get(name);
    if (seen !== undefined) {
      const { dtype, shape, data } = seen;
      const few = dtype !== "string" && data.length <= FEW;
      const elements = few ? Array.from({ length: data.length }, (_, at) => numberAt(seen, at)) : undefined;
      return tensor(dtype, shape, elements);
    }
    const stored = this.index.stored.get(name)?.tensor;
    if (stored === undefined) return UNKNOWN;
    return tensor(stored.dtype, stored.shape, literalElements(stored));
  }
}
