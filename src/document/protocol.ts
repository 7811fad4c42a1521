import type { ConceptPlace } from "../concepts/in-model";
import type { Block, Language } from "../concepts/types";
import type { ConfigurationSources } from "../findings/types";
import type { Picture } from "../layout/picture";
import type { Breakdown } from "../reports/breakdown";
import type { LayersFormat } from "../reports/layers-text";
import type { GradientMetricName, RunMetricName } from "../reports/measured-metrics";
import type { MetricName, MetricReport } from "../reports/metrics";
import type {
  Details,
  GradientsReport,
  InspectReport,
  LintReport,
  LayersReport,
  ReportConvention,
  ReportCount,
  ReportProblem,
  RunReport,
  RunValue,
  TensorRole,
  WeightsReport,
  WeightsTensor,
} from "../reports/types";
import type { OutputSamples } from "../reports/output-samples";
import type { InDistribution } from "../running/in-distribution";
import type { MetricFile, UserMetricReport } from "../reports/user-metric";
import type { GradientHistogram } from "../gradients/first-pass";
import type { Saliency } from "../gradients/saliency";
import type { GradientLayer } from "../reports/gradient-layers";
import type { FeatureMaps } from "../tensors/maps";
import type { Distribution } from "../running/inputs/distribution";
import type { Pixels } from "../running/inputs/pixels";
import type { InputFile } from "../running/inputs/problem";

export type { ConceptPlace } from "../concepts/in-model";
export type { LayersFormat } from "../reports/layers-text";
export type { Breakdown, BreakdownPart, MemoryCourse, MemoryPoint, RoleShare } from "../reports/breakdown";
export type { GradientHistogram } from "../gradients/first-pass";
export type { Saliency, Score } from "../gradients/saliency";
export type { GradientLayer } from "../reports/gradient-layers";
export type { OutputSamples } from "../reports/output-samples";
export type { GradientMetricName, RunMetricName } from "../reports/measured-metrics";
export type { AmountReport, KindReport, MetricName, MetricReport } from "../reports/metrics";
export type { MetricFile, UserMetricReport } from "../reports/user-metric";
export type { FeatureMap, FeatureMaps } from "../tensors/maps";
export type { Distribution } from "../running/inputs/distribution";
export type { Pixels } from "../running/inputs/pixels";

/**
 * What may be asked of an open model: the page asks the extension host, which hands the request to the document's
 * worker. Every request ends with an answer, a problem, or cancelled.
 */
