import type { Hierarchy } from "../analysis/hierarchy";
import { printShape } from "../model/print-type";
import type { ValueType } from "../model/shape";
import { groupContent, nodeContent, valueContent } from "./content";
import { firstFolding } from "./folding";
import type { LevelPlan } from "./levels";
import { planLevels } from "./nesting";
import type { Box, Edge, Picture, Stub } from "./picture";
import type { Route, Routes } from "./routes";
import { OUTSIDE, parentsOf, routesOf } from "./routes";
import type { BoxStubs } from "./stubs";
import { STUB_GAP, STUB_STEP, stubsOf } from "./stubs";
import type { VisibleGraph } from "./visible";
import { visibleGraph } from "./visible";

interface LayOutOptions {
  /** Ids of open groups; null for the folding that fits a screen. */
  readonly open: readonly string[] | null;
  /** What is known of a value, by its qualified name. */
  readonly typeOf: (value: string) => ValueType | undefined;
  /** Whether the time budget is spent: what is left of the sweeps is then given up. */
  readonly outOfTime: () => boolean;
}

type Content = Omit<Box, "x" | "y" | "parent">;

/**
 * The picture of a graph: what is in sight is placed level by level, from the innermost open groups outwards. Linear
 * in what is in sight. The same groups open give the same interiors, so that what did not change stays as it was.
 */
export function layOut(hierarchy: Hierarchy, { open, typeOf, outOfTime }: LayOutOptions): Picture {
  const opened = (open ?? firstFolding(hierarchy)).filter((id) => hierarchy.groups.has(id));
  const graph = visibleGraph(hierarchy, new Set(opened));
  const routes = routesOf(graph);
  const stubs = stubsOf(routes.cut);
  const openIds = new Set(opened);
  const contents = graph.boxes.map(({ item }, index): Content => {
    switch (item.kind) {
      case "node":
        return nodeContent(item);
      case "group":
        return groupContent(item, openIds.has(item.id), routes.passing[index] ?? 0);
      case "input":
      case "output":
        return valueContent(item, typeOf(item.value));
    }
  });
  const plan = planLevels(
    graph,
    routes,
    contents.map((content, box) => sizeWithStubs(content, stubs.get(box))),
    outOfTime,
  );
  const parents = parentsOf(graph);
  const boxes = contents.map((content, box): Box => {
    const group = parents[box] ?? OUTSIDE;
    const size = plan.sizes.get(box) ?? content;
    return {
      ...content,
      x: plan.x[box] ?? 0,
      y: plan.y[box] ?? 0,
      width: size.width,
      height: size.height,
      parent: group === OUTSIDE ? null : (graph.boxes[group]?.item.id ?? null),
    } as Box;
  });
  return {
    graph: hierarchy.graph.path,
    width: plan.width,
    height: plan.height,
    boxes,
    edges: edgesOf(graph, routes, plan.lines, boxes, typeOf),
    stubs: [...stubs].flatMap(([box, own]) => drawnStubs(graph, boxes, box, own, typeOf)),
    open: opened,
    settled: plan.settled,
  };
}

function sizeWithStubs(content: Content, stubs: BoxStubs | undefined) {
  const { width, height } = content;
  if (stubs === undefined) return { width, height, middle: width / 2 };
  return {
    width: width + STUB_GAP + stubs.width,
    height: Math.max(height, stubs.height),
    middle: width / 2,
  };
}

function edgesOf(
  graph: VisibleGraph,
  routes: Routes,
  lines: readonly LevelPlan["routes"][number][],
  boxes: readonly Box[],
  typeOf: LayOutOptions["typeOf"],
): readonly Edge[] {
  return routes.drawn.map(({ link }: Route, index) => {
    const from = graph.boxes[link.from]?.item.id ?? "";
    const to = graph.boxes[link.to]?.item.id ?? "";
    const [value, ...others] = link.values;
    const label =
      others.length > 0
        ? `${String(link.values.length)} values`
        : shapeText(value === undefined ? undefined : typeOf(value));
    const points = fromBox(lines[index] ?? [], boxes[link.from]);
    return { id: `${from}→${to}`, from, to, values: link.values, label, points };
  });
}

/** A line begins where its box ends, however far down the tags at its side go. */
function fromBox(points: readonly number[], box: Box | undefined): readonly number[] {
  const [x, y, ...others] = points;
  if (x === undefined || y === undefined || box === undefined) return points;
  const bottom = box.y + box.height;
  return y > bottom ? [x, bottom, x, y, ...others] : points;
}

function shapeText(type: ValueType | undefined): string {
  return type?.kind === "tensor" || type?.kind === "sparse" ? printShape(type.shape) : "";
}

/** Tags at the right of a box: what comes in from the top down, what goes out from the bottom up. */
function drawnStubs(
  graph: VisibleGraph,
  boxes: readonly Box[],
  index: number,
  stubs: BoxStubs,
  typeOf: LayOutOptions["typeOf"],
): readonly Stub[] {
  const box = boxes[index];
  if (box === undefined) return [];
  const drawn: Stub[] = [];
  const add = (side: "in" | "out", y: number, value: string, peers: readonly number[]): void => {
    drawn.push({
      id: `${side} ${box.id} ${value}`,
      box: box.id,
      side,
      value,
      label: shapeText(typeOf(value)),
      peers: peers.map((peer) => graph.boxes[peer]?.item.id ?? ""),
      x: box.x + box.width + STUB_GAP,
      y,
      width: stubs.width,
    });
  };
  let y = box.y;
  for (const [value, peers] of stubs.in) {
    add("in", y, value, peers);
    y += STUB_STEP;
  }
  y = Math.max(y, box.y + box.height - stubs.out.size * STUB_STEP);
  for (const [value, peers] of stubs.out) {
    add("out", y, value, peers);
    y += STUB_STEP;
  }
  return drawn;
}
