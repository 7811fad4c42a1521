import type { ModelIndex } from "../analysis/model-index";
import type { PlacedNode } from "../analysis/uses";
import type { DataType } from "../model/dtype";
import type { Summary } from "../tensors/statistics";
import { Statistics } from "../tensors/statistics";
import { activationRange } from "./activation-range";
import { channelAxis } from "./channel-axis";
import { numbersOf } from "./numbers";
import type { Units } from "./units";
import { UnitCounts } from "./units";
import type { Values } from "./values";

/** What is known of a value after all runs. */
export interface WatchedValue {
  readonly name: string;
  readonly node: PlacedNode["node"];
  readonly dtype: DataType;
  /** A dimension that was not the same in all runs is undefined. */
  readonly shape: readonly (number | undefined)[];
  /** Over all runs; undefined for texts. */
  readonly statistics: Summary | undefined;
  /** Of the outputs of activations. */
  readonly units: Units | undefined;
}

/** One value over all runs. */
export class Watch {
  private shape: readonly (number | undefined)[] | undefined;
  private shown: DataType | undefined;
  private numeric = true;
  private units: UnitCounts | undefined;
  private readonly statistics = new Statistics();

  constructor(
    private readonly index: ModelIndex,
    private readonly name: string,
    private readonly placed: PlacedNode,
    /** As the graph has it, where that is known. */
    private readonly dtype: DataType | undefined,
  ) {}

  add(values: Values): void {
    const first = this.shape === undefined;
    this.shown ??= this.dtype ?? values.dtype;
    this.shape = this.shape === undefined ? values.shape : common(this.shape, values.shape);
    const numbers = numbersOf(values);
    if (numbers === undefined) {
      this.numeric = false;
      return;
    }
    this.statistics.add(numbers);
    if (first) this.units = this.unitCounts(values.shape);
    if (this.units?.fits(values.shape) === true) this.units.add(numbers, values.shape);
  }

  /** Undefined where no run has shown the value. */
  result(): WatchedValue | undefined {
    const { name, placed, shape, shown } = this;
    if (shape === undefined || shown === undefined) return undefined;
    const statistics = this.numeric ? this.statistics.result() : undefined;
    return { name, node: placed.node, dtype: shown, shape, statistics, units: this.units?.result() };
  }

  private unitCounts(shape: readonly number[]): UnitCounts | undefined {
    const range = activationRange(this.index, this.placed);
    const axis = range === undefined ? undefined : channelAxis(this.index, this.placed, shape.length);
    const total = axis === undefined ? undefined : shape[axis];
    if (range === undefined || axis === undefined || total === undefined) return undefined;
    return new UnitCounts(range, axis, total);
  }
}

function common(
  before: readonly (number | undefined)[],
  now: readonly number[],
): readonly (number | undefined)[] {
  return now.map((size, axis) => (before[axis] === size ? size : undefined));
}