export interface Requests {
  /** The line of facts, and how the main graph is folded at first. */
  facts: { readonly params: Record<string, never>; readonly result: Facts };
  /** The whole report, as the command line prints it. */
  inspect: { readonly params: Record<string, never>; readonly result: InspectReport };
  picture: { readonly params: PictureRequest; readonly result: Picture };
  details: { readonly params: DetailsRequest; readonly result: Details };
  find: { readonly params: FindRequest; readonly result: FindAnswer };
  /** Everything that a node's output depends on, or that depends on it; node ids. */
  reach: { readonly params: ReachRequest; readonly result: ReachAnswer };
  /** All nodes that stand on some path from one node to the other, either way round; node ids. */
  paths: { readonly params: PathsRequest; readonly result: ReachAnswer };
  /** What the linter finds. */
  lint: { readonly params: LintRequest; readonly result: LintReport };
  /** The groups to open so that this node, value or group is in sight, outermost first, and the graph it is in. */
  locate: { readonly params: { readonly id: string }; readonly result: Place };
  /** Where several things are drawn; null where one is not. */
  places: {
    readonly params: { readonly ids: readonly string[] };
    readonly result: readonly (Place | null)[];
  };
  /** What colours the nodes and groups of one graph. */
  metrics: { readonly params: MetricRequest; readonly result: MetricReport };
  /** The same from a file of a person's own. */
  userMetric: { readonly params: UserMetricRequest; readonly result: UserMetricReport };
  /** Where the cost of the main graph is, and its memory in the order of running: for the charts. */
  breakdown: { readonly params: Record<string, never>; readonly result: Breakdown };
  /** All layers, for the table. */
  layers: { readonly params: Record<string, never>; readonly result: LayersReport };
  /** Some of them as a file: the text. */
  layersText: { readonly params: LayersTextRequest; readonly result: string };
  /** All stored tensors, measured where somebody asked for it or `measure` says so. */
  weights: { readonly params: WeightsRequest; readonly result: StoredTensors };
  /** All that is known of one of them that was measured. */
  tensor: { readonly params: { readonly name: string }; readonly result: WeightsTensor };
  tensorPictures: { readonly params: TensorPicturesRequest; readonly result: TensorPictures };
  /** Some of its elements as they are stored. */
  tensorWindow: { readonly params: TensorWindowRequest; readonly result: TensorWindow };
  /** One tensor as a file. */
  tensorFile: { readonly params: TensorFileRequest; readonly result: SavedFile };
  /** The fifty concepts, without their answers. */
  concepts: { readonly params: Record<string, never>; readonly result: readonly ConceptEntry[] };
  /** One of them, with its places in this model. */
  concept: { readonly params: ConceptRequest; readonly result: ConceptPage };
  /** What explains a node, group, value or tensor; null: nothing does. */
  conceptOf: { readonly params: ConceptOfRequest; readonly result: ConceptSummary | null };
  /** One of them in a few lines. */
  conceptSummary: { readonly params: ConceptRequest; readonly result: ConceptSummary };
  /** What a run would be fed, without running. */
  runRecipe: { readonly params: RunInputs; readonly result: RunRecipe };
  /** Runs the model and goes over all its values. */
  run: { readonly params: RunRequest; readonly result: KeptRun };
  /** Where gradients go. */
  gradients: { readonly params: GradientsRequest; readonly result: KeptGradients };
  /** The last ones; null: nobody has asked for any. */
  lastGradients: { readonly params: Record<string, never>; readonly result: KeptGradients | null };
  /** How the last gradient of a parameter is distributed, and the parameter itself. */
  parameterGradient: { readonly params: { readonly name: string }; readonly result: ParameterGradient };
  /** The runs that are kept, the newest first. */
  runs: { readonly params: Record<string, never>; readonly result: readonly KeptRun[] };
  /** All that one of them knows of a value. */
  runValue: { readonly params: RunValueRequest; readonly result: RunValue };
  /** A value of one sample as pictures: the model is run again for it. */
  activation: { readonly params: ActivationRequest; readonly result: FeatureMaps };
}

export type RequestName = keyof Requests;

export interface Facts {
  readonly file: string;
  readonly format: InspectReport["format"];
  /** Of the file itself, in bytes. */
  readonly size: number;
  readonly producer: string | null;
  readonly irVersion: number | null;
  readonly opsets: Readonly<Record<string, number>>;
  readonly nodes: number;
  readonly parameters: number;
  readonly trainable: number;
  readonly weightBytes: number | null;
  readonly macs: ReportCount;
  /** What other tools would count. */
  readonly conventions: readonly ReportConvention[];
  readonly peakActivationBytes: ReportCount;
  /** What the inputs leave open, and the size that was assumed for it; null: none. */
  readonly dimensions: readonly OpenDimension[];
  readonly inputs: InspectReport["inputs"];
  readonly outputs: InspectReport["outputs"];
  readonly metadata: readonly (readonly [key: string, value: string])[];
  readonly docString: string;
  readonly problems: readonly ReportProblem[];
  /** Milliseconds of each phase until here, for the log and the bench. */
  readonly timings: Readonly<Record<string, number>>;
}

export interface OpenDimension {
  readonly name: string;
  /** What it usually is, by where it stands in an input's shape. */
  readonly kind: "batch" | "side" | "length";
  readonly size: number | null;
}

export interface PictureRequest {
  /** "" for the main graph, else a subgraph's or function's path. */
  readonly graph: string;
  /** Ids of the groups that are open; null for the folding that fits a screen. */
  readonly open: readonly string[] | null;
}

export interface MetricRequest {
  /** "" for the main graph, else a subgraph's or function's path. */
  readonly graph: string;
  readonly metric: Metric;
}

export interface UserMetricRequest {
  readonly graph: string;
  readonly file: MetricFile;
}

