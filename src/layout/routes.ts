import type { VisibleGraph, VisibleLink } from "./visible";
import { ranksOf } from "./levels";

/** The level outside of all groups. */
export const OUTSIDE = -1;

/** A link that is drawn, with the open groups that it leaves and enters, innermost first. */
export interface Route {
  readonly link: VisibleLink;
  readonly leaves: readonly number[];
  readonly enters: readonly number[];
  /** The group (or OUTSIDE) in which both ends stand beside each other, and what stands for them there. */
  readonly level: number;
  readonly from: number;
  readonly to: number;
}

export interface Routes {
  readonly drawn: readonly Route[];
  /** Links of which only the ends are shown. */
  readonly cut: readonly VisibleLink[];
  /** By box: its row on its level. */
  readonly ranks: Int32Array;
  /** By box: links that go past it on its level. */
  readonly passing: Int32Array;
}

/** More lines than these from one value are a tangle that says less than its name does. */
const MAX_HEADS = 8;
/** A line past more rows than these cannot be followed by eye. */
const MAX_SPAN = 24;
/** Lines that pass one row; what is longer than those gives way. */
const MAX_LANES = 6;

/** Decides which links are lines and which are named ends. */
export function routesOf(graph: VisibleGraph): Routes {
  const parents = parentsOf(graph);
  const heads = new Map<string, number>();
  for (const { values } of graph.links) {
    for (const value of values) heads.set(value, (heads.get(value) ?? 0) + 1);
  }
  const cut: VisibleLink[] = [];
  const candidates: Route[] = [];
  for (const link of graph.links) {
    const many = link.values.filter((value) => (heads.get(value) ?? 0) > MAX_HEADS);
    const few = link.values.filter((value) => (heads.get(value) ?? 0) <= MAX_HEADS);
    if (many.length > 0) cut.push({ ...link, values: many });
    if (few.length > 0) candidates.push(routeOf({ ...link, values: few }, parents));
  }
  const ranks = ranksByLevel(graph, parents, candidates);
  const laneKey = (level: number, rank: number): number => (level + 1) * (graph.boxes.length + 1) + rank;
  const span = ({ from, to }: Route): number => (ranks[to] ?? 0) - (ranks[from] ?? 0);
  const lanes = new Map<number, number>();
  const drawn: Route[] = [];
  for (const route of [...candidates].sort((a, b) => span(a) - span(b))) {
    const keys = passedBy(route, ranks)?.map((rank) => laneKey(route.level, rank));
    if (keys === undefined || keys.some((key) => (lanes.get(key) ?? 0) >= MAX_LANES)) cut.push(route.link);
    else {
      for (const key of keys) lanes.set(key, (lanes.get(key) ?? 0) + 1);
      drawn.push(route);
    }
  }
  const passing = new Int32Array(graph.boxes.length);
  graph.boxes.forEach((_, box) => {
    passing[box] = lanes.get(laneKey(parents[box] ?? OUTSIDE, ranks[box] ?? 0)) ?? 0;
  });
  return { drawn, cut, ranks, passing };
}

/** The open group around each box. */
export function parentsOf(graph: VisibleGraph): Int32Array {
  const parents = new Int32Array(graph.boxes.length).fill(OUTSIDE);
  graph.boxes.forEach(({ inside }, group) => {
    for (const box of inside) parents[box] = group;
  });
  return parents;
}

function routeOf(link: VisibleLink, parents: Int32Array): Route {
  const around = new Set(ancestors(link.from, parents));
  const enters: number[] = [];
  let to = link.to;
  for (const group of ancestors(link.to, parents)) {
    if (around.has(group)) break;
    enters.push(group);
    to = group;
  }
  const level = parents[to] ?? OUTSIDE;
  const leaves: number[] = [];
  let from = link.from;
  for (const group of ancestors(link.from, parents)) {
    if (group === level) break;
    leaves.push(group);
    from = group;
  }
  return { link, leaves, enters, level, from, to };
}

function ancestors(box: number, parents: Int32Array): readonly number[] {
  const groups: number[] = [];
  for (let group = parents[box] ?? OUTSIDE; group !== OUTSIDE; group = parents[group] ?? OUTSIDE) {
    groups.push(group);
  }
  return groups;
}

function ranksByLevel(graph: VisibleGraph, parents: Int32Array, routes: readonly Route[]): Int32Array {
  const members = new Map<number, number[]>();
  const places = new Int32Array(graph.boxes.length);
  parents.forEach((level, box) => {
    const list = members.get(level) ?? [];
    places[box] = list.length;
    list.push(box);
    members.set(level, list);
  });
  const links = new Map<number, { from: number; to: number }[]>();
  for (const { level, from, to } of routes) {
    const list = links.get(level) ?? [];
    list.push({ from: places[from] ?? 0, to: places[to] ?? 0 });
    links.set(level, list);
  }
  const ranks = new Int32Array(graph.boxes.length);
  for (const [level, boxes] of members) {
    const own = ranksOf(boxes.length, links.get(level) ?? []);
    boxes.forEach((box, place) => (ranks[box] = own[place] ?? 0));
  }
  return ranks;
}

/** The ranks between a route's ends; undefined where it would be too long or does not go downwards. */
function passedBy({ from, to }: Route, ranks: Int32Array): readonly number[] | undefined {
  const first = ranks[from] ?? 0;
  const span = (ranks[to] ?? 0) - first;
  if (span < 1 || span > MAX_SPAN) return undefined;
  return Array.from({ length: span - 1 }, (_, index) => first + 1 + index);
}
