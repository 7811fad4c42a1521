import type { Finding, Severity } from "../findings/types";
import type { Culprit } from "../gradients/culprits";
import type { Loss } from "../gradients/loss";
import type { VerdictKind } from "../gradients/verdict";
import type { Role } from "../operators/operator";
import type { InDistribution } from "../running/in-distribution";

/**
 * What the program says of a model: the same objects for the page and for the command line's JSON.
 * docs/reports.md is their public description. Plain JSON values only.
 */

/** An integer, an expression over the model's symbols (`197*batch`), or null: unknown. */
export type ReportDimension = number | string | null;
/** null: not even the rank is known. `[]` is a scalar. */
export type ReportShape = readonly ReportDimension[] | null;
/** An integer, an expression, or null where it cannot be known. Never a guess. */
export type ReportCount = number | string | null;

export interface ReportProblem {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: string;
  readonly where: string;
}

export interface ReportValue {
  readonly name: string;
  /** A data type, or `sequence(float32)` and the like. */
  readonly dtype: string | null;
  readonly shape: ReportShape;
}

/**
 * What a stored tensor is for: `parameter` is learned, `statistic` is a running mean or variance, `constant` is
 * everything else.
 */
export type TensorRole = "parameter" | "statistic" | "constant";

export interface InspectReport {
  readonly command: "inspect";
  readonly file: string;
  readonly format: "onnx" | "tfjs-layers" | "tfjs-graph" | "tfjs-weights";
  /** In bytes, of the model file itself. */
  readonly size: number;
  readonly producer: string | null;
  readonly irVersion: number | null;
  readonly opsets: Readonly<Record<string, number>>;
  readonly symbols: readonly string[];
  readonly inputs: readonly ReportValue[];
  readonly outputs: readonly ReportValue[];
  readonly totals: InspectTotals;
  readonly nodes: readonly InspectNode[];
  readonly values: readonly InspectValue[];
  readonly tensors: readonly InspectTensor[];
  readonly problems: readonly ReportProblem[];
}

/** A count by another tool's convention. */
export interface ReportConvention {
  readonly id: string;
  /** The tools that count so. */
  readonly title: string;
  readonly unit: "MACs" | "FLOPs";
  readonly count: ReportCount;
}

export interface InspectTotals {
  readonly nodes: number;
  readonly operators: Readonly<Record<string, number>>;
  readonly tensors: number;
  readonly parameters: number;
  readonly trainable: number;
  readonly weightBytes: number | null;
  readonly macs: ReportCount;
  readonly flops: ReportCount;
  readonly activationBytes: ReportCount;
  readonly peakActivationBytes: ReportCount;
  readonly uncosted: readonly string[];
  /** What other tools would count for the same file. */
  readonly conventions: readonly ReportConvention[];
}

export interface InspectNode {
  readonly name: string;
  readonly operator: string;
  readonly domain: string;
  readonly graph: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly parameters: number;
  readonly macs: ReportCount;
  readonly flops: ReportCount;
  readonly activationBytes: ReportCount;
}

export interface InspectValue extends ReportValue {
  readonly declared: ReportShape;
}

export interface InspectTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elements: number;
  /** As stored; null for strings of unknown length. */
  readonly bytes: number | null;
  readonly role: TensorRole;
}

export interface LintReport {
  readonly command: "lint";
  readonly file: string;
  readonly format: InspectReport["format"];
  /** The worst first. */
  readonly findings: readonly Finding[];
  readonly counts: Readonly<Record<Severity, number>>;
  /** Findings that the configuration accepts, with a reason each. */
  readonly suppressed: number;
  /** What was looked at: `graph`, `weights`, `run`. */
  readonly looked: readonly string[];
  readonly problems: readonly ReportProblem[];
}

/** Everything that is known of one node, value, tensor or group: what the details panel shows. */
export interface Details {
  readonly kind: "node" | "group" | "value" | "model";
  readonly id: string;
  /** Operator or group name: the panel's title. */
  readonly title: string;
  readonly name: string;
  /** From the model down to what is shown: each with the id to go there. */
  readonly path: readonly { readonly id: string; readonly name: string }[];
  readonly docString: string;
  readonly attributes: readonly DetailsAttribute[];
  readonly inputs: readonly DetailsSlot[];
  readonly outputs: readonly DetailsSlot[];
  readonly weights: readonly DetailsWeight[];
  readonly metadata: readonly (readonly [key: string, value: string])[];
  /** What it costs, MACs with their formula: `["MACs", "64·112·112·3·7·7 = 118,013,952"]`. */
  readonly costs: readonly (readonly [label: string, text: string])[];
  /** Other facts with their unit: `["Nodes", "171"]`. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** Subgraphs and function bodies that can be opened: graph path and what to call it. */
  readonly graphs: readonly { readonly path: string; readonly name: string }[];
  readonly problems: readonly ReportProblem[];
}