/** What the graph is coloured by: what a node does, a metric, or what stands in a file. */
export type ColourBy = "role" | Metric | "user";

/** What a model says, what a run has shown, and what gradients have. */
export type Metric = MetricName | RunMetricName | GradientMetricName;

export interface LayersTextRequest {
  readonly format: LayersFormat;
  /** Indices into the rows of the answer to `layers`, in the order in which they are wanted. */
  readonly rows: readonly number[];
}

export interface WeightsRequest {
  /** Read all weights for it, if nobody has yet. */
  readonly measure: boolean;
}

export interface StoredTensors {
  /** Without channels: `tensor` has them. Without statistics where nothing was measured. */
  readonly tensors: readonly WeightsTensor[];
  readonly measured: boolean;
  /** For each tensor the id of the node that uses it first; null: none does. */
  readonly nodes: readonly (string | null)[];
  /** Of the tensors those with a fan-in, matrices and kernels, in the order in which the model uses them. */
  readonly layers: readonly number[];
  /** That measuring reads. */
  readonly bytes: number | null;
  /** Why some of them could not be measured, each reason once. */
  readonly problems: WeightsReport["problems"];
}

export interface TensorPicturesRequest {
  readonly name: string;
  /** An index for each axis that the pictures do not show; null: the first of each. */
  readonly at: readonly number[] | null;
}

export interface TensorPictures extends FeatureMaps {
  /** The axes that are shown, by their numbers. */
  readonly axes: { readonly channel: number | null; readonly row: number; readonly column: number };
  /** The others, with the index of each that is shown. */
  readonly fixed: readonly { readonly axis: number; readonly size: number; readonly at: number }[];
}

export interface TensorWindowRequest {
  readonly name: string;
  /** The tensor is seen as rows of its last axis. */
  readonly row: number;
  readonly column: number;
}

export interface TensorWindow {
  /** In all, of the whole tensor. */
  readonly rows: number;
  readonly columns: number;
  readonly row: number;
  readonly column: number;
  /** Row by row, as text: `0.25`, `NaN`. */
  readonly values: readonly (readonly string[])[];
}

export interface TensorFileRequest {
  readonly name: string;
  readonly format: "npy" | "csv";
}

export interface SavedFile {
  readonly name: string;
  readonly content: string;
  readonly encoding: "utf8" | "base64";
}

/** One of the fifty, as the list has it. */
export interface ConceptEntry {
  readonly number: number;
  readonly title: Readonly<Record<Language, string>>;
  readonly question: Readonly<Record<Language, string>>;
}

export interface ConceptRequest {
  readonly number: number;
  readonly language: Language;
}

/** The answer in one language, with what is beside it. */
export interface ConceptPage {
  readonly number: number;
  readonly answer: readonly Block[];
  /** Ours, on what the source says. */
  readonly notes: readonly string[];
  readonly related: readonly number[];
  /** Where the open model has it. */
  readonly places: readonly ConceptPlace[];
}

export interface ConceptOfRequest {
  readonly id: string;
  readonly language: Language;
}

export interface ConceptSummary {
  readonly number: number;
  readonly title: string;
  readonly summary: string;
}

/** What a person says of a run's inputs. */
export interface RunInputs {
  readonly seed: number;
  readonly samples: number;
  /** What pixels of images become; null: what the graph speaks for. */
  readonly pixels: Pixels | null;
  /** By input, where it is not to be what the graph speaks for. */
  readonly distributions: Readonly<Record<string, Distribution>>;
  /** By input, where it has no shape in the file. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** By input. Empty from the page: the extension host has the files that were chosen. */
  readonly given: Readonly<Record<string, readonly InputFile[]>>;
}

export interface RunRecipe {
  readonly inputs: readonly RecipeInput[];
  /** How many samples that makes. */
  readonly samples: number;
  /** Sizes for what the inputs leave open: assumed by a person, or taken for this run. */
  readonly dimensions: Readonly<Record<string, number>>;
  /** Inputs without a shape in the file. */
  readonly shapeless: readonly string[];
  /** Why it cannot be run so; null: it can. */
  readonly problem: ReportProblem | null;
}

