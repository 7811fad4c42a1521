import type { InDistribution } from "../../running/in-distribution";
import type { InspectReport } from "./inspect";
import type { ReportProblem, ReportValue, ReportReal } from "./parts";
import type { ValueStatistics } from "./weights";

/** What was seen of every value when a model was run. */
export interface RunReport {
  readonly command: "run";
  readonly file: string;
  readonly format: InspectReport["format"];
  /** Name and version of the runtime: `onnxruntime-web 1.30.0 (wasm, 2 threads)`. */
  readonly engine: string;
  readonly inputs: readonly RunInput[];
  readonly samples: number;
  readonly seed: number;
  /** Sizes that were taken for what the inputs leave open. */
  readonly dimensions: Readonly<Record<string, number>>;
  readonly outputs: readonly RunOutput[];
  readonly values: readonly RunValue[];
  /** The first node whose inputs are finite and whose output is not. */
  readonly firstNonFinite: string | null;
  /** Compared with the statistics that batch normalisations keep; null where none does. */
  readonly inDistribution: InDistribution | null;
  /** Where they were asked for and could be measured. */
  readonly times: RunTimes | null;
  readonly problems: readonly ReportProblem[];
}

/** How long the runtime takes, by its own clock: the least of several runs in which no values are looked at. */
export interface RunTimes {
  readonly runs: number;
  /** Of a whole run. */
  readonly milliseconds: number;
  /** The slowest first. */
  readonly nodes: readonly {
    /** Of the file; null for what the runtime has put in the place of several nodes. */
    readonly node: string | null;
    /** As the runtime calls it: unique, where names in the file are not. */
    readonly name: string;
    readonly operator: string;
    /** In one run; of nodes that hold graphs, with what is in there. */
    readonly milliseconds: number;
  }[];
}

export interface RunInput extends ReportValue {
  /** `file x.npy`, `synthetic: standard normal`. */
  readonly source: string;
}

/** An output of the first run. */
export interface RunOutput extends ReportValue {
  /** The first ones; texts as they are. */
  readonly values: readonly (ReportReal | string)[];
  /** Index and value of the largest ones in the first row, where it has enough of them. */
  readonly top?: readonly (readonly [index: number, value: ReportReal])[];
}

export interface RunValue extends ReportValue, ValueStatistics {
  /** The node that makes it. */
  readonly node: string;
  readonly units: ReportUnits | null;
  /** Of the outputs of softmaxes. */
  readonly softmax: ReportSoftmax | null;
  /** Of the outputs of layers, in JSON: a number for each channel, null where none of it is finite. */
  readonly channels: RunChannels | null;
}

export interface RunChannels {
  readonly axis: number;
  readonly l2: readonly (number | null)[];
  readonly mean: readonly (number | null)[];
  readonly min: readonly (number | null)[];
  readonly max: readonly (number | null)[];
  /** Channels that are zero everywhere. */
  readonly zero: readonly number[];
}

/** Units of an activation: indices along an axis. */
export interface ReportUnits {
  readonly axis: number;
  readonly total: number;
  /** Samples seen, and values of each unit over all of them. */
  readonly samples: number;
  readonly positions: number;
  /** Never above the floor. */
  readonly dead: readonly number[];
  /** With 95 % certainty a dead unit fires in fewer than this part of samples. */
  readonly deadBound: number;
  /** Above the floor in less than a hundredth of the positions, but not never. */
  readonly rare: readonly number[];
  /** Within a hundredth of the range's end nearly always. */
  readonly saturated: readonly number[];
  /** One value everywhere; the dead left out. */
  readonly constant: readonly number[];
}

/** The distributions of a softmax, of an attention head by head. */
export interface ReportSoftmax {
  readonly axis: number;
  /** Elements of one distribution. */
  readonly size: number;
  /** 1 where it is no attention. */
  readonly heads: number;
  /** Samples seen, and distributions of each head over all of them. */
  readonly samples: number;
  readonly positions: number;
  /**
   * Heads whose largest element is the same everywhere and whose entropy is nowhere above `entropy`, a part of log
   * `size` below a hundredth.
   */
  readonly collapsed: readonly {
    readonly head: number;
    readonly element: number;
    readonly entropy: number;
  }[];
}
