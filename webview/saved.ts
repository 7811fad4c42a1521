import type { ColourBy } from "../src/document/protocol/colours";
import { restoreActivations } from "./activations/state";
import { restoreConcepts } from "./concepts/state";
import { restoreGradients } from "./gradients/state";
import { restoreLayers } from "./layers/state";
import { restoreWeights } from "./weights/state";
import type { Crumb, Panel, Selection, State, Zoom } from "./state";
import { MAIN_GRAPH } from "./state";

/** What a person would miss after hiding the page or reloading the window. JSON, and small. */
const KEPT = [
  "view",
  "trail",
  "open",
  "zoom",
  "selection",
  "panel",
  "layers",
  "weights",
  "activations",
  "gradients",
  "concepts",
  "problemsOpen",
  "assumed",
  "colourBy",
] as const satisfies readonly (keyof State)[];

export function save(state: State): Partial<State> {
  return Object.fromEntries(KEPT.map((key) => [key, state[key]]));
}

/** Takes from a saved value what still has the right form: an older version of the page may have written it. */
export function restore(initial: State, saved: unknown): State {
  if (!isRecord(saved)) return initial;
  const trail = Array.isArray(saved["trail"]) ? saved["trail"].filter(isCrumb) : [];
  return {
    ...initial,
    view: typeof saved["view"] === "string" ? saved["view"] : initial.view,
    trail: trail[0]?.path === MAIN_GRAPH.path ? trail : initial.trail,
    open: entries(saved["open"], isStrings),
    zoom: entries(saved["zoom"], isZoom),
    selection: isSelection(saved["selection"]) ? saved["selection"] : undefined,
    panel: isPanel(saved["panel"]) ? saved["panel"] : initial.panel,
    layers: restoreLayers(saved["layers"]),
    weights: restoreWeights(saved["weights"]),
    activations: restoreActivations(saved["activations"]),
    gradients: restoreGradients(saved["gradients"]),
    concepts: restoreConcepts(saved["concepts"]),
    problemsOpen: saved["problemsOpen"] === true,
    assumed: entries(saved["assumed"], isSize),
    colourBy: isColourBy(saved["colourBy"]) ? saved["colourBy"] : initial.colourBy,
  };
}

function entries<T>(value: unknown, valid: (entry: unknown) => entry is T): Readonly<Record<string, T>> {
  if (!isRecord(value)) return {};
  const kept: [string, T][] = [];
  for (const [key, entry] of Object.entries(value)) if (valid(entry)) kept.push([key, entry]);
  return Object.fromEntries(kept);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isCrumb(value: unknown): value is Crumb {
  return isRecord(value) && typeof value["path"] === "string" && typeof value["name"] === "string";
}

function isZoom(value: unknown): value is Zoom {
  if (!isRecord(value)) return false;
  const { x, y, k } = value;
  return Number.isFinite(x) && Number.isFinite(y) && typeof k === "number" && k > 0;
}

function isSelection(value: unknown): value is Selection {
  return isRecord(value) && typeof value["id"] === "string" && typeof value["box"] === "string";
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

/** As an object, so that the compiler misses none. */
const COLOUR_BY: Readonly<Record<ColourBy, true>> = {
  role: true,
  parameters: true,
  macs: true,
  activationBytes: true,
  intensity: true,
  dtype: true,
  std: true,
  zeroFraction: true,
  deadUnits: true,
  saturatedUnits: true,
  gradient: true,
  parameterGradient: true,
  user: true,
};

function isColourBy(value: unknown): value is ColourBy {
  return typeof value === "string" && Object.hasOwn(COLOUR_BY, value);
}

function isPanel(value: unknown): value is Panel {
  return isRecord(value) && typeof value["open"] === "boolean" && Number.isFinite(value["width"]);
}
