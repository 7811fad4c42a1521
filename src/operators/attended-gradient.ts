import type { Emitter } from "./emit";

/** Sizes of an attention whose query heads come in groups, each of which shares one key head. */
export interface HeadSizes {
  readonly batch: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly length: number;
  /** Keys at hand, those of the past first. */
  readonly keys: number;
  readonly past: number;
  /** Per head, of queries and keys, and of values. */
  readonly size: number;
  readonly valueSize: number;
}

/** `softmax(cap·tanh(scale·q·kᵀ/cap) + …added)·v` (https://arxiv.org/abs/1706.03762). */
interface Attended {
  readonly sizes: HeadSizes;
  /** `[batch, heads, length, size]` */
  readonly query: string;
  /** The new ones: `[batch, keyHeads, keys - past, size]` and `[batch, keyHeads, keys - past, valueSize]` */
  readonly key: string;
  readonly value: string;
  /** Keys and values that stand before them, where `past` is not 0. */
  readonly pastKey: string;
  readonly pastValue: string;
  readonly scale: number;
  /** What bounds the scores; 0: nothing does. */
  readonly softcap?: number;
  /** Masks and biases of the scores; each broadcasts to `[batch, heads, length, keys]`. */
  readonly added: readonly string[];
  /** A score per head that takes its part and gives no value, `[1, heads or 1, 1, 1]`. */
  readonly sink?: string | undefined;
}

/** Of the result, `[batch, heads, length, valueSize]`, and of keys and values, the past's included. */
interface AttendedCotangents {
  readonly result: string | undefined;
  readonly key: string | undefined;
  readonly value: string | undefined;
}

/** What reaches each; undefined where nothing does. */
type AttendedReached = Partial<
  Record<"query" | "key" | "value" | "pastKey" | "pastValue", string> & {
    /** What was added to the scores, `[batch, heads, length, keys]`. */
    readonly added: string;
    /** `[batch, heads, length, 1]` */
    readonly sink: string;
  }
>;

/** A score that leaves nothing of a key, and is a number still. */
export const LOWEST = -3.402_823_466_385_288_6e38;
/** Scores below are masks: no product of numbers that float32 can square comes near. */
const HIDDEN = -1e30;

/** The cotangents of query, key, value and what is added to the scores; the scores are computed again. */
export function attendedPassed(
  emit: Emitter,
  { result, key, value }: AttendedCotangents,
  attended: Attended,
): AttendedReached {
  const { keys, past } = attended.sizes;
  const made: AttendedReached = result === undefined ? {} : productsPassed(emit, result, attended);
  const [allKeys, allValues] = [sum(emit, made.key, key), sum(emit, made.value, value)];
  const part = (whole: string | undefined, from: number, to: number): string | undefined =>
    whole === undefined || past === 0 ? whole : emit.slice(whole, [from], [to], [2]);
  const reached = {
    ...made,
    key: part(allKeys, past, keys),
    value: part(allValues, past, keys),
    pastKey: past === 0 ? undefined : part(allKeys, 0, past),
    pastValue: past === 0 ? undefined : part(allValues, 0, past),
  };
  return Object.fromEntries(Object.entries(reached).filter(([, one]) => one !== undefined));
}

/** The sum of what there is. */
export function sum(emit: Emitter, a: string | undefined, b: string | undefined): string | undefined {
  return a !== undefined && b !== undefined ? emit.one("Add", [a, b]) : (a ?? b);
}

