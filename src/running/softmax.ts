import type { ModelIndex } from "../analysis/model-index";
import type { PlacedNode } from "../analysis/uses";
import type { Node } from "../model/model";
import { qualify } from "../model/model";
import { axisOf } from "../operators/axis";
import type { Numbers } from "../tensors/decode";

/** Along what a softmax makes its distributions, and how they lie in its output. */
export interface SoftmaxLayout {
  readonly axis: number;
  /** Whether all axes from this one on are one: as until opset 12. */
  readonly flat: boolean;
  /** Whether the values are logarithms of probabilities. */
  readonly logarithms: boolean;
  /** Whether the axis behind the samples are the heads of an attention, each of which is looked at by itself. */
  readonly byHead: boolean;
}

/** The distributions of one softmax over all samples. */
export interface Softmax {
  readonly axis: number;
  /** Elements of one distribution. */
  readonly size: number;
  /** Of an attention; 1 for all other softmaxes. */
  readonly heads: number;
  /** Samples seen, and distributions of one head over all of them. */
  readonly samples: number;
  readonly positions: number;
  readonly collapsed: readonly CollapsedHead[];
}

/** A head, or a whole softmax, that says the same everywhere and is sure of it. */
export interface CollapsedHead {
  readonly head: number;
  /** The element that is the largest everywhere. */
  readonly element: number;
  /** The largest entropy of a distribution, as a part of the largest there is: log n. */
  readonly entropy: number;
}

/** A distribution whose entropy is below this part of log n says one thing and no other. */
export const SURE = 0.01;

/** Undefined for what is no softmax. */
export function softmaxLayout(
  index: ModelIndex,
  { node, graph }: PlacedNode,
  rank: number,
): SoftmaxLayout | undefined {
  const kind = softmaxKind(node);
  if (kind === undefined) return undefined;
  const opset = index.model.opsets.get("ai.onnx") ?? 1;
  const flat = node.operator === "BiasSoftmax" || (node.domain === "" && opset < 13);
  const given = node.attributes.get("axis");
  const axis = axisOf(given?.kind === "int" ? Number(given.value) : flat ? 1 : -1, rank);
  if (axis === undefined) return undefined;
  const takers = index.uses.consumers.get(qualify(graph, node.outputs[0] ?? "")) ?? [];
  const weighs = takers.some((taker) => /MatMul|Einsum/.test(taker.node.operator));
  return { axis, flat, logarithms: kind.startsWith("log"), byHead: rank > 3 && axis > 1 && weighs };
}

/** `softmax` or `logsoftmax`: the operator, or what a layer of Keras ends in. */
function softmaxKind({ domain, operator, attributes }: Node): string | undefined {
  if (operator === "BiasSoftmax") return "softmax";
  const carried = attributes.get("activation");
  const layered = domain === "keras" && carried?.kind === "string" && !attributes.has("recurrent_activation");
  const name = (layered ? carried.value : operator).toLowerCase().replaceAll("_", "");
  return name === "softmax" || name === "logsoftmax" ? name : undefined;
}

/** Looks for collapse in the distributions of a softmax, fed run by run; a head that has not collapsed costs no more. */
export class SoftmaxCounts {
  /** By head that may still have collapsed. */
  private readonly suspects = new Map<number, { element: number | undefined; entropy: number }>();
  private positions = 0;
  private samples = 0;
  private readonly heads: number;
  private readonly size: number;

  constructor(
    private readonly layout: SoftmaxLayout,
    shape: readonly number[],
  ) {
    this.heads = this.headsIn(shape);
    this.size = this.sizeIn(shape);
    // One element alone is sure by definition.
    if (this.size > 1) for (let head = 0; head < this.heads; head++) this.suspects.set(head, unseen());
  }

  /** Whether values of this shape have as many heads and elements. */
  fits(shape: readonly number[]): boolean {
    return this.headsIn(shape) === this.heads && this.sizeIn(shape) === this.size;
  }

  /**
   * @param shape one that fits.
   * @param samples that are new with it.
   */
  add(values: Numbers, shape: readonly number[], samples = shape[0] ?? 1): void {
    const { size, heads, layout } = this;
    if (values.length === 0) return;
    const inner = layout.flat ? 1 : product(shape.slice(layout.axis + 1));
    const outer = values.length / size / inner;
    const perHead = layout.byHead ? product(shape.slice(2, layout.axis)) : outer;
    for (let row = 0; row < outer && this.suspects.size > 0; row++) {
      const head = Math.floor(row / perHead) % heads;
      for (let column = 0; column < inner && this.suspects.has(head); column++) {
        this.see(head, values, row * size * inner + column, inner);
      }
    }
    this.positions += values.length / size / heads;
    this.samples += samples;
  }

  private see(head: number, values: Numbers, from: number, step: number): void {
    const suspect = this.suspects.get(head) ?? unseen();
    const { entropy, element } = sureness(values, from, step, this.size, this.layout.logarithms);
    const part = entropy / Math.log(this.size);
    // Written so that what is no number is no collapse.
    if (part < SURE && element === (suspect.element ?? element)) {
      this.suspects.set(head, { element, entropy: Math.max(suspect.entropy, part) });
    } else {
      this.suspects.delete(head);
    }
  }

  result(): Softmax {
    const { layout, size, heads, samples, positions } = this;
    // One distribution alone can not but be the same everywhere.
    const collapsed = positions < 2 ? [] : [...this.suspects];
    return {
      axis: layout.axis,
      size,
      heads,
      samples,
      positions,
      collapsed: collapsed.flatMap(([head, { element, entropy }]) =>
        element === undefined ? [] : [{ head, element, entropy }],
      ),
    };
  }

  private headsIn(shape: readonly number[]): number {
    return this.layout.byHead ? (shape[1] ?? 1) : 1;
  }

  private sizeIn(shape: readonly number[]): number {
    const { axis, flat } = this.layout;
    return flat ? product(shape.slice(axis)) : (shape[axis] ?? 1);
  }
}

const unseen = (): { element: number | undefined; entropy: number } => ({ element: undefined, entropy: 0 });

const product = (sizes: readonly number[]): number => sizes.reduce((all, one) => all * one, 1);

/** The entropy of a distribution in nats, and its largest element. */
function sureness(values: Numbers, from: number, step: number, size: number, logarithms: boolean) {
  let [entropy, element, largest] = [0, 0, -Infinity];
  for (let at = 0; at < size; at++) {
    const value = values[from + at * step] ?? NaN;
    if (value > largest) [element, largest] = [at, value];
    const part = logarithms ? Math.exp(value) : value;
    if (part !== 0) entropy -= part * (logarithms ? value : Math.log(part));
  }
  return { entropy, element };
}
