import type { Role } from "../operators/operator";
import { repeatsIn, sectionsOf } from "./blocks";
import type { DrawnGraph, Leaf } from "./drawn";
import type { Group, Item } from "./group";
import { countOperators, mainRole, nodesIn, operatorTitle, roleOf } from "./group";
import type { ScopeTree } from "./scope-tree";
import { scopeTree } from "./scope-tree";
import { Tokens } from "./tokens";
import { Wiring } from "./wiring";

/** Lists of up to so many items are readable as they are. */
const READABLE = 10;
/** Longer lists without any repeat are cut into sections of about this size. */
const MAX_ITEMS = 48;
/** Blocks of blocks of blocks: more levels than a person follows. */
const MAX_ROUNDS = 4;
/** What a block begins with, if there is a choice. */
const STARTERS: ReadonlySet<Role> = new Set<Role>(["linear", "normalization", "attention", "recurrent"]);

/** An item on its way to a group: with what makes it equal to others. */
interface Part {
  readonly item: Item;
  /** Of the drawn graph, at any depth. */
  readonly leaves: readonly number[];
  readonly first: number;
  readonly last: number;
  /** Equal structure, equal token. */
  readonly token: number;
}

type Draft = Omit<Group, "alike" | "children"> & { children: Item[]; alike: number | null };

/** Groups what is drawn: by scopes first, then by repeats within each list that is long. */
export function groupLeaves(drawn: DrawnGraph): Group {
  return new Builder(drawn).build();
}

class Builder {
  private readonly leaves: readonly Leaf[];
  private readonly wiring: Wiring;
  private readonly tokens = new Tokens();
  /** Of items together with where their inputs come from. */
  private readonly wired = new Tokens();
  private readonly sameToken = new Map<number, Draft[]>();
  private readonly ids = new Set<string>();

  constructor(private readonly drawn: DrawnGraph) {
    this.leaves = drawn.leaves;
    this.wiring = new Wiring(drawn);
  }

  build(): Group {
    const root = this.group(scopeTree(this.drawn), "").item;
    this.numberAlike();
    return root;
  }

  private group(tree: ScopeTree, path: string): Part & { item: Group } {
    const parts = tree.children.map((child): Part => {
      if (typeof child !== "number") return this.group(child, child.name);
      const leaf = this.leaf(child);
      // Each of the graph's values is of its own kind: they are never blocks that repeat.
      const kind = isValue(leaf) ? leaf.id : `leaf ${operatorKey(leaf)}`;
      return { item: leaf, leaves: [child], first: child, last: child, token: this.tokens.of(kind) };
    });
    parts.sort((a, b) => a.first - b.first);
    const title = path === "" ? this.drawn.graph.name : tree.title;
    const name = tree.type === undefined ? tree.fullName : `${tree.fullName}: ${tree.type}`;
    const id = path === "" ? `group:${this.drawn.graph.path}#` : `group:${this.drawn.graph.path}#${path}`;
    return this.make(id, title, name, 1, this.fold(parts));
  }

  /** Repeats become groups, round after round, until the list is readable or nothing repeats. */
  private fold(parts: readonly Part[]): readonly Part[] {
    let folded = parts;
    for (let round = 0; round < MAX_ROUNDS && folded.length > READABLE; round++) {
      const next = this.foldRepeats(folded, round);
      if (next.length === folded.length || next.length === 1) break;
      folded = next;
    }
    // Where the data comes from and goes to is the first thing a person looks for: it stays outside of sections.
    const values = folded.filter((part) => isValue(part.item));
    const sections = this.cut(
      folded.filter((part) => !isValue(part.item)),
      0,
    );
    return [...values, ...sections].sort((a, b) => a.first - b.first);
  }

  private foldRepeats(parts: readonly Part[], round: number): readonly Part[] {
    const wired = this.wire(parts);
    const folded: Part[] = [];
    let done = 0;
    // One by one: lists may be longer than a call's arguments.
    const keep = (until: number): void => {
      for (const part of parts.slice(done, until)) folded.push(part);
    };
    for (const { start, period, count } of repeatsIn(wired)) {
      keep(start);
      done = start + period * count;
      const blocks: Part[] = [];
      for (let from = start; from < done; from += period) {
        blocks.push(this.block(parts.slice(from, from + period), `block${String(round)}`));
      }
      folded.push(this.series(blocks, round));
    }
    keep(parts.length);
    return folded;
  }

  /** What stands for a stretch of a list: a group that is there already, or a new one. */
  private block(parts: readonly Part[], kind: string): Part {
    const [first] = parts;
    if (first === undefined) throw new Error("a block holds at least one item");
    if (parts.length === 1) return first;
    const title = operatorTitle(parts.map((part) => part.item));
    return this.make(this.placeId(kind, first), title, `${title}, from ${first.item.id}`, 1, parts);
  }

