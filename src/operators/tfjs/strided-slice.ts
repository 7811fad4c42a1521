import type { Dimension } from "../../model/shape";
import type { Context } from "../context";
import { sliced } from "../onnx/piece";
import type { Element, Value } from "../value";
import { tensor } from "../value";

/** What one entry of a specification does with an axis. */
export interface Part {
  readonly kind: "range" | "one" | "new" | "rest";
  readonly start: Element;
  readonly end: Element;
  readonly step: Element;
}

/** Beyond any axis: an end that a mask leaves open. */
const END = 2 ** 31 - 1;

/**
 * Ranges along axes, with masks whose bit n speaks of entry n
 * (https://www.tensorflow.org/api_docs/python/tf/strided_slice).
 */
export function strided(node: Context): readonly Value[] {
  const spread = rangesOf(node);
  if (spread === undefined) return [tensor(node.dtype(0), undefined)];
  const along = spread.filter(({ kind }) => kind !== "new");
  const [cut] = sliced(node, {
    starts: along.map(({ start }) => start),
    ends: along.map(({ end: to }) => to),
    axes: along.map((_, axis) => axis),
    steps: along.map(({ step }) => step),
  });
  return [reshapedBy(node, spread, cut)];
}

/** What happens along each axis, new ones included; undefined where the input has fewer, or not enough is known. */
export function rangesOf(node: Context): readonly Part[] | undefined {
  const [shape, begin, end] = [node.shape(0), node.elements(1), node.elements(2)];
  if (shape === undefined || begin === undefined || end === undefined) return undefined;
  const parts = partsOf(node, begin, end);
  const taken = parts.filter(({ kind }) => kind === "range" || kind === "one").length;
  if (taken > shape.length) return undefined;
  return parts.flatMap((part) =>
    part.kind === "rest" ? new Array<Part>(shape.length - taken).fill(WHOLE) : [part],
  );
}

const WHOLE: Part = { kind: "range", start: 0, end: END, step: 1 };
const NEW: Part = { ...WHOLE, kind: "new" };
const REST: Part = { ...WHOLE, kind: "rest" };

function partsOf(node: Context, begin: readonly Element[], end: readonly Element[]): readonly Part[] {
  const steps = node.elements(3);
  const set = (mask: string, index: number): boolean => ((node.int(`${mask}_mask`, 0) >> index) & 1) === 1;
  const parts = begin.map((start, index): Part => {
    const step = steps === undefined ? 1 : steps[index];
    if (set("ellipsis", index)) return REST;
    if (set("new_axis", index)) return NEW;
    if (set("shrink_axis", index)) {
      // The place -1 is the last one: the range from there to 0 would be empty.
      return { kind: "one", start, end: start === -1 ? END : after(start), step: 1 };
    }
    const backwards = typeof step === "number" && step < 0;
    const open = backwards ? [END, -END] : [0, END];
    return {
      kind: "range",
      start: set("begin", index) ? open[0] : start,
      end: set("end", index) ? open[1] : end[index],
      step,
    };
  });
  return parts.some(({ kind }) => kind === "rest") ? parts : [...parts, REST];
}

function after(start: Element): Element {
  return typeof start === "number" ? start + 1 : undefined;
}

/** The axes of single places go, new ones come in. */
function reshapedBy(node: Context, parts: readonly Part[], cut: Value | undefined): Value {
  if (cut?.type.kind !== "tensor" || cut.type.shape === undefined) return tensor(node.dtype(0), undefined);
  const sizes = cut.type.shape[Symbol.iterator]();
  const shape: Dimension[] = [];
  for (const { kind } of parts) {
    if (kind === "new") shape.push(1);
    else {
      const size = sizes.next().value;
      if (kind === "range") shape.push(size);
    }
  }
  return tensor(node.dtype(0), [...shape, ...sizes], cut.elements);
}
