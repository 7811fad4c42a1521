import type { Picture } from "../../layout/picture";
import type { Breakdown, BreakdownPart } from "../../reports/breakdown";
import type { MetricReport } from "../../reports/metrics";
import type { Details } from "../../reports/types/details";
import type { InspectReport } from "../../reports/types/inspect";
import type { LayerRow, LayersReport } from "../../reports/types/layers";
import type { LintReport } from "../../reports/types/lint";
import type { RunValue } from "../../reports/types/run";
import type { WeightsTensor } from "../../reports/types/weights";
import type { UserMetricReport } from "../../reports/user-metric";
import type { FeatureMaps } from "../../tensors/maps";
import type { MetricRequest, UserMetricRequest } from "./colours";
import type { Packed } from "../packed-rows";
import type { ConceptEntry, ConceptRequest, ConceptPage, ConceptOfRequest, ConceptSummary } from "./concepts";
import type { GradientsRequest, KeptGradients, ParameterGradient } from "./gradients";
import type { Facts, LintRequest, LayersTextRequest } from "./model";
import type {
  PictureRequest,
  DetailsRequest,
  FindRequest,
  FindAnswer,
  ReachRequest,
  ReachAnswer,
  PathsRequest,
  Place,
} from "./places";
import type { RunInputs, RunRecipe, RunRequest, KeptRun, RunValueRequest, ActivationRequest } from "./runs";
import type {
  WeightsRequest,
  StoredTensors,
  TensorPicturesRequest,
  TensorPictures,
  TensorWindowRequest,
  TensorWindow,
  TensorFileRequest,
  SavedFile,
} from "./tensors";

export type { Breakdown, BreakdownPart, MemoryCourse, MemoryPoint, RoleShare } from "../../reports/breakdown";

export interface PackedBreakdown extends Omit<Breakdown, "parts"> {
  readonly parts: Packed<BreakdownPart>;
}

export interface PackedLayers extends Omit<LayersReport, "rows"> {
  readonly rows: Packed<LayerRow>;
}

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
  /** The same at once, with the shapes that the file declares; null where the picture itself takes no longer. */
  sketch: { readonly params: PictureRequest; readonly result: Picture | null };
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
  breakdown: { readonly params: Record<string, never>; readonly result: PackedBreakdown };
  /** All layers, for the table. */
  layers: { readonly params: Record<string, never>; readonly result: PackedLayers };
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