  private series(blocks: readonly Part[], round: number): Part {
    const [first] = blocks;
    const last = blocks.at(-1);
    if (first === undefined || last === undefined) throw new Error("a series holds at least two blocks");
    const title = seriesTitle(titleOf(first.item), titleOf(last.item));
    const name = `${nameOf(first.item)} … ${nameOf(last.item)}`;
    const made = this.make(this.placeId(`series${String(round)}`, first), title, name, blocks.length, blocks);
    // A series stands for its block, so that stages of unequal length are found equal.
    return { ...made, token: this.tokens.pair(this.tokens.of("series"), first.token) };
  }

  /** Long lists without repeats are cut where the fewest values cross. Depth: the logarithm of the length. */
  private cut(parts: readonly Part[], depth: number): readonly Part[] {
    if (parts.length <= MAX_ITEMS) return parts;
    const { cost } = this.wire(parts);
    const starts = sectionsOf(parts.length, Math.min(24, Math.ceil(parts.length / 16)), cost);
    return starts.map((start, index) => {
      const section = parts.slice(start, starts[index + 1]);
      return this.block(this.cut(section, depth + 1), `section${String(depth)}`);
    });
  }

  private make(
    id: string,
    title: string,
    name: string,
    repeat: number,
    parts: readonly Part[],
  ): Part & { item: Group } {
    const { tokens } = this.wire(parts);
    const token = tokens.reduce((so, one) => this.tokens.pair(so, one), this.tokens.of("group"));
    const items = parts.map((part) => part.item);
    const operators = countOperators(items);
    const role = mainRole(items);
    const nodes = operators.reduce((sum, [, count]) => sum + count, 0);
    const item: Draft = {
      kind: "group",
      id: this.unique(id),
      title,
      name,
      repeat,
      children: items,
      nodes,
      alike: null,
      operators,
      role,
    };
    const same = this.sameToken.get(token);
    if (same === undefined) this.sameToken.set(token, [item]);
    else same.push(item);
    const first = parts.reduce((least, part) => Math.min(least, part.first), Infinity);
    const last = parts.reduce((most, part) => Math.max(most, part.last), 0);
    const leaves: number[] = [];
    for (const part of parts) for (const leaf of part.leaves) leaves.push(leaf);
    return { item, leaves, first, last, token };
  }

  /**
   * Tokens that also hold how far back each item's inputs come from, and what a cut before an item would cost.
   * Inputs from far away differ from block to block and are all the same here.
   */
  private wire(parts: readonly Part[]): {
    readonly tokens: readonly number[];
    readonly weights: readonly number[];
    readonly cost: (index: number) => number;
  } {
    const { origins, alive } = this.wiring.of(parts.map((part) => part.leaves));
    const tokens = parts.map(({ token }, index) => this.wired.pair(token, origins[index] ?? 0));
    const cost = (index: number): number => {
      const item = parts[index]?.item;
      const starter = item === undefined || item.kind === "group" || STARTERS.has(roleOf(item));
      return 2 * (alive[index] ?? 0) + (starter ? 0 : 1);
    };
    return { tokens, weights: parts.map((part) => nodesIn(part.item)), cost };
  }

  private leaf(index: number): Leaf {
    const leaf = this.leaves[index];
    if (leaf === undefined) throw new Error("a scope holds leaves of the graph");
    return leaf;
  }

  private placeId(kind: string, first: Part): string {
    return `group:${this.drawn.graph.path}#${kind}:${first.item.id}`;
  }

  private unique(id: string): string {
    let free = id;
    while (this.ids.has(free)) free += "'";
    this.ids.add(free);
    return free;
  }

  private numberAlike(): void {
    let number = 0;
    for (const groups of this.sameToken.values()) {
      if (groups.length < 2) continue;
      for (const group of groups) group.alike = number;
      number++;
    }
  }
}

function isValue(item: Item): boolean {
  return item.kind === "input" || item.kind === "output";
}

function nameOf(item: Item): string {
  return item.kind === "group" ? item.name : item.id;
}

function operatorKey(leaf: Leaf): string {
  return leaf.kind === "node" ? leaf.node.operator : leaf.kind;
}

function titleOf(item: Item): string {
  return item.kind === "group" ? item.title : operatorKey(item);
}

/** What the titles of a row have in common: `layer` of `layer_0 … layer_11`. */
function seriesTitle(first: string, last: string): string {
  if (first === last) return first;
  let length = 0;
  while (length < first.length && first[length] === last[length]) length++;
  const common = first.slice(0, length).replace(/[\d._\-/]+$/, "");
  return common === "" ? `${first} … ${last}` : common;
}
