import type { Group } from "../analysis/group";
import { nodesWithin } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem } from "../bytes/problem";
import { qualify } from "../model/model";
import { t } from "../words/texts";
import type { Place } from "./protocol/places";

/** Hierarchies by the path of their graph; undefined where the model has no such graph. */
export type Hierarchies = (path: string) => Hierarchy | undefined;

/** What is asked for was there in an earlier content of the file. */
export function notHere(id: string): Problem {
  return {
    severity: "error",
    code: "not-in-model",
    message: t('The model holds no "{0}" any more.', id),
    where: id,
  };
}

/** Where a node, group, value or tensor is drawn; undefined where nothing of that id is. */
export function locate(index: ModelIndex, hierarchies: Hierarchies, id: string): Place | undefined {
  const group = groupOf(index, hierarchies, id);
  if (group !== undefined) return placed(group.hierarchy, group.group.id);
  for (const { path, box } of boxesFor(index, id)) {
    const hierarchy = hierarchies(path);
    if (hierarchy?.parents.has(box) === true) return placed(hierarchy, box);
  }
  return undefined;
}

/** The group of an id and the hierarchy it is in. */
export function groupOf(
  index: ModelIndex,
  hierarchies: Hierarchies,
  id: string,
): { readonly hierarchy: Hierarchy; readonly group: Group } | undefined {
  if (!id.startsWith("group:")) return undefined;
  for (const { path } of index.uses.graphs) {
    if (!id.startsWith(`group:${path}#`)) continue;
    const hierarchy = hierarchies(path);
    const group = hierarchy?.groups.get(id);
    if (hierarchy !== undefined && group !== undefined) return { hierarchy, group };
  }
  return undefined;
}

/** The nodes that an id stands for: itself, a group's, or those that make or take a value. */
export function nodesFor(index: ModelIndex, hierarchies: Hierarchies, id: string): readonly string[] {
  if (index.uses.nodes.has(id)) return [id];
  const group = groupOf(index, hierarchies, id)?.group;
  if (group !== undefined) return Array.from(nodesWithin(group.children), (leaf) => leaf.id);
  const value = valueOf(id);
  const producer = index.uses.producers.get(value)?.node.id;
  if (producer !== undefined && !id.startsWith("input:")) return [producer];
  return (index.uses.consumers.get(value) ?? []).map(({ node }) => node.id);
}

/** The qualified name of a value: boxes of inputs and outputs say on which side they stand. */
export function valueOf(id: string): string {
  return id.replace(/^(?:input|output):/, "");
}

/** Boxes that may show an id, the best first. */
function boxesFor(index: ModelIndex, id: string): readonly { readonly path: string; readonly box: string }[] {
  const { uses } = index;
  const node = uses.nodes.get(id);
  const boxes: { path: string; box: string }[] = [];
  if (node !== undefined) {
    boxes.push({ path: node.graph.path, box: id });
    // A Constant is no box of its own: it stands inside what takes it.
    const output = qualify(node.graph, node.node.outputs[0] ?? "");
    for (const taker of uses.consumers.get(output) ?? []) {
      boxes.push({ path: taker.graph.path, box: taker.node.id });
    }
    return boxes;
  }
  const value = valueOf(id);
  const producer = uses.producers.get(value);
  if (producer !== undefined && !id.startsWith("output:")) {
    boxes.push({ path: producer.graph.path, box: producer.node.id });
  }
  for (const { path } of uses.graphs) {
    boxes.push({ path, box: `input:${value}` }, { path, box: `output:${value}` });
  }
  for (const taker of uses.consumers.get(value) ?? []) {
    boxes.push({ path: taker.graph.path, box: taker.node.id });
  }
  return boxes;
}

function placed(hierarchy: Hierarchy, box: string): Place {
  const groups: string[] = [];
  for (
    let group = hierarchy.parents.get(box);
    group !== undefined && group !== hierarchy.root;
    group = hierarchy.parents.get(group.id)
  ) {
    groups.unshift(group.id);
  }
  return { graph: hierarchy.graph.path, groups, box };
}

/** The groups of the graphs that hold one of these nodes, at any depth. */
export function groupsHolding(
  index: ModelIndex,
  hierarchies: Hierarchies,
  nodes: Iterable<string>,
): readonly string[] {
  const holding = new Set<string>();
  for (const id of nodes) {
    const graph = index.uses.nodes.get(id)?.graph;
    const hierarchy = graph === undefined ? undefined : hierarchies(graph.path);
    let group = hierarchy?.parents.get(id);
    while (group !== undefined && !holding.has(group.id)) {
      holding.add(group.id);
      group = hierarchy?.parents.get(group.id);
    }
  }
  return [...holding];
}
