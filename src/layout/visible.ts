import type { Leaf } from "../analysis/drawn";
import type { Group, Item } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";

/** A box in sight and where it stands among the others. */
export interface Visible {
  readonly item: Item;
  /** The open group around it; the root for the outermost ones. */
  readonly parent: Group;
  /** For an open group: what is in sight inside. */
  readonly inside: readonly number[];
}

/** One or several values between two boxes in sight, by their index. */
export interface VisibleLink {
  readonly from: number;
  readonly to: number;
  readonly values: readonly string[];
}

export interface VisibleGraph {
  /** Outer boxes before what they contain. */
  readonly boxes: readonly Visible[];
  readonly links: readonly VisibleLink[];
  /** By item id. */
  readonly indexes: ReadonlyMap<string, number>;
}

/** What is in sight when these groups are open, and the links between it. Linear in what is drawn of the graph. */
export function visibleGraph(hierarchy: Hierarchy, open: ReadonlySet<string>): VisibleGraph {
  const boxes: { item: Item; parent: Group; inside: number[] }[] = [];
  const indexes = new Map<string, number>();
  /** For every leaf the box that shows it. */
  const shownBy = new Map<Leaf, number>();
  const pending: { item: Item; parent: Group; around: number | undefined; shown: number | undefined }[] = [];
  const enter = (group: Group, around: number | undefined, shown: number | undefined): void => {
    for (let at = group.children.length - 1; at >= 0; at--) {
      const item = group.children[at];
      if (item !== undefined) pending.push({ item, parent: group, around, shown });
    }
  };
  enter(hierarchy.root, undefined, undefined);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { item, parent, around } = next;
    let { shown } = next;
    if (shown === undefined) {
      const index = boxes.length;
      indexes.set(item.id, index);
      boxes.push({ item, parent, inside: [] });
      if (around !== undefined) boxes[around]?.inside.push(index);
      if (item.kind === "group" && open.has(item.id)) {
        enter(item, index, undefined);
        continue;
      }
      shown = index;
    }
    if (item.kind === "group") enter(item, around, shown);
    else shownBy.set(item, shown);
  }
  return { boxes, indexes, links: visibleLinks(hierarchy, shownBy, boxes.length) };
}

function visibleLinks(
  { connections, leaves }: Hierarchy,
  shownBy: ReadonlyMap<Leaf, number>,
  boxes: number,
): readonly VisibleLink[] {
  const shown = leaves.map((leaf) => shownBy.get(leaf));
  const links = new Map<number, { from: number; to: number; values: Set<string> }>();
  for (const { value, from, to } of connections) {
    const a = shown[from];
    const b = shown[to];
    if (a === undefined || b === undefined || a === b) continue;
    const key = a * boxes + b;
    const link = links.get(key);
    if (link === undefined) links.set(key, { from: a, to: b, values: new Set([value]) });
    else link.values.add(value);
  }
  return [...links.values()].map(({ from, to, values }) => ({ from, to, values: [...values] }));
}