/** Keys and values with those of the past. */
function productsPassed(emit: Emitter, g: string, attended: Attended) {
  const { batch, heads, keyHeads, length, keys, past, size, valueSize } = attended.sizes;
  const behind = (before: string, fresh: string): string =>
    past === 0 ? fresh : emit.one("Concat", [before, fresh], { axis: 2 });
  const key = behind(attended.pastKey, attended.key);
  const value = behind(attended.pastValue, attended.value);
  // The queries of a group lie below each other: one product with their key head.
  const shared = heads !== keyHeads;
  const rows = (name: string, width: number): string =>
    shared ? emit.reshape(name, [batch, keyHeads, (heads / keyHeads) * length, width]) : name;
  const apart = (name: string, width: number): string =>
    shared ? emit.reshape(name, [batch, heads, length, width]) : name;
  const turned = (name: string): string => emit.transpose(name, [0, 1, 3, 2]);
  const scaled = (name: string): string => emit.one("Mul", [name, emit.floats(attended.scale)]);

  const query = rows(scaled(attended.query), size);
  const products = apart(emit.one("MatMul", [query, turned(key)]), keys);
  const capped = softcapped(emit, products, attended.softcap ?? 0);
  const scores = attended.added.reduce((all, one) => emit.one("Add", [all, one]), capped.scores);
  const { parts, sunk } = weighed(emit, scores, attended);
  const from = rows(g, valueSize);
  const reached = apart(emit.one("MatMul", [from, turned(value)]), keys);
  const mean = emit.reduce("ReduceSum", emit.one("Mul", [parts, reached]), [-1], true);
  const added = emit.one("Mul", [parts, emit.one("Sub", [reached, mean])]);
  const back = rows(capped.back(added), keys);
  return {
    query: scaled(apart(emit.one("MatMul", [back, key]), size)),
    key: emit.one("MatMul", [turned(back), query]),
    value: emit.one("MatMul", [turned(rows(parts, keys)), from]),
    added,
    ...(sunk !== undefined && { sink: emit.one("Neg", [emit.one("Mul", [sunk, mean])]) }),
  };
}

function softcapped(emit: Emitter, scores: string, cap: number) {
  if (cap === 0) return { scores, back: (g: string): string => g };
  const t = emit.one("Tanh", [emit.one("Div", [scores, emit.floats(cap)])]);
  const slope = (): string => emit.one("Sub", [emit.floats(1), emit.one("Mul", [t, t])]);
  return {
    scores: emit.one("Mul", [t, emit.floats(cap)]),
    back: (g: string): string => emit.one("Mul", [g, slope()]),
  };
}

/** Each key's part, and the sink's. What is hidden has none, even where nothing else is seen. */
function weighed(emit: Emitter, scores: string, attended: Attended) {
  const { parts, sunk } = softened(emit, scores, attended);
  if (attended.added.length === 0) return { parts, sunk };
  const hidden = emit.one("Less", [scores, emit.floats(HIDDEN)]);
  return { parts: emit.one("Where", [hidden, emit.floats(0), parts]), sunk };
}

function softened(emit: Emitter, scores: string, { sizes, sink }: Attended) {
  if (sink === undefined) return { parts: emit.one("Softmax", [scores], { axis: -1 }), sunk: undefined };
  const { batch, heads, length, keys } = sizes;
  const column = emit.one("Expand", [sink, emit.ints([batch, heads, length, 1])]);
  const all = emit.one("Softmax", [emit.one("Concat", [scores, column], { axis: -1 })], { axis: -1 });
  const [parts = "", sunk = ""] = emit.several("Split", [all, emit.ints([keys, 1])], 2, { axis: -1 });
  return { parts, sunk };
}

/** What hides from each query the keys behind it, and those more than `window` before it: `[length, keys]`. */
export function causalMask(emit: Emitter, { length, keys, past }: HeadSizes, window = Infinity): string {
  const seen = (row: number, at: number): boolean => at <= past + row && at > past + row - window;
  const values = Array.from({ length: length * keys }, (_, index) =>
    seen(Math.floor(index / keys), index % keys) ? 0 : LOWEST,
  );
  return emit.floats(values, [length, keys]);
}

/** `[batch, length, heads·size]` → `[batch, heads, length, size]` */
export function parted(
  emit: Emitter,
  name: string,
  sizes: readonly [number, number, number, number],
): string {
  return emit.transpose(emit.reshape(name, sizes), [0, 2, 1, 3]);
}

/** The way back of {@link parted}. */
export function together(emit: Emitter, name: string, sizes: readonly number[]): string {
  return emit.reshape(emit.transpose(name, [0, 2, 1, 3]), sizes);
}
