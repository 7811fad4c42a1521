import type { Expression } from "../model/expression";
import { add, equal, multiply, symbol } from "../model/expression";
import { atLeast, maximum, minimum } from "../model/order";
import type { AttributeValue, Graph, Node } from "../model/model";
import type { Dimension, ValueType } from "../model/shape";
import { axisOf } from "../operators/axis";
import type { Context } from "../operators/context";
import { SCAN_WITHOUT_BATCH } from "../operators/onnx/control";
import type { Value } from "../operators/value";
import { joinTypes, joinValues, sequence, tensor, UNKNOWN } from "../operators/value";
import { subgraphsOf } from "./graphs";
import type { Walk } from "./infer";

/** What comes out of a node or a graph, and what it costs; undefined where that is not known. */
export interface Outcome {
  readonly outputs: readonly Value[];
  readonly macs: Expression | undefined;
}

type Bindings = ReadonlyMap<string, AttributeValue>;

/** Loops of so few turns are walked turn by turn where their shapes change from one to the next. */
const MOST_TURNS = 32;

/** A loop's shapes settle after a few walks; what still changes then is given up. */
export const MOST_WALKS = 6;

/** Operators that hold graphs of their own; undefined for any other. */
export function inferControl(walk: Walk, node: Context, bindings?: Bindings): Outcome | undefined {
  if (node.node.domain !== "") return undefined;
  switch (node.node.operator) {
    case "If":
      return branch(walk, node, bindings);
    case "Loop":
      return loop(walk, node, bindings);
    case "Scan":
      return scan(walk, node, bindings);
    case "SequenceMap":
      return map(walk, node, bindings);
    default:
      return undefined;
  }
}

function bodyOf(node: Context, attribute: string): Graph | undefined {
  return subgraphsOf(node.node).find(([name]) => name === attribute)?.[1];
}

/** Both branches are looked at; what comes out is what both agree on, or the branch that is known to be taken. */
function branch(walk: Walk, node: Context, bindings?: Bindings): Outcome {
  const [yes, no] = ["then_branch", "else_branch"].map((attribute) => {
    const graph = bodyOf(node, attribute);
    return graph === undefined ? undefined : walk.graph(graph, bindings);
  });
  const known = node.scalar(0);
  const macs = yes?.macs === undefined || no?.macs === undefined ? undefined : maximum(yes.macs, no.macs);
  if (typeof known === "number") return { outputs: (known !== 0 ? yes : no)?.outputs ?? [], macs };
  const outputs = node.node.outputs.map((name, index) => {
    const joined = joinValues(yes?.outputs[index] ?? UNKNOWN, no?.outputs[index] ?? UNKNOWN);
    return { ...joined, type: named(joined.type, name) };
  });
  return { outputs, macs };
}

/** Dimensions that are decided at run time get the name of the value and the axis. */
function named(type: ValueType, name: string): ValueType {
  if (type.kind !== "tensor" || type.shape?.includes(undefined) !== true) return type;
  return { ...type, shape: type.shape.map((size, axis) => size ?? symbol(`${name}_${axis}`)) };
}

/** https://onnx.ai/onnx/operators/onnx__Loop.html */
function loop(walk: Walk, node: Context, bindings?: Bindings): Outcome {
  const body = bodyOf(node, "body");
  if (body === undefined) return { outputs: [], macs: undefined };
  const start = node.node.inputs.slice(2).map((_, index) => node.input(index + 2));
  const carried = start.length;
  const turn = (state: readonly Value[], iteration?: number): Outcome => {
    walk.set(body, body.inputs[0]?.name, tensor("int64", [], [iteration]));
    walk.set(body, body.inputs[1]?.name, tensor("bool", [], node.given(1) ? [node.scalar(1)] : [1]));
    state.forEach((value, index) => {
      walk.set(body, body.inputs[index + 2]?.name, value);
    });
    return walk.graph(body, bindings);
  };
  const first = turn(start);
  const trips = tripCount(node, first.outputs[0]);
  const after = first.outputs.slice(1, 1 + carried);
  if (trips === 0) return { outputs: [...start, ...stacked(first.outputs.slice(1 + carried), 0)], macs: 0 };
  const settled = start.every((value, index) => sameType(value.type, after[index]?.type ?? UNKNOWN.type));
  if (!settled && typeof trips === "number" && trips <= MOST_TURNS) {
    return turnByTurn(walk, body, trips, start, turn);
  }
  const { state, outcome } = fixedPoint(start, turn);
  const length = trips ?? tripsOf(node.node);
  const last = outcome.outputs.slice(1, 1 + carried);
  const final = last.map((value, index) => {
    const joined = trips === undefined ? joinValues(state[index] ?? UNKNOWN, value) : value;
    return { type: named(joined.type, node.node.outputs[index] ?? "") };
  });
  return {
    outputs: [...final, ...stacked(outcome.outputs.slice(1 + carried), length)],
    macs: repeated(outcome.macs, trips),
  };
}