export interface RecipeInput {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** `file x.npy`, `synthetic: standard normal`. */
  readonly source: string;
  readonly synthetic: boolean;
  /** What else could be in it. */
  readonly distributions: readonly Distribution[];
}

export interface RunRequest {
  readonly inputs: RunInputs;
  /** MB that observed values may take at once; null from the page: the user's settings say it. */
  readonly memory: number | null;
  /** Of the runtime; null: as many as help. */
  readonly threads: number | null;
}

/** What gradients are taken of. */
export type GradientLoss =
  { readonly kind: "probe" | "sum" } | { readonly kind: "cross-entropy"; readonly label: number };

export interface GradientsRequest extends RunRequest {
  readonly loss: GradientLoss;
  /** Whether they are compared with those of a freshly initialised network, which takes as long again. */
  readonly twin: boolean;
}

/** Gradients and what the views need to find their places in the model; null where a thing has no node. */
export interface KeptGradients {
  readonly report: GradientsReport;
  /** For each of the report's values of the trunk, parameters, values and branches the id of its node. */
  readonly depth: readonly (string | null)[];
  readonly parameters: readonly (string | null)[];
  readonly values: readonly (string | null)[];
  readonly branches: readonly (string | null)[];
  /** By layers, in the order of running. */
  readonly layers: readonly GradientLayer[];
  /** What the first sample's output hangs on; null where no input is an image. */
  readonly saliency: Saliency | null;
  /** Of the node whose value shows where a class is; null: there is none. */
  readonly camera: string | null;
  readonly milliseconds: number;
  /** Whether an input was made up. */
  readonly synthetic: boolean;
}

export interface ParameterGradient {
  /** In the first pass; null where no finite gradient reached it. */
  readonly gradient: GradientHistogram | null;
  /** Without statistics where it could not be read. */
  readonly weight: WeightsTensor;
}

/** A run and what the views need to find its values in the model. */
export interface KeptRun {
  /** Tells runs apart, as long as the model is open. */
  readonly id: number;
  /** Without channels: `runValue` has them. */
  readonly report: RunReport;
  /** For each of the report's values the id of its node. */
  readonly nodes: readonly string[];
  readonly outputs: readonly OutputSamples[];
  /** How the signal compares with that of training, in a sentence; null where the model does not tell. */
  readonly fit: { readonly kind: InDistribution["kind"]; readonly message: string } | null;
  /** Of the report's values those on the trunk, in its order. */
  readonly trunk: readonly number[];
  readonly milliseconds: number;
  /** What was asked for, without the files. */
  readonly inputs: RunInputs;
  /** Whether an input was made up. */
  readonly synthetic: boolean;
}

export interface RunValueRequest {
  readonly run: number;
  readonly value: string;
}

export interface ActivationRequest extends RunValueRequest {
  /** From 0 on. */
  readonly sample: number;
}

export interface DetailsRequest {
  /** A node's, group's, value's or tensor's id; "" is the model itself. */
  readonly id: string;
}

export interface FindRequest {
  /** Words and `key:word` filters: `op:Conv kernel:3 shape:*x64x*`. */
  readonly query: string;
  readonly limit: number;
}

export interface FindAnswer {
  readonly hits: readonly FindHit[];
  /** How many there are in all. */
  readonly total: number;
  /** What is wrong with the query, in a few words; null where nothing is. */
  readonly problem: string | null;
}

export interface FindHit {
  readonly kind: "node" | "value" | "tensor" | "group";
  readonly id: string;
  readonly title: string;
  readonly name: string;
  /** What else helps to tell it apart: shape, the attribute that matched, the graph. */
  readonly detail: string;
  readonly role: TensorRole | null;
}

export interface LintRequest {
  /** How the workspace wants it; null from the page: the extension host knows. */
  readonly configuration: ConfigurationSources | null;
  /** Read all weights for it, if nobody has yet. */
  readonly weights: boolean;
}

export interface ReachRequest {
  readonly id: string;
  readonly direction: "upstream" | "downstream";
}

export interface PathsRequest {
  readonly a: string;
  readonly b: string;
}

export interface ReachAnswer {
  readonly nodes: readonly string[];
  /** The groups, at any depth, that hold one of them: what is lit where they are folded. */
  readonly groups: readonly string[];
}

