import type { Group } from "../analysis/group";

/** Numbers by node, and for each group the largest of those inside. */
interface Inside {
  /** By id of a node or group. */
  readonly shown: ReadonlyMap<string, number>;
  /** Nodes without a number. */
  readonly missing: number;
}

export function largestInside(root: Group, byNode: ReadonlyMap<string, number>): Inside {
  const shown = new Map<string, number>();
  let missing = 0;
  const largestIn = (group: Group): number => {
    let largest = -Infinity;
    for (const item of group.children) {
      if (item.kind === "group") largest = Math.max(largest, largestIn(item));
      if (item.kind !== "node") continue;
      const value = byNode.get(item.id);
      if (value === undefined) missing++;
      else {
        shown.set(item.id, value);
        largest = Math.max(largest, value);
      }
    }
    if (group !== root && largest > -Infinity) shown.set(group.id, largest);
    return largest;
  };
  largestIn(root);
  return { shown, missing };
}
