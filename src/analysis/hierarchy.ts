import type { Model } from "../model/model";
import type { DrawnGraph } from "./drawn";
import { drawnGraph } from "./drawn";
import type { Group } from "./group";
import { groupLeaves } from "./grouping";

/** What of a graph is drawn, and how it is grouped. */
export interface Hierarchy extends DrawnGraph {
  readonly root: Group;
  readonly groups: ReadonlyMap<string, Group>;
  /** The group around each group and leaf, by id. */
  readonly parents: ReadonlyMap<string, Group>;
}

/** The groups of the graph at a path; undefined where the model has no such graph. Pure; cache it with the model. */
export function buildHierarchy(model: Model, path: string): Hierarchy | undefined {
  const drawn = drawnGraph(model, path);
  if (drawn === undefined) return undefined;
  const root = groupLeaves(drawn);
  const groups = new Map<string, Group>();
  const parents = new Map<string, Group>();
  const pending = [root];
  for (let group = pending.pop(); group !== undefined; group = pending.pop()) {
    groups.set(group.id, group);
    for (const child of group.children) {
      parents.set(child.id, group);
      if (child.kind === "group") pending.push(child);
    }
  }
  return { ...drawn, root, groups, parents };
}
