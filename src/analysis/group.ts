import type { Role } from "../operators/operator";
import type { DrawnNode, Leaf } from "./drawn";

/** Nodes that belong together, by the names in the file or by their structure. */
export interface Group {
  readonly kind: "group";
  /** Stable when the file changes: made from names and places, never from counts. */
  readonly id: string;
  readonly title: string;
  readonly name: string;
  /** How many equal blocks in a row it holds; 1 for a plain group. */
  readonly repeat: number;
  readonly children: readonly Item[];
  /** All nodes inside, at any depth. */
  readonly nodes: number;
  /** Groups with the same number have the same structure; null where it is the only one of its kind. */
  readonly alike: number | null;
  /** Operators inside with their count, most frequent first. */
  readonly operators: readonly (readonly [operator: string, count: number])[];
  readonly role: Role;
}

export type Item = Leaf | Group;

/** Operators in a title made of them. */
const TITLE_WORDS = 3;

/** A role's say in the colour of a group, per node; one where it is not listed. */
const ROLE_WEIGHT: Partial<Record<Role, number>> = {
  linear: 6,
  attention: 12,
  recurrent: 12,
  normalization: 2,
  shape: 0.25,
  constant: 0.1,
};

export function roleOf(leaf: Leaf): Role {
  return leaf.kind === "node" ? (leaf.operator?.role ?? "other") : "other";
}

export function nodesIn(item: Item): number {
  switch (item.kind) {
    case "group":
      return item.nodes;
    case "node":
      return 1;
    case "input":
    case "output":
      return 0;
  }
}

/** The nodes in items, at any depth, in their order. */
export function* nodesWithin(items: readonly Item[]): Generator<DrawnNode> {
  const pending = items.toReversed();
  for (let item = pending.pop(); item !== undefined; item = pending.pop()) {
    // One by one: a row of equal blocks may be longer than a call's arguments.
    if (item.kind === "group") for (const child of item.children.toReversed()) pending.push(child);
    else if (item.kind === "node") yield item;
  }
}

/** Operators in items with their count, most frequent first. */
export function countOperators(
  items: readonly Item[],
): readonly (readonly [operator: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const item of items) {
    const inside =
      item.kind === "group" ? item.operators : item.kind === "node" ? [[item.node.operator, 1] as const] : [];
    for (const [operator, count] of inside) counts.set(operator, (counts.get(operator) ?? 0) + count);
  }
  return [...counts].sort((a, b) => b[1] - a[1]);
}

/** The role that counts most in items, by number and by how much such nodes cost as a rule. */
export function mainRole(items: readonly Item[]): Role {
  const scores = new Map<Role, number>();
  for (const item of items) {
    const role = item.kind === "group" ? item.role : roleOf(item);
    scores.set(role, (scores.get(role) ?? 0) + nodesIn(item) * (ROLE_WEIGHT[role] ?? 1));
  }
  return [...scores].reduce((best, one) => (one[1] > best[1] ? one : best), ["other" as Role, 0] as const)[0];
}

/** `Conv 3 · Relu 2`: the most frequent operators inside. */
export function summaryOf(group: Group): string {
  const shown = group.operators.slice(0, 4).map(([operator, count]) => `${operator} ${String(count)}`);
  return shown.join(" · ");
}

/** `Conv·BatchNorm·Relu`: what items do, in order, without what only moves numbers about. */
export function operatorTitle(items: readonly Item[]): string {
  const told: string[] = [];
  const all: string[] = [];
  for (const leaf of nodesWithin(items)) {
    const word = leaf.node.operator.replace(/Normalization$/, "Norm");
    const role = roleOf(leaf);
    if (!all.includes(word)) all.push(word);
    if (role !== "shape" && role !== "constant" && !told.includes(word)) told.push(word);
    if (told.length > TITLE_WORDS) break;
  }
  const words = told.length > 0 ? told : all;
  return words.slice(0, TITLE_WORDS).join("·") + (words.length > TITLE_WORDS ? "…" : "");
}
