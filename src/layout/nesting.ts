import type { LevelLink, LevelPlan, LevelVertex } from "./levels";
import { planLevel } from "./levels";
import type { Route, Routes } from "./routes";
import { OUTSIDE } from "./routes";
import type { VisibleGraph } from "./visible";

/** The room that a box takes, and where in it links come in and go out. */
interface BoxSize {
  readonly width: number;
  readonly height: number;
  readonly middle: number;
}

interface NestedPlan {
  readonly width: number;
  readonly height: number;
  /** By box. */
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** The sizes that open groups came to. */
  readonly sizes: ReadonlyMap<number, { readonly width: number; readonly height: number }>;
  /** By drawn route: a polyline. */
  readonly lines: readonly (readonly number[])[];
  readonly settled: boolean;
}

const SIDE = 18;
/** The title of an open group, and a gap. */
const HEAD = 40;
const FOOT = 16;
const MARGIN = 24;

/** One level while it is planned: what stands in an open group (or outside of all), its ports and its links. */
interface Level {
  readonly boxes: readonly number[];
  readonly vertices: LevelVertex[];
  readonly vertexOf: Map<number, number>;
  /** Vertices by the box where the value comes from. */
  readonly ports: Readonly<Record<Side, Map<number, number>>>;
  readonly links: LevelLink[];
  /** By where it comes from and where it goes to on this level, which is all that tells links apart. */
  readonly linkAt: Map<number, number>;
  /** The steps of routes on this level, resolved to links once the groups inside are planned. */
  readonly steps: Step[];
  plan: LevelPlan | undefined;
  /** Where the plan's origin lies in the group. */
  left: number;
  top: number;
}

type Side = "top" | "bottom";

/** One level's part of a route. */
interface Step {
  readonly source: number;
  /** A box of the level; undefined where it comes in through a port at the top. */
  readonly from: number | undefined;
  /** A box of the level; undefined where it goes out through a port at the bottom. */
  readonly to: number | undefined;
}

/** Plans all levels, the innermost first, and joins the parts of each route. */
export function planLevels(
  graph: VisibleGraph,
  routes: Routes,
  sizes: readonly BoxSize[],
  outOfTime: () => boolean,
): NestedPlan {
  const levels = new Map<number, Level>();
  const inside = new Set(graph.boxes.flatMap((box) => box.inside));
  levels.set(OUTSIDE, newLevel(graph.boxes.flatMap((_, box) => (inside.has(box) ? [] : [box]))));
  graph.boxes.forEach((box, index) => {
    if (box.inside.length > 0) levels.set(index, newLevel(box.inside));
  });
  const parts = routes.drawn.map((route) => stepsOf(route));
  for (const steps of parts) for (const [group, step] of steps) levels.get(group)?.steps.push(step);

  const grown = new Map<number, { width: number; height: number }>();
  let settled = true;
  // Outer boxes stand before what they contain: backwards, the innermost come first, and the outside last.
  for (const group of [...levels.keys()].sort((a, b) => b - a)) {
    const level = levels.get(group);
    if (level === undefined) continue;
    const plan = planOne(level, levels, routes.ranks, sizes, grown, outOfTime);
    settled &&= plan.settled;
    if (group !== OUTSIDE) grown.set(group, frameAround(level, plan, sizes[group]?.width ?? 0));
  }
  return { ...positions(graph, levels, parts), sizes: grown, settled };
}

function newLevel(boxes: readonly number[]): Level {
  return {
    boxes,
    vertices: [],
    vertexOf: new Map(),
    ports: { top: new Map(), bottom: new Map() },
    links: [],
    linkAt: new Map(),
    steps: [],
    plan: undefined,
    left: MARGIN,
    top: MARGIN,
  };
}

/** A route's parts from its source outwards, across, and inwards to its end, with the level of each. */
function stepsOf({
  link,
  leaves,
  enters,
  level,
  from,
  to,
}: Route): readonly (readonly [level: number, step: Step])[] {
  const steps: [number, Step][] = [];
  const source = link.from;
  let box = link.from;
  for (const group of leaves) {
    steps.push([group, { source, from: box, to: undefined }]);
    box = group;
  }
  steps.push([level, { source, from, to }]);
  for (let at = enters.length - 1; at >= 0; at--) {
    const group = enters[at];
    if (group === undefined) continue;
    steps.push([group, { source, from: undefined, to: enters[at - 1] ?? link.to }]);
  }
  return steps;
}