export interface DetailsAttribute {
  readonly name: string;
  /** `int`, `floats`, `tensor`… as the format calls it. */
  readonly type: string;
  /** Shortened for long lists; never more than some hundred characters. */
  readonly text: string;
}

/** An input or output of a node: what stands there and which nodes are at the other end. */
export interface DetailsSlot {
  /** The slot's name by the operator's signature where it is known, else its index. */
  readonly slot: string;
  readonly value: string;
  readonly type: string;
  readonly peers: readonly { readonly id: string; readonly title: string; readonly name: string }[];
}

export interface DetailsWeight {
  readonly slot: string;
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly bytes: number | null;
  readonly role: TensorRole;
  /** `in the file, at byte 1,024` · `weights.bin, at byte 0` · `not stored`. */
  readonly location: string;
}

/** The layers of a model: what each node costs, and each group of nodes together. */
export interface LayersReport {
  /** Each right before what is inside it. */
  readonly rows: readonly LayerRow[];
  readonly totals: LayerCosts;
  /** Names of the nodes whose cost is not known. */
  readonly uncosted: readonly string[];
  /** The size that open dimensions are taken to have where counts are put in order. */
  readonly supposed: number;
}

export interface LayerRow extends LayerCosts {
  /** `graph` is a subgraph, inside its node, or the body of a function; its costs are those of one run of it. */
  readonly kind: "node" | "group" | "graph";
  /** As in the graph that is drawn. */
  readonly id: string;
  readonly name: string;
  /** Of a group: the most frequent operators inside, with their count. */
  readonly operator: string;
  readonly role: Role;
  /** 0 at the top. */
  readonly depth: number;
  /** The row that this one is inside; -1 at the top. */
  readonly parent: number;
  /** Rows inside, at any depth: they follow right after it. */
  readonly inside: number;
  /** Not drawn as a box of its own: a Constant, or what only shows a stored tensor another way. */
  readonly quiet: boolean;
  /** Shapes of the outputs, of a group of what leaves it; empty where nothing is known. */
  readonly outputShape: string;
  /** Of the first output. */
  readonly dtype: string | null;
  /** Of the whole model's, from 0 to 1; null where the whole is 0. */
  readonly shareOfParameters: number | null;
  /** null where it is not known, not the same for all open sizes, or the row's costs are no part of one run's. */
  readonly shareOfMacs: number | null;
}

export interface LayerCosts {
  /** Nodes inside that are drawn; 1 for a node. */
  readonly nodes: number;
  /** Elements of parameters and statistics; a tensor that several nodes share counts once in their group. */
  readonly parameters: number;
  readonly weightBytes: number | null;
  readonly macs: LayerCount;
  readonly flops: LayerCount;
  readonly activationBytes: LayerCount;
}

/** A number; a count that hangs on open sizes; or null: unknown. */
export type LayerCount = number | OpenCount | null;

export interface OpenCount {
  /** An expression, or a whole number that a double cannot hold exactly. */
  readonly text: string;
  /** Its value where every open size is {@link LayersReport.supposed}: what a table sorts it by. */
  readonly supposed: number;
}

/** A real number; JSON has no words for those that are not finite. */
export type ReportReal = number | "NaN" | "Infinity" | "-Infinity";

/** Over the finite elements but for `count`, `nan`, `inf` and `zeroFraction`, which are over all. */
export interface ValueStatistics {
  readonly count: number;
  readonly nan: number;
  readonly inf: number;
  /** null where no element is finite. */
  readonly mean: number | null;
  /** The population's: divided by n. */
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly l2: number | null;
  readonly zeroFraction: number | null;
  /** 3 for a normal distribution. */
  readonly kurtosis: number | null;
  readonly quantiles: Readonly<Record<string, number>> | null;
  readonly histogram: { readonly edges: readonly number[]; readonly counts: readonly number[] } | null;
}

export interface WeightsReport {
  readonly command: "weights";
  readonly file: string;
  readonly format: InspectReport["format"];
  readonly tensors: readonly WeightsTensor[];
  readonly problems: readonly ReportProblem[];
}

