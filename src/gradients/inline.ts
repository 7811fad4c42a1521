import { Functions } from "../model/functions";
import { UniqueNames } from "../model/unique-names";
import type { Graph, Model, ModelFunction, Node } from "../model/model";
import type { Tensor } from "../model/tensor";
import type { Settings } from "../operators/emit";
import { Emitter } from "../operators/emit";
import { SCAN_WITHOUT_BATCH } from "../operators/onnx/control";
import type { Instance } from "./instance";
import { instantiate, nodesWithin } from "./instance";

/** What a run has shown of the values of a model's main graph. */
export interface Observed {
  readonly elements: (value: string) => readonly number[] | undefined;
  readonly sizes: (value: string) => readonly number[] | undefined;
}

export type Reason =
  | "not observed"
  | "too many nodes"
  | "never run"
  | "batched"
  | "other opset"
  | "recursive"
  | "without a body";

export interface Inlined {
  readonly model: Model;
  /** Control flow, and calls, that are still there. */
  readonly left: readonly { readonly node: Node; readonly reason: Reason }[];
}

/** Nodes that one loop may become: a session takes about 0.25 ms to make for each. */
const MOST_UNROLLED = 2_000;

/** Functions that call functions several times each can describe more nodes than there is memory. */
const MOST_NODES = 100_000;

/** Bodies within bodies: deeper, a function calls itself. */
const DEEPEST = 100;

/**
 * The model without control flow in its main graph: calls of local functions and the branches that were taken stand
 * in their place, loops step by step. Values keep their names; those of a body have its path before them, and in a
 * loop the step behind them: `loop/body/x#3`.
 *
 * What a body decides only while it runs is not known before: run the result, and inline it again, while something
 * is left that was `not observed`.
 */
export function inlineControl(model: Model, observed: Observed): Inlined {
  let inlining = new Inlining(model, observed);
  for (let depth = 0; depth < DEEPEST; depth++) {
    const { found } = inlining;
    if (!found) return { model: inlining.model, left: inlining.left };
    inlining = new Inlining(inlining.model, observed);
  }
  const functions = new Functions(model);
  const endless = inlining.model.graph.nodes.filter((node) => functions.calledBy(node) !== undefined);
  return { model: inlining.model, left: endless.map((node) => ({ node, reason: "recursive" as const })) };
}

/** One pass over the main graph. */
class Inlining {
  readonly model: Model;
  readonly left: { readonly node: Node; readonly reason: Reason }[] = [];
  found = false;
  private readonly nodes: Node[] = [];
  private readonly tensors: Map<string, Tensor>;
  private readonly names: UniqueNames;
  private readonly opset: number;
  private readonly functions: Functions;

  constructor(
    private readonly source: Model,
    private readonly observed: Observed,
  ) {
    const { graph } = source;
    this.functions = new Functions(source);
    this.opset = source.opsets.get("ai.onnx") ?? 1;
    this.tensors = new Map(graph.tensors);
    this.names = new UniqueNames(
      (name, number) => `${name} (${number})`,
      [
        ...graph.inputs.map(({ name }) => name),
        ...graph.tensors.keys(),
        ...graph.nodes.flatMap(({ name, outputs }) => [name, ...outputs]),
      ],
    );
    for (const node of graph.nodes) {
      const reason = this.replaced(node);
      if (reason === undefined) continue;
      this.nodes.push(node);
      if (reason !== "plain") this.left.push({ node, reason });
    }
    this.model = { ...source, graph: { ...graph, nodes: this.nodes, tensors: this.tensors } };
  }

  /** Why the node stays; undefined where others stand for it now. */
  private replaced(node: Node): Reason | "plain" | undefined {
    const called = this.functions.calledBy(node);
    const reason = called === undefined ? this.unfolded(node) : this.call(node, called);
    if (reason === undefined) this.found = true;
    return reason;
  }

  private unfolded(node: Node): Reason | "plain" | undefined {
    if (node.domain !== "" && node.domain !== "ai.onnx") return "plain";
    if (node.operator === "If") return this.branch(node);
    if (node.operator === "Loop") return this.loop(node);
    return node.operator === "Scan" ? this.scan(node) : "plain";
  }

