import type { Analysis } from "../analysis/analyse";
import { opsetsByGraph } from "../analysis/graphs";
import { summaryOf } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";
import { valuesLeaving } from "../analysis/leaving";
import type { ModelIndex } from "../analysis/model-index";
import { qualify } from "../model/model";
import { printShape, printType } from "../model/print-type";
import type { ValueType } from "../model/shape";
import { operatorOf } from "../operators/registry";
import type { Layer } from "./layer-tree";
import type { LayerRow } from "./types/layers";
import { reportType } from "./value-type";

/** Shapes of outputs that are written out; a Split may have a hundred. */
const SHAPES_SHOWN = 3;

type LayerNames = Pick<
  LayerRow,
  "kind" | "id" | "name" | "operator" | "role" | "quiet" | "outputShape" | "dtype"
>;

/** What a layer is called, what it is and what comes out of it. */
export function namerOf(index: ModelIndex, analysis: Analysis): (layer: Layer) => LayerNames {
  const opsets = opsetsByGraph(index.model);
  const leaving = new Map<Hierarchy, ReadonlyMap<string, ReadonlySet<string>>>();
  const leavingIn = (hierarchy: Hierarchy): ReadonlyMap<string, ReadonlySet<string>> => {
    const values = leaving.get(hierarchy) ?? valuesLeaving(hierarchy);
    leaving.set(hierarchy, values);
    return values;
  };
  const outputs = (values: Iterable<string>): Pick<LayerRow, "outputShape" | "dtype"> => {
    const types = Array.from(values, (value) => analysis.types.get(value));
    return { outputShape: shapesText(types), dtype: reportType(types[0]).dtype };
  };
  return (layer) => {
    switch (layer.kind) {
      case "node": {
        const { node, graph, quiet } = layer;
        const made = node.outputs.filter((name) => name !== "").map((name) => qualify(graph, name));
        const role = operatorOf(node, opsets.get(graph) ?? index.model.opsets)?.role ?? "other";
        const { id, name, operator } = node;
        return { kind: "node", id, name, operator, role, quiet, ...outputs(made) };
      }
      case "group": {
        const { group, hierarchy } = layer;
        const { id, title, repeat, role } = group;
        const name = repeat > 1 ? `${title} ×${String(repeat)}` : title;
        const made = leavingIn(hierarchy).get(id) ?? [];
        return { kind: "group", id, name, operator: summaryOf(group), role, quiet: false, ...outputs(made) };
      }
      case "graph": {
        const { graph, name } = layer;
        const made = graph.outputs.map((output) => qualify(graph, output.name));
        const id = `group:${graph.path}#`;
        return { kind: "graph", id, name, operator: "", role: "control", quiet: false, ...outputs(made) };
      }
    }
  };
}

/** `1×64×56×56`; of several outputs `1×8, 1×8`, the others counted. Empty where nothing is known of any. */
function shapesText(types: readonly (ValueType | undefined)[]): string {
  const texts = types.map((type) => (type === undefined ? "" : shapeText(type)));
  if (texts.every((text) => text === "")) return "";
  const shown = texts.slice(0, SHAPES_SHOWN).map((text) => text || "?");
  const more = texts.length - shown.length;
  return more > 0 ? `${shown.join(", ")}, ${String(more)} more` : shown.join(", ");
}

function shapeText(type: ValueType): string {
  return type.kind === "tensor" || type.kind === "sparse" ? printShape(type.shape) : printType(type);
}
