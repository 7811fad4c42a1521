import type { Group } from "./group";
import type { Hierarchy } from "./hierarchy";

/** The values that leave each group for a node outside of it or as the graph's output, by group id; qualified. */
export function valuesLeaving({ leaves, connections, parents }: Hierarchy): ReadonlyMap<string, Set<string>> {
  const leaving = new Map<string, Set<string>>();
  const around = (leaf: number): readonly Group[] => {
    const groups: Group[] = [];
    let group = parents.get(leaves[leaf]?.id ?? "");
    for (; group !== undefined; group = parents.get(group.id)) groups.push(group);
    return groups;
  };
  for (const { value, from, to } of connections) {
    const shared = new Set(around(to));
    for (const group of around(from)) {
      if (shared.has(group)) break;
      const values = leaving.get(group.id);
      if (values === undefined) leaving.set(group.id, new Set([value]));
      else values.add(value);
    }
  }
  return leaving;
}
