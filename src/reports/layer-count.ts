import type { Expression } from "../model/expression";
import { print, symbolsOf } from "../model/expression";
import { evaluate } from "../model/substitute";
import { ratioOf } from "../model/ratio";
import type { LayerCount } from "./types/layers";

/**
 * The size of open dimensions where counts are put in order. Large enough that windows fit into it: at 1, strides and
 * windows of audio and pictures would leave nothing, or less, of the largest layers.
 */
export const SUPPOSED_SIZE = 1000;

interface Counter {
  readonly count: (count: Expression | undefined) => LayerCount;
  /** Of the whole, from 0 to 1; null where it is no number. */
  readonly share: (count: Expression | undefined) => number | null;
}

/** Writes counts for a table, and as shares of a whole. Equal expressions, which are many, are worked out once. */
export function counterOf(whole: Expression | undefined): Counter {
  const count = once(openCount);
  const share = once((part) => (whole === undefined ? null : (ratioOf(part, whole) ?? null)));
  return {
    count: (one) => (typeof one === "number" ? one : one === undefined ? null : count(one)),
    share: (one) => {
      if (one === undefined) return null;
      if (typeof one !== "number" || typeof whole !== "number") return share(one);
      return whole === 0 ? null : one / whole;
    },
  };
}

function openCount(count: Expression): LayerCount {
  const supposed = new Map(symbolsOf(count).map((name) => [name, SUPPOSED_SIZE]));
  return { text: print(count), supposed: Number(evaluate(count, supposed) ?? 0) };
}

function once<T>(work: (expression: Expression) => T): (expression: Expression) => T {
  const done = new Map<string, T>();
  return (expression) => {
    const text = print(expression);
    let result = done.get(text);
    if (result === undefined) {
      result = work(expression);
      done.set(text, result);
    }
    return result;
  };
}