/** How often the loop turns, where the bound is known and nothing inside can end it early. */
function tripCount(node: Context, condition: Value | undefined): Expression | undefined {
  if (node.given(1) && node.scalar(1) === 0) return 0;
  const goesOn = condition?.elements?.[0];
  const most = node.given(0) ? node.scalar(0) : undefined;
  if (node.given(1) && node.scalar(1) === undefined) return undefined;
  if (goesOn === 0) return most === undefined ? (node.given(0) ? undefined : 1) : minimum(most, 1);
  if (goesOn !== 1 || most === undefined) return undefined;
  return atLeast(most, 0) === false ? 0 : most;
}

function turnByTurn(
  walk: Walk,
  body: Graph,
  trips: number,
  start: readonly Value[],
  turn: (state: readonly Value[], iteration?: number) => Outcome,
): Outcome {
  let [state, macs] = [start, 0 as Expression | undefined];
  let scanned: readonly Value[] | undefined;
  for (let iteration = 0; iteration < trips; iteration++) {
    const outcome = turn(state, iteration);
    walk.settle(body);
    state = outcome.outputs.slice(1, 1 + start.length);
    const now = outcome.outputs.slice(1 + start.length);
    scanned = scanned?.map((value, index) => joinValues(value, now[index] ?? UNKNOWN)) ?? now;
    macs = macs === undefined || outcome.macs === undefined ? undefined : add(macs, outcome.macs);
  }
  return { outputs: [...state, ...stacked(scanned ?? [], trips)], macs };
}

/** Walks the body until what it takes holds for every turn: what changes from turn to turn is not known. */
function fixedPoint(
  start: readonly Value[],
  turn: (state: readonly Value[]) => Outcome,
): { state: readonly Value[]; outcome: Outcome } {
  let state = start;
  let outcome = turn(state);
  for (let walks = 0; walks < MOST_WALKS; walks++) {
    const joined = state.map((value, index) => joinValues(value, outcome.outputs[index + 1] ?? UNKNOWN));
    if (joined.every((value, index) => sameValue(value, state[index] ?? UNKNOWN))) return { state, outcome };
    state = walks < MOST_WALKS - 1 ? joined : state.map(() => UNKNOWN);
    outcome = turn(state);
  }
  return { state, outcome };
}

/** One more axis in front, as long as there were turns. */
function stacked(values: readonly Value[], length: Expression): readonly Value[] {
  return values.map(({ type }) =>
    type.kind === "tensor" ? tensor(type.dtype, type.shape && [length, ...type.shape]) : UNKNOWN,
  );
}

/** https://onnx.ai/onnx/operators/onnx__Scan.html */
function scan(walk: Walk, node: Context, bindings?: Bindings): Outcome {
  const body = bodyOf(node, "body");
  const scans = node.int("num_scan_inputs", 0);
  if (body === undefined) return { outputs: [], macs: undefined };
  const batched = node.opset < SCAN_WITHOUT_BATCH;
  const inputs = node.inputs.slice(batched ? 1 : 0);
  const states = inputs.length - scans;
  const [axes, outAxes] = [node.ints("scan_input_axes"), node.ints("scan_output_axes")];
  const batch = batched ? shapeOf(inputs[0])?.[0] : undefined;
  const unbatched = (value: Value): Value => (batched ? withoutAxis(value, 0) : value);
  let length: Dimension;
  const slices = inputs.slice(states).map((value, index) => {
    const shape = shapeOf(unbatched(value));
    const axis = shape && axisOf(axes?.[index] ?? 0, shape.length);
    if (axis !== undefined) length ??= shape?.[axis];
    return axis === undefined ? { type: withoutShape(value.type) } : withoutAxis(unbatched(value), axis);
  });
  const { outcome } = fixedPoint(inputs.slice(0, states).map(unbatched), (state) => {
    [...state, ...slices].forEach((value, index) => {
      walk.set(body, body.inputs[index]?.name, value);
    });
    const { outputs, macs } = walk.graph(body, bindings);
    // Scan has no condition: a place is kept for it, so that states stand where those of a Loop do.
    return { outputs: [UNKNOWN, ...outputs], macs };
  });
  const outputs = outcome.outputs.slice(1).map((value, index): Value => {
    const whole = index < states ? value : withAxis(value, outAxes?.[index - states] ?? 0, length);
    return batched ? withAxis({ type: whole.type }, 0, batch) : { type: whole.type };
  });
  const trips = batched && length !== undefined && batch !== undefined ? repeated(length, batch) : length;
  return { outputs, macs: repeated(outcome.macs, trips) };
}

