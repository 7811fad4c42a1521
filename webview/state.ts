import type { ColourBy, MetricFile } from "../src/document/protocol/colours";
import type { Assumed } from "../src/document/protocol/messages";
import type { Facts } from "../src/document/protocol/model";
import type { KeptRun } from "../src/document/protocol/runs";
import type { LintReport } from "../src/reports/types/lint";
import type { ReportProblem } from "../src/reports/types/parts";
import { INITIAL_ACTIVATIONS, type ActivationsState } from "./activations/state";
import { INITIAL_CONCEPTS, type ConceptsState } from "./concepts/state";
import { INITIAL_GRADIENTS, type GradientsState } from "./gradients/state";
import { t } from "./l10n";
import { INITIAL_LAYERS, type LayersState } from "./layers/state";
import { INITIAL_WEIGHTS, type WeightsState } from "./weights/state";

/** Everything the page shows follows from this value. */
export interface State {
  readonly facts: Facts | undefined;
  /** Why there is nothing to show. */
  readonly failure: ReportProblem | undefined;
  /** What happened to the file or its worker since: one sentence, or empty. */
  readonly notice: string;
  /** Rises when the file changed: whoever shows something of it asks again. */
  readonly revision: number;
  readonly view: string;
  /** From the main graph to the one that is shown; never empty. */
  readonly trail: readonly Crumb[];
  /** By graph path; a graph that is not here has its first folding. */
  readonly open: Readonly<Record<string, readonly string[]>>;
  readonly zoom: Readonly<Record<string, Zoom>>;
  readonly selection: Selection | undefined;
  readonly trace: Trace | undefined;
  readonly panel: Panel;
  readonly layers: LayersState;
  readonly weights: WeightsState;
  readonly activations: ActivationsState;
  readonly gradients: GradientsState;
  readonly concepts: ConceptsState;
  /** The newest first, at most two. */
  readonly runs: readonly KeptRun[];
  /** How often gradients were taken of the model: what shows them asks again. */
  readonly gradientsTaken: number;
  /** The names of the files that inputs are fed with, by input. */
  readonly inputFiles: Readonly<Record<string, readonly string[]>>;
  readonly problemsOpen: boolean;
  readonly assumed: Assumed;
  readonly colourBy: ColourBy;
  /** What `user` colours by. */
  readonly metricFile: TakenFile | undefined;
  /** Whose count of the cost stands in the line of facts: from the user's settings. */
  readonly costConvention: string;
  /** What the linter found last; undefined while it has not answered. */
  readonly findings: LintReport | undefined;
}

/** A file with a metric; `chosen` in this life of the page, so that how it fits is news. */
export interface TakenFile extends MetricFile {
  readonly chosen: boolean;
}

export interface Crumb {
  /** "" is the main graph. */
  readonly path: string;
  readonly name: string;
}

/** Page pixels = x + k · picture pixels. */
export interface Zoom {
  readonly x: number;
  readonly y: number;
  readonly k: number;
}

export interface Selection {
  /** A node's, group's, value's or tensor's id. */
  readonly id: string;
  /** The box of the graph that shows it. */
  readonly box: string;
}

/** What is lit in the graph. */
export type Trace =
  | { readonly kind: "upstream" | "downstream"; readonly id: string }
  | { readonly kind: "paths"; readonly a: string; readonly b: string };

export interface Panel {
  readonly open: boolean;
  /** In pixels. */
  readonly width: number;
}

export const MAIN_GRAPH: Crumb = { path: "", name: t("Model") };

export const INITIAL: State = {
  facts: undefined,
  failure: undefined,
  notice: "",
  revision: 0,
  view: "graph",
  trail: [MAIN_GRAPH],
  open: {},
  zoom: {},
  selection: undefined,
  trace: undefined,
  panel: { open: true, width: 320 },
  layers: INITIAL_LAYERS,
  weights: INITIAL_WEIGHTS,
  activations: INITIAL_ACTIVATIONS,
  gradients: INITIAL_GRADIENTS,
  concepts: INITIAL_CONCEPTS,
  runs: [],
  gradientsTaken: 0,
  inputFiles: {},
  problemsOpen: false,
  assumed: {},
  colourBy: "role",
  metricFile: undefined,
  costConvention: "layerscope",
  findings: undefined,
};

/** Assumes a size for a dimension, or none. Sizes are whole numbers from 1 on. */
export function assume(state: State, dimension: string, size: number | undefined): State {
  const { [dimension]: before, ...others } = state.assumed;
  if (before === size) return state;
  return { ...state, assumed: size === undefined ? others : { ...others, [dimension]: size } };
}

/** The model is read, or read again. A list of tensors has no graph to begin with. */
export function takeFacts(state: State, facts: Facts): State {
  const view = facts.format === "tfjs-weights" && state.view === "graph" ? "weights" : state.view;
  return { ...state, facts, view, failure: undefined, revision: state.revision + 1 };
}

/** Colours the graph, which comes in sight. */
export function colourBy(state: State, metric: ColourBy): State {
  return { ...state, colourBy: metric, view: "graph" };
}

/** A file that was just chosen is what the graph is coloured by; one that is given back is only there again. */
export function takeMetricFile(state: State, file: MetricFile, chosen: boolean): State {
  const metricFile = { ...file, chosen };
  return chosen ? colourBy({ ...state, metricFile }, "user") : { ...state, metricFile };
}

/** Brings an answer of the fifty in sight. */
export function showConcept(state: State, number: number): State {
  return { ...state, view: "concepts", concepts: { ...state.concepts, number } };
}

export function graphOf(state: State): string {
  return state.trail.at(-1)?.path ?? "";
}

/** A trace of something else goes with the selection that it belonged to. */
export function select(state: State, selection: Selection | undefined): State {
  if (selection?.id === state.selection?.id && selection?.box === state.selection?.box) return state;
  return { ...state, selection, trace: undefined };
}

/** Goes into a graph: back to it where the trail has passed it, else one step further. */
export function enter(state: State, crumb: Crumb): State {
  const passed = state.trail.findIndex(({ path }) => path === crumb.path);
  const trail = passed >= 0 ? state.trail.slice(0, passed + 1) : [...state.trail, crumb];
  return { ...state, trail, trace: undefined };
}

/** Back to the graph outside; the main graph has none. */
export function leave(state: State): State {
  return state.trail.length < 2 ? state : { ...state, trail: state.trail.slice(0, -1), trace: undefined };
}

export function setOpen(state: State, graph: string, open: readonly string[]): State {
  return { ...state, open: { ...state.open, [graph]: open } };
}

export function setZoom(state: State, graph: string, zoom: Zoom): State {
  return { ...state, zoom: { ...state.zoom, [graph]: zoom } };
}

/** Open becomes folded and the other way round. */
export function toggled(open: readonly string[], group: string): readonly string[] {
  return open.includes(group) ? open.filter((one) => one !== group) : [...open, group];
}
