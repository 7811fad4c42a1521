import { sizesOf, zeros } from "../cotangent";
import type { Emitter } from "../emit";
import type { Gradient, GradientRecipe } from "../recipe";
import { BLOCKED } from "../recipe";

/**
 * Backpropagation through time. What a step has seen of the one before it stands in the result: all gates of all
 * steps come from two products; only what is carried from step to step takes a loop.
 */

/** One direction of a recurrent node. All values lie steps first: `[T, B, …]`. */
export interface Direction {
  readonly emit: Emitter;
  readonly steps: number;
  readonly batch: number;
  readonly hidden: number;
  /** From the last step to the first. */
  readonly reversed: boolean;
  /** `[gates·H, I]`, `[gates·H, H]`, and the halves of the bias, `[gates·H]`. */
  readonly weight: string;
  readonly recurrence: string;
  readonly biases: readonly [string, string] | undefined;
  /** The data, and the state before each step. */
  readonly x: string;
  readonly before: string;
  readonly initial: { readonly c: string };
  /** What reaches the result of each step, and the states behind the last. */
  readonly all: string;
  readonly last: { readonly h: string; readonly c: string };
}

/** What a cell makes of it. */
export interface Passed {
  /** `[T, B, gates·H]`: what reaches the products with the data, and those with the state. */
  readonly data: string;
  readonly state: string;
  /** The recurrent matrix's own, where it is not `stateᵀ·before`. */
  readonly recurrence?: string;
  readonly h: string;
  readonly c?: string;
}

export type Cell = (direction: Direction) => Passed;

/** @param cell undefined for attributes that it has no rule for. */
export const recurrentGradient =
  (cell: (node: GradientRecipe["node"]) => Cell | undefined): Gradient =>
  (recipe) => {
    const { node, cotangents, inputNames } = recipe;
    const rule = plain(node) ? cell(node) : undefined;
    if (rule === undefined) return undefined;
    if (cotangents.every((one) => one === undefined)) return [];
    const count = sizesOf(node.shape(1))[0] ?? 1;
    const y = resultOf(recipe);
    const directions = Array.from({ length: count }, (_, index) => directionOf(recipe, y, index));
    const passed = directions.map((one) => ({ one, made: rule(one) }));
    return byInputs(recipe, passed).slice(0, inputNames.length);
  };

/** Steps first, no clipping, no peepholes, and every sequence as long as the data. */
function plain(node: GradientRecipe["node"]): boolean {
  const steps = Number(node.dimension(0, 0));
  const whole = !node.given(4) || node.numbers(4)?.every((length) => length === steps) === true;
  const odd = node.int("layout", 0) !== 0 || node.flag("input_forget") || node.given(7);
  return whole && !odd && node.float("clip") === undefined;
}

/** The state behind every step, `[T, D, B, H]`: run again where the file does not keep it. */
function resultOf({ node, emit, inputNames, outputNames: [y = ""] }: GradientRecipe): string {
  if (y !== "") return y;
  const settings = Object.fromEntries(node.node.attributes);
  return emit.one(node.node.operator, inputNames, settings);
}

function directionOf(recipe: GradientRecipe, y: string, index: number): Direction {
  const { node, emit, inputNames, cotangents } = recipe;
  const [x = "", w = "", r = "", b = "", , h0 = "", c0 = ""] = inputNames;
  const [steps = 0, batch = 0] = sizesOf(node.shape(0));
  const [, rows = 0, hidden = 0] = sizesOf(node.shape(2));
  const reversed = index === 1 || node.text("direction", "forward") === "reverse";
  const part = (name: string, axis: number): string =>
    emit.squeeze(emit.slice(name, [index], [index + 1], [axis]), [axis]);
  const nothing = zeros(emit, [batch, hidden]);
  const given = (name: string | undefined): string =>
    name === undefined || name === "" ? nothing : part(name, 0);
  const [all, last, lastCell] = cotangents;
  const states = part(y, 1);
  const others = reversed ? emit.slice(states, [1], [steps], [0]) : emit.slice(states, [0], [steps - 1], [0]);
  const first = emit.unsqueeze(given(h0), [0]);
  const halves = (): readonly [string, string] => {
    const whole = part(b, 0);
    return [emit.slice(whole, [0], [rows], [0]), emit.slice(whole, [rows], [2 * rows], [0])];
  };
  return {
    emit,
    steps,
    batch,
    hidden,
    reversed,
    weight: part(w, 0),
    recurrence: part(r, 0),
    biases: b === "" ? undefined : halves(),
    x,
    before: emit.one("Concat", reversed ? [others, first] : [first, others], { axis: 0 }),
    initial: { c: given(c0) },
    all: all === undefined ? zeros(emit, [steps, batch, hidden]) : part(all, 1),
    last: { h: given(last), c: given(lastCell) },
  };
}

interface Pass {
  readonly one: Direction;
  readonly made: Passed;
}

function byInputs(recipe: GradientRecipe, passed: readonly Pass[]): NonNullable<ReturnType<Gradient>> {
  const { emit, node, wants } = recipe;
  const width = Number(node.dimension(0, 2));
  const stacked = (part: (pass: Pass) => string): string =>
    emit.one(
      "Concat",
      passed.map((pass) => emit.unsqueeze(part(pass), [0])),
      { axis: 0 },
    );
  const data = (): string => {
    const parts = passed.map(({ one, made }) => emit.one("MatMul", [made.data, one.weight]));
    return parts.length === 1 ? (parts[0] ?? "") : emit.one("Sum", parts);
  };
  const ways: readonly (() => string)[] = [
    data,
    () => stacked(({ one, made }) => outer(one, made.data, one.x, width)),
    () => stacked(({ one, made }) => made.recurrence ?? outer(one, made.state, one.before, one.hidden)),
    () =>
      stacked(({ made }) =>
        emit.one(
          "Concat",
          [made.data, made.state].map((p) => total(emit, p)),
          { axis: 0 },
        ),
      ),
  ];
  const state = (part: (made: Passed) => string | undefined): string =>
    stacked(({ made }) => part(made) ?? "");
  return [
    ...ways.map((way, index) => (wants(index) ? way() : undefined)),
    BLOCKED,
    wants(5) ? state(({ h }) => h) : undefined,
    wants(6) ? state(({ c }) => c) : undefined,
  ];
}

/** `aᵀ·b`, summed over steps and batch: `[gates·H, width]`. */
export function outer(one: Direction, a: string, b: string, width: number): string {
  const { emit, steps, batch } = one;
  const rows = emit.reshape(a, [steps * batch, -1]);
  return emit.one("Gemm", [rows, emit.reshape(b, [steps * batch, width])], { transA: 1 });
}

const total = (emit: Emitter, values: string): string => emit.reduce("ReduceSum", values, [0, 1]);

/** `x·wᵀ` for all steps, and the bias if there is one. */
export function product({ emit }: Direction, x: string, matrix: string, bias: string | undefined): string {
  const made = emit.one("MatMul", [x, emit.transpose(matrix, [1, 0])]);
  return bias === undefined ? made : emit.one("Add", [made, bias]);
}

/** The gates of a value `[…, gates·H]`. */
export function gatesOf(
  { emit, hidden }: Direction,
  values: string,
  count: number,
  axis = -1,
): readonly string[] {
  const sizes = emit.ints(new Array<number>(count).fill(hidden));
  return emit.several("Split", [values, sizes], count, { axis });
}