function planOne(
  level: Level,
  levels: ReadonlyMap<number, Level>,
  ranks: Int32Array,
  sizes: readonly BoxSize[],
  grown: ReadonlyMap<number, { width: number; height: number }>,
  outOfTime: () => boolean,
): LevelPlan {
  const own: number[] = [];
  for (const box of level.boxes) {
    const { width, height } = grown.get(box) ?? sizes[box] ?? { width: 0, height: 0 };
    level.vertexOf.set(box, level.vertices.length);
    level.vertices.push({ width, height, port: undefined });
    own.push(ranks[box] ?? 0);
  }
  for (const step of level.steps) addLink(level, step, levels, sizes);
  const rows = new Int32Array(level.vertices.length);
  own.forEach((rank, vertex) => (rows[vertex] = rank));
  level.plan = planLevel(level.vertices, level.links, rows, outOfTime);
  return level.plan;
}

/** Adds a step's link; routes from one source share what they have in common. */
function addLink(
  level: Level,
  step: Step,
  levels: ReadonlyMap<number, Level>,
  sizes: readonly BoxSize[],
): void {
  const key = stepKey(step, sizes.length);
  if (level.linkAt.has(key)) return;
  const { source } = step;
  const end = (box: number | undefined, port: Side): { vertex: number; x: number | undefined } => {
    if (box === undefined) return { vertex: portOf(level, port, source), x: undefined };
    const inner = levels.get(box);
    const x =
      inner === undefined ? sizes[box]?.middle : portX(inner, port === "top" ? "bottom" : "top", source);
    return { vertex: level.vertexOf.get(box) ?? 0, x };
  };
  const from = end(step.from, "top");
  const to = end(step.to, "bottom");
  level.linkAt.set(key, level.links.length);
  level.links.push({ source, from: from.vertex, to: to.vertex, fromX: from.x, toX: to.x });
}

/** A number and no text, for there are many: a source stands on a level in one place only. */
function stepKey({ source, to }: Step, boxes: number): number {
  return source * (boxes + 1) + (to ?? boxes);
}

function portOf(level: Level, side: Side, source: number): number {
  const known = level.ports[side].get(source);
  if (known !== undefined) return known;
  level.ports[side].set(source, level.vertices.length);
  level.vertices.push({ width: 0, height: 0, port: side });
  return level.vertices.length - 1;
}

/** Where a port lies, from the left of its group. */
function portX(level: Level, side: Side, source: number): number | undefined {
  const vertex = level.ports[side].get(source);
  return vertex === undefined ? undefined : (level.plan?.x[vertex] ?? 0) + level.left;
}

/** The frame of an open group around its plan: ports lie in its upper and lower border. */
function frameAround(level: Level, plan: LevelPlan, titleWidth: number): { width: number; height: number } {
  const width = Math.max(titleWidth, plan.width + 2 * SIDE);
  level.left = Math.round((width - plan.width) / 2);
  level.top = level.ports.top.size > 0 ? 0 : HEAD;
  return { width, height: level.top + plan.height + (level.ports.bottom.size > 0 ? 0 : FOOT) };
}

/** Moves all levels to their place in the picture, the outermost first. */
function positions(
  graph: VisibleGraph,
  levels: ReadonlyMap<number, Level>,
  parts: readonly ReturnType<typeof stepsOf>[],
): Pick<NestedPlan, "width" | "height" | "x" | "y" | "lines"> {
  const x = new Array<number>(graph.boxes.length).fill(0);
  const y = new Array<number>(graph.boxes.length).fill(0);
  const origins = new Map<number, readonly [x: number, y: number]>();
  for (const group of [...levels.keys()].sort((a, b) => a - b)) {
    const level = levels.get(group);
    if (level?.plan === undefined) continue;
    const left = (group === OUTSIDE ? 0 : (x[group] ?? 0)) + level.left;
    const top = (group === OUTSIDE ? 0 : (y[group] ?? 0)) + level.top;
    origins.set(group, [left, top]);
    for (const box of level.boxes) {
      const vertex = level.vertexOf.get(box) ?? 0;
      x[box] = left + (level.plan.x[vertex] ?? 0);
      y[box] = top + (level.plan.y[vertex] ?? 0);
    }
  }
  const lines = parts.map((steps) => {
    const points: number[] = [];
    for (const [group, step] of steps) {
      const level = levels.get(group);
      const [left, top] = origins.get(group) ?? [0, 0];
      const route = level?.plan?.routes[level.linkAt.get(stepKey(step, graph.boxes.length)) ?? -1] ?? [];
      for (let at = 0; at + 1 < route.length; at += 2) {
        const px = (route[at] ?? 0) + left;
        const py = (route[at + 1] ?? 0) + top;
        if (points.at(-2) !== px || points.at(-1) !== py) points.push(px, py);
      }
    }
    return points;
  });
  const outside = levels.get(OUTSIDE)?.plan;
  return {
    x,
    y,
    lines,
    width: (outside?.width ?? 0) + 2 * MARGIN,
    height: (outside?.height ?? 0) + 2 * MARGIN,
  };
}