  private call(node: Node, called: ModelFunction): Reason | undefined {
    const differs = [...called.opsets].some(([domain, version]) => {
      const own = this.source.opsets.get(domain);
      return own !== undefined && own !== version;
    });
    if (differs) return "other opset";
    if (this.nodes.length > MOST_NODES) return "too many nodes";
    const bindings = new Map(called.inputs.map((name, index) => [name, node.inputs[index] ?? ""]));
    const instance = instantiate(called.body, {
      bindings,
      fresh: (name) => this.unique(`${node.name}/${name}`),
      attribute: (name) => node.attributes.get(name) ?? called.defaults.get(name),
    });
    this.add(instance);
    node.outputs.forEach((output, index) => this.copy(instance.nameOf(called.outputs[index] ?? ""), output));
    return undefined;
  }

  private branch(node: Node): Reason | undefined {
    const [holds] = this.observed.elements(node.inputs[0] ?? "") ?? [];
    if (holds === undefined) return "not observed";
    const taken = bodyOf(node, holds === 0 ? "else_branch" : "then_branch");
    if (taken === undefined) return "without a body";
    const instance = instantiate(taken, {
      bindings: new Map(),
      fresh: (name) => this.unique(`${taken.path}/${name}`),
    });
    this.add(instance);
    node.outputs.forEach((output, index) =>
      this.copy(instance.nameOf(taken.outputs[index]?.name ?? ""), output),
    );
    return undefined;
  }

  private loop(node: Node): Reason | undefined {
    const body = bodyOf(node, "body");
    if (body === undefined) return "without a body";
    const [, , ...initial] = node.inputs;
    const trips = this.tripsOf(node, body);
    if (trips === undefined) return "not observed";
    if (trips === 0 && node.outputs.slice(initial.length).some((name) => name !== "")) return "never run";
    const [steps, ...values] = body.inputs.map(({ name }) => name);
    const [condition, ...carried] = values;
    return this.unroll(
      node,
      body,
      trips,
      (step, states) => {
        const own = new Map(carried.map((name, index) => [name, states[index] ?? ""]));
        if (steps !== undefined) own.set(steps, this.constant("int64", int64(step)));
        // The body ran, so the condition held.
        if (condition !== undefined) own.set(condition, this.constant("bool", Uint8Array.of(1)));
        return own;
      },
      { initial, skipped: 1 },
    );
  }

  /** How often the body ran: as long as what it collected is, or as often as it is told to where nothing ends it. */
  private tripsOf(node: Node, body: Graph): number | undefined {
    const [limit = "", condition = "", ...initial] = node.inputs;
    const collected = node.outputs.slice(initial.length).find((name) => name !== "");
    if (collected !== undefined) return this.observed.sizes(collected)?.[0];
    const [starts] = condition === "" ? [1] : (this.observed.elements(condition) ?? []);
    if (starts === 0) return 0;
    if (starts === undefined || !alwaysHolds(body)) return undefined;
    return limit === "" ? undefined : this.observed.elements(limit)?.[0];
  }

  private scan(node: Node): Reason | undefined {
    if (this.opset < SCAN_WITHOUT_BATCH) return "batched";
    const body = bodyOf(node, "body");
    if (body === undefined) return "without a body";
    const parts = intOf(node, "num_scan_inputs") ?? 0;
    const states = node.inputs.length - parts;
    const [initial, scanned] = [node.inputs.slice(0, states), node.inputs.slice(states)];
    const axes = intsOf(node, "scan_input_axes");
    const sizes = this.observed.sizes(scanned[0] ?? "");
    const trips = sizes?.at(axes[0] ?? 0);
    if (trips === undefined) return "not observed";
    if (trips === 0) return "never run";
    const directions = intsOf(node, "scan_input_directions");
    const names = body.inputs.map(({ name }) => name);
    return this.unroll(
      node,
      body,
      trips,
      (step, carried) => {
        const own = new Map(names.slice(0, states).map((name, index) => [name, carried[index] ?? ""]));
        scanned.forEach((input, index) => {
          const at = directions[index] === 1 ? trips - 1 - step : step;
          const place = this.constant("int64", int64(at));
          const part = this.unique(`${body.path}/${names[states + index] ?? ""}#${String(step)}`);
          this.emit("Gather", [input, place], part, { axis: axes[index] ?? 0 });
          own.set(names[states + index] ?? "", part);
        });
        return own;
      },
      { initial, skipped: 0 },
    );
  }