export interface Place {
  readonly graph: string;
  /** Groups around it, outermost first. */
  readonly groups: readonly string[];
  /** The box that shows it when these are open. */
  readonly box: string;
}

export interface Request<N extends RequestName = RequestName> {
  readonly type: "request";
  readonly id: number;
  readonly name: N;
  readonly params: Requests[N]["params"];
  readonly assumed: Assumed;
}

/** Sizes that a person assumes for dimensions that the file leaves open, by symbol. */
export type Assumed = Readonly<Record<string, number>>;

export interface Cancel {
  readonly type: "cancel";
  readonly id: number;
}

export type Reply =
  | { readonly type: "reply"; readonly id: number; readonly ok: unknown }
  | { readonly type: "reply"; readonly id: number; readonly error: ReportProblem }
  | { readonly type: "reply"; readonly id: number; readonly cancelled: true };

/** How far a request is: `done` of `total`, or only that it goes on. */
export interface Progress {
  readonly type: "progress";
  readonly id: number;
  /** What is being done: `Reading`, `Laying out`. */
  readonly phase: string;
  readonly done: number | null;
  readonly total: number | null;
}

/** From the extension host to the page, beside replies. */
export type HostEvent =
  /** The file is another one now, or gone, or back: ask again for everything that is shown. */
  | { readonly type: "changed"; readonly state: "changed" | "deleted" }
  /** A command of VS Code that concerns the page. */
  | { readonly type: "command"; readonly command: PageCommand }
  /** A command of VS Code chose what the graph is coloured by. */
  | { readonly type: "colour-by"; readonly metric: ColourBy }
  /** A file with a metric; `chosen` just now, or only given back to a page that begins anew. */
  | { readonly type: "metric-file"; readonly file: MetricFile; readonly chosen: boolean }
  /** Whose count of the cost stands in the line of facts: a convention's id, `layerscope` or `keras`. */
  | { readonly type: "settings"; readonly costConvention: string }
  /** The names of the files that were chosen for inputs, by input. */
  | { readonly type: "input-files"; readonly files: Readonly<Record<string, readonly string[]>> }
  /** How to lint is another now: ask again. */
  | { readonly type: "configured" }
  /** Show a node, value or tensor, as a problem of VS Code's list names it. */
  | { readonly type: "show"; readonly name: string }
  /** Show an answer of the fifty. */
  | { readonly type: "show-concept"; readonly number: number }
  /** The worker died and was started again; what was asked meanwhile has ended with a problem. */
  | { readonly type: "restarted"; readonly reason: string };

export type PageCommand = "run" | "gradients" | "find" | "fit" | "export-svg" | "export-png" | "fold-all";

/** From the page to the extension host, beside requests. */
export type PageEvent =
  | { readonly type: "ready" }
  /** Let the host save what the page has drawn. `base64` for PNG. */
  | {
      readonly type: "save";
      readonly name: string;
      readonly content: string;
      readonly encoding: "utf8" | "base64";
    }
  | { readonly type: "copy"; readonly text: string }
  /** What the page asked for has been measured: problems outside of the page may say more now. */
  | { readonly type: "measured" }
  /** Show the page of a rule. */
  | { readonly type: "help"; readonly rule: string }
  /** Accept a finding from now on, with a reason that VS Code asks for; `where` "" is every place. */
  | { readonly type: "suppress"; readonly rule: string; readonly where: string }
  /** Ask for files to feed an input with; or feed it what is made up again. */
  | { readonly type: "pick-input" | "drop-input"; readonly input: string }
  /** Ask for another model to open. */
  | { readonly type: "open-model" }
  /** Ask for a file with a metric. */
  | { readonly type: "pick-metric-file" }
  /** Milliseconds of the phases in the page, for the log and the bench. */
  | { readonly type: "timings"; readonly timings: Readonly<Record<string, number>> }
  /** A fault of the page's own code, for the log. */
  | { readonly type: "fault"; readonly message: string; readonly stack: string };

export type ToPage = Reply | Progress | HostEvent;
export type ToHost = Request | Cancel | PageEvent;