/** What is known of a stored tensor; its statistics are null where its elements cannot be had or are no numbers. */
export interface WeightsTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly role: TensorRole;
  readonly count: number;
  readonly nan: number | null;
  readonly inf: number | null;
  readonly mean: number | null;
  readonly std: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly l2: number | null;
  readonly zeroFraction: number | null;
  readonly kurtosis: number | null;
  readonly quantiles: Readonly<Record<string, number>> | null;
  readonly histogram: ValueStatistics["histogram"];
  readonly channels: WeightsChannels | null;
  /** The node that uses it first, and the word for what it is there: `weight`, `bias`. */
  readonly node: string | null;
  readonly word: string | null;
  /** Inputs that make one output, and outputs that one input goes to; null for what is no matrix or kernel. */
  readonly fanIn: number | null;
  readonly fanOut: number | null;
}

export interface WeightsChannels {
  readonly axis: number;
  readonly l2: readonly number[];
  readonly min: readonly number[];
  readonly max: readonly number[];
  readonly mean: readonly number[];
  /** Channels that are zero everywhere. */
  readonly zero: readonly number[];
}

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

/** Where the gradients of a loss go. */
export interface GradientsReport {
  readonly command: "gradients";
  readonly file: string;
  readonly format: InspectReport["format"];
  readonly engine: string;
  readonly inputs: readonly RunInput[];
  readonly seed: number;
  /** Sizes that were taken for what the inputs leave open. */
  readonly dimensions: Readonly<Record<string, number>>;
  readonly loss: { readonly kind: Loss["kind"]; readonly value: number | null };
  /** Forward and backward passes: one for each probe. */
  readonly passes: number;
  readonly coverage: {
    /** Of the trainable elements, those with a gradient or with one that is zero. */
    readonly parameters: number;
    /** Operators on a way to the loss that have no rule. */
    readonly unknown: readonly string[];
  };
  readonly parameters: readonly ReportParameterGradient[];
  readonly values: readonly ReportValueGradient[];
  /** Decades per layer of the trunk, towards the output. */
  readonly trend: {
    readonly activation: number | null;
    readonly gradient: number | null;
    readonly weight: number | null;
    /** Twice the standard error of each. */
    readonly intervals: {
      readonly activation: number | null;
      readonly gradient: number | null;
      readonly weight: number | null;
    };
  };
  /** The values that everything passes, from input to output: decimal logarithms of root mean squares. */
  readonly depth: readonly {
    readonly value: string;
    readonly activation: number | null;
    readonly gradient: number | null;
    readonly weight: number | null;
    /** The gradient there in the twin. */
    readonly twin: number | null;
  }[];
  /** A freshly initialised network of the same graph; null where none was asked for, or it cannot be had. */
  readonly twin: {
    readonly kind: VerdictKind;
    readonly gradient: number | null;
    /** Twice the standard error of the slope. */
    readonly interval: number | null;
    readonly message: string;
  } | null;
  /** Sums of a value and of what was computed from it alone. */
  readonly branches: readonly ReportBranch[];
  /** Steps of the trunk that change gradients by far more than usual: in decades, towards the input. */
  readonly culprits: readonly Culprit[];
  /** Of the parameters' gradients that are not zero, the part that float16 flushes to zero or keeps as subnormal. */
  readonly halfUnderflow: number | null;
  readonly verdict: {
    readonly kind: VerdictKind;
    readonly message: string;
    readonly concept: number | null;
  };
  readonly problems: readonly ReportProblem[];
}

/** A residual branch. */
export interface ReportBranch {
  /** The node that adds it to what goes around it. */
  readonly node: string;
  readonly operator: string;
  /** Its first value. */
  readonly entry: string;
  /** The root mean square of the gradient there, to that behind the sum. */
  readonly share: number;
  /** So little that what stands in it does not learn. */
  readonly dead: boolean;
}

export type GradientState = "ok" | "zero" | "blocked" | "unknown";

/** Over all elements and passes; null where nothing is known. */
export interface ReportGradient {
  readonly name: string;
  readonly state: GradientState;
  /** The norm; over several passes the root of its mean square. */
  readonly l2: ReportReal | null;
  readonly mean: ReportReal | null;
  /** Of absolute values. */
  readonly meanSize: ReportReal | null;
  readonly std: ReportReal | null;
  /** The largest absolute value. */
  readonly max: ReportReal | null;
}

export interface ReportParameterGradient extends ReportGradient {
  readonly shape: readonly number[];
  /** To the norm of the parameter itself. */
  readonly ratio: ReportReal | null;
  /** Of the numbers that are not zero, those that float16 cannot hold. */
  readonly halfUnderflow: number | null;
}

export interface ReportValueGradient extends ReportGradient {
  /** The node that makes it; null for an input. */
  readonly node: string | null;
}