  /**
   * The body, step after step.
   *
   * @param bind what the body's inputs are at a step, from the states before it.
   * @param skipped outputs of the body before its states.
   */
  private unroll(
    node: Node,
    body: Graph,
    trips: number,
    bind: (step: number, states: readonly string[]) => ReadonlyMap<string, string>,
    { initial, skipped }: { readonly initial: readonly string[]; readonly skipped: number },
  ): Reason | undefined {
    if (trips * Math.max(nodesWithin(body), 1) > MOST_UNROLLED) return "too many nodes";
    const results = body.outputs.slice(skipped).map(({ name }) => name);
    let states = initial;
    const collected: string[][] = results.slice(initial.length).map(() => []);
    for (let step = 0; step < trips; step++) {
      const fresh = (name: string): string => this.unique(`${body.path}/${name}#${String(step)}`);
      const instance = instantiate(body, { bindings: bind(step, states), fresh });
      this.add(instance);
      const made = results.map(instance.nameOf);
      states = made.slice(0, initial.length);
      made.slice(initial.length).forEach((name, index) => collected[index]?.push(name));
    }
    initial.forEach((_, index) => this.copy(states[index] ?? "", node.outputs[index] ?? ""));
    collected.forEach((names, index) =>
      this.stack(node, names, index, node.outputs[initial.length + index] ?? ""),
    );
    return undefined;
  }

  /** What the steps gave, along an axis of its own. */
  private stack(node: Node, names: readonly string[], index: number, output: string): void {
    if (output === "") return;
    const axis = intsOf(node, "scan_output_axes")[index] ?? 0;
    const parts = names.map((name, step) => {
      const part = this.unique(`${output}#${String(step)}`);
      if (this.opset < 13) this.emit("Unsqueeze", [name], part, { axes: [axis] });
      else {
        const axes = this.constant("int64", int64(axis), [1]);
        this.emit("Unsqueeze", [name, axes], part, {});
      }
      return part;
    });
    const turned = intsOf(node, "scan_output_directions")[index] === 1;
    this.emit("Concat", turned ? parts.reverse() : parts, output, { axis });
  }

  private copy(from: string, to: string): void {
    if (from !== "" && to !== "") this.emit("Identity", [from], to, {});
  }

  private emit(operator: string, inputs: readonly string[], output: string, settings: Settings): void {
    const emit = new Emitter(this.opset, "");
    const name = this.unique(`${operator} of ${output}`);
    emit.add({ name, operator, domain: "", inputs, outputs: [output], settings });
    for (const parts of emit.nodes) {
      this.nodes.push({ ...parts, id: name, docString: "", metadata: new Map(), devices: [] });
    }
  }

  private constant(dtype: "int64" | "bool", inline: Uint8Array, shape: readonly number[] = []): string {
    const name = this.unique(`${dtype} ${inline.join(".")} ${String(shape.length)}`);
    this.tensors.set(name, { name, dtype, shape, location: { kind: "absent" }, inline });
    return name;
  }

  private add({ nodes, tensors }: Instance): void {
    // One by one: a body may hold more than a call's arguments.
    for (const node of nodes) this.nodes.push(node);
    for (const [name, tensor] of tensors) this.tensors.set(name, { ...tensor, name });
  }

  private unique(wanted: string): string {
    return this.names.unique(wanted);
  }
}

const int64 = (one: number): Uint8Array => new Uint8Array(BigInt64Array.of(BigInt(one)).buffer);

function bodyOf(node: Node, name: string): Graph | undefined {
  const attribute = node.attributes.get(name);
  if (attribute?.kind === "graph") return attribute.value;
  return undefined;
}

function intOf({ attributes }: Node, name: string): number | undefined {
  const attribute = attributes.get(name);
  return attribute?.kind === "int" ? Number(attribute.value) : undefined;
}

function intsOf({ attributes }: Node, name: string): readonly number[] {
  const attribute = attributes.get(name);
  return attribute?.kind === "ints" ? attribute.value.map(Number) : [];
}

/** Whether the body hands its condition on as it is, or makes it true: then only the number of steps ends the loop. */
function alwaysHolds(body: Graph): boolean {
  let name = body.outputs[0]?.name;
  const given = body.inputs[1]?.name;
  for (let step = 0; step <= body.nodes.length; step++) {
    if (name === given) return true;
    const held = name === undefined ? undefined : body.tensors.get(name);
    if (held !== undefined) return held.inline?.[0] === 1;
    const maker = body.nodes.find(({ outputs }) => name !== undefined && outputs.includes(name));
    const value = maker?.attributes.get("value");
    if (maker?.operator === "Constant") return value?.kind === "tensor" && value.value.inline?.[0] === 1;
    if (maker?.operator !== "Identity" && maker?.operator !== "Cast") return false;
    [name] = maker.inputs;
  }
  return false;
}
