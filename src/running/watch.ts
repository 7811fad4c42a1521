import type { ModelIndex } from "../analysis/model-index";
import type { PlacedNode } from "../analysis/uses";
import type { DataType } from "../model/dtype";
import type { Role } from "../operators/operator";
import { operatorOf } from "../operators/registry";
import type { ChannelSummary } from "../tensors/channels";
import type { Summary } from "../tensors/statistics";
import { Sweep } from "../tensors/sweep";
import { activationRange } from "./activation-range";
import { channelAxis } from "./channel-axis";
import { numbersOf } from "./numbers";
import type { Softmax } from "./softmax";
import { SoftmaxCounts, softmaxLayout } from "./softmax";
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
  /** Of the outputs of softmaxes. */
  readonly softmax: Softmax | undefined;
  /** Of the outputs of layers: along the axis of their channels. */
  readonly channels: ChannelSummary | undefined;
}

/** What has channels that mean something each. */
const LAYERS: ReadonlySet<Role> = new Set([
  "linear",
  "normalization",
  "activation",
  "recurrent",
  "attention",
]);
/** More channels than any layer's features are the words of a vocabulary, which nobody looks at one by one. */
const MOST_CHANNELS = 16_384;

/** One value over all runs. */
export class Watch {
  private shape: readonly (number | undefined)[] | undefined;
  private shown: DataType | undefined;
  private numeric = true;
  private units: UnitCounts | undefined;
  private softmax: SoftmaxCounts | undefined;
  private sweep: Sweep | undefined;

  constructor(
    private readonly index: ModelIndex,
    private readonly name: string,
    private readonly placed: PlacedNode,
    /** As the graph has it, where that is known. */
    private readonly dtype: DataType | undefined,
    private readonly perChannel: boolean,
  ) {}

  /** @param isNewSample whether it is no further step of the same one: steps are alike, and prove no more. */
  add(values: Values, isNewSample = true): void {
    this.shown ??= this.dtype ?? values.dtype;
    this.shape = this.shape === undefined ? values.shape : common(this.shape, values.shape);
    const numbers = numbersOf(values);
    if (numbers === undefined) {
      this.numeric = false;
      return;
    }
    if (this.sweep === undefined) {
      this.sweep = new Sweep(values.shape, this.perChannel ? this.watchedAxis(values.shape) : undefined);
      this.units = this.unitCounts(values.shape);
      const layout = softmaxLayout(this.index, this.placed, values.shape.length);
      this.softmax = layout && new SoftmaxCounts(layout, values.shape);
    }
    // One run's channels follow another's only where they lie alike.
    if (this.shape.some((size, axis) => size !== values.shape[axis])) this.sweep.dropChannels();
    this.sweep.add(numbers);
    const samples = isNewSample ? (values.shape[0] ?? 1) : 0;
    if (this.units?.fits(values.shape) === true) this.units.add(numbers, values.shape, samples);
    if (this.softmax?.fits(values.shape) === true) this.softmax.add(numbers, values.shape, samples);
  }

  /** Undefined where no run has shown the value. */
  result(): WatchedValue | undefined {
    const { name, placed, shape, shown } = this;
    if (shape === undefined || shown === undefined) return undefined;
    const statistics = this.numeric ? this.sweep?.result().summary : undefined;
    const [units, softmax] = [this.units?.result(), this.softmax?.result()];
    const channels = this.sweep?.channelSummary();
    return { name, node: placed.node, dtype: shown, shape, statistics, units, softmax, channels };
  }

  /** The axis of the channels that are looked at one by one. */
  private watchedAxis(shape: readonly number[]): number | undefined {
    const role = operatorOf(this.placed.node, this.index.model.opsets)?.role;
    const axis = role !== undefined && LAYERS.has(role) ? this.axisOf(shape) : undefined;
    return axis === undefined || (shape[axis] ?? 0) > MOST_CHANNELS ? undefined : axis;
  }

  private axisOf(shape: readonly number[]): number | undefined {
    return channelAxis(this.index, this.placed, shape.length);
  }

  private unitCounts(shape: readonly number[]): UnitCounts | undefined {
    const range = activationRange(this.index, this.placed);
    const axis = range === undefined ? undefined : this.axisOf(shape);
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