function shapeOf(value: Value | undefined): readonly Dimension[] | undefined {
  return value?.type.kind === "tensor" ? value.type.shape : undefined;
}

function withoutShape(type: ValueType): ValueType {
  return type.kind === "tensor" ? { ...type, shape: undefined } : type;
}

function withoutAxis(value: Value, axis: number): Value {
  const { type } = value;
  if (type.kind !== "tensor") return value;
  return tensor(type.dtype, type.shape?.toSpliced(axis, 1));
}

function withAxis(value: Value, axis: number, length: Dimension): Value {
  const { type } = value;
  if (type.kind !== "tensor" || type.shape === undefined) return value;
  const at = axisOf(axis, type.shape.length + 1) ?? 0;
  return tensor(type.dtype, type.shape.toSpliced(at, 0, length));
}

/** The body once for each member of the first sequence (https://onnx.ai/onnx/operators/onnx__SequenceMap.html). */
function map(walk: Walk, node: Context, bindings?: Bindings): Outcome {
  const body = bodyOf(node, "body");
  if (body === undefined) return { outputs: [], macs: undefined };
  const turn = (index: number | undefined): Outcome => {
    node.inputs.forEach((value, place) => {
      walk.set(body, body.inputs[place]?.name, memberOf(value, index));
    });
    const outcome = walk.graph(body, bindings);
    walk.settle(body);
    return outcome;
  };
  const count = node.input(0).items?.length;
  if (count === undefined) {
    const { outputs, macs } = turn(undefined);
    return {
      outputs: outputs.map(({ type }) => sequence(undefined, type)),
      macs: macs === 0 ? 0 : undefined,
    };
  }
  const turns = Array.from({ length: count }, (_, index) => turn(index));
  const macs = turns.reduce<Expression | undefined>(
    (sum, one) => (sum === undefined || one.macs === undefined ? undefined : add(sum, one.macs)),
    0,
  );
  const outputs = body.outputs.map((_, output) =>
    sequence(turns.map(({ outputs: own }) => own[output] ?? UNKNOWN)),
  );
  return { outputs, macs };
}

function memberOf(value: Value, index: number | undefined): Value {
  if (value.type.kind !== "sequence") return value;
  return (index === undefined ? undefined : value.items?.[index]) ?? { type: value.type.element };
}

function sameValue(a: Value, b: Value): boolean {
  if (!sameType(a.type, b.type) || a.items?.length !== b.items?.length) return false;
  if (a.items !== undefined)
    return a.items.every((item, index) => sameValue(item, b.items?.[index] ?? UNKNOWN));
  if (a.elements?.length !== b.elements?.length) return false;
  return a.elements?.every((one, index) => sameDimension(one, b.elements?.[index])) ?? true;
}

/** Whether the types say the same, what is not known in both included. */
export function sameType(a: ValueType, b: ValueType): boolean {
  if (a.kind === "tensor" && b.kind === "tensor") {
    if (a.dtype !== b.dtype || a.shape?.length !== b.shape?.length) return false;
    return a.shape?.every((size, axis) => sameDimension(size, b.shape?.[axis])) ?? true;
  }
  if (a.kind === "sequence" && b.kind === "sequence") return sameType(a.element, b.element);
  if (a.kind === "optional" && b.kind === "optional") return sameType(a.element, b.element);
  return a.kind === b.kind && joinTypes(a, b).kind === a.kind;
}

function sameDimension(a: Dimension, b: Dimension): boolean {
  return a === undefined || b === undefined ? a === b : equal(a, b);
}

/** How often a loop turns where only running it tells. */
function tripsOf(node: Node): Expression {
  return symbol(`trips_${node.name}`);
}

/** The cost of a body that is walked so often. */
function repeated(macs: Expression | undefined, trips: Expression | undefined): Expression | undefined {
  if (macs === 0) return 0;
  return macs === undefined || trips === undefined ? undefined : multiply(macs, trips);
}
