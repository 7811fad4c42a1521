import type { Analysis } from "../analysis/analyse";
import type { Group } from "../analysis/group";
import { roleOf } from "../analysis/group";
import type { Hierarchy } from "../analysis/hierarchy";
import { elementsIn } from "../analysis/learned";
import type { MemoryStep } from "../analysis/memory";
import type { ModelIndex } from "../analysis/model-index";
import { symbolsOf } from "../model/expression";
import type { Role } from "../operators/operator";
import { numberOf, openInputs } from "./metrics";
import type { Tally } from "./tally";
import { talliesOf } from "./tally";

/** Where a model's cost is, and when its memory is needed: what the charts show of the main graph. */
export interface Breakdown {
  /** Groups and drawn nodes, each after the group it is in. */
  readonly parts: readonly BreakdownPart[];
  /** The costliest first. */
  readonly roles: readonly RoleShare[];
  readonly memory: MemoryCourse;
  /** Dimensions of the inputs that costs hang on: with a size for each of them there would be numbers. */
  readonly open: readonly string[];
}

export interface BreakdownPart {
  readonly kind: "node" | "group";
  readonly id: string;
  /** Operator of a node, title of a group. */
  readonly title: string;
  readonly name: string;
  readonly role: Role;
  /** The part that this one is in; -1 at the top. */
  readonly parent: number;
  /**
   * Of a node alone: groups have the sum of what is in them, and nothing of their own. A tensor that several nodes
   * share counts at the first of them, so that the sums are true.
   */
  readonly parameters: number;
  /** null: not known. */
  readonly macs: number | null;
  /** Bytes of the outputs; null: not known. */
  readonly activationBytes: number | null;
}

export interface RoleShare {
  readonly role: Role;
  readonly nodes: number;
  /** Of the nodes for which they are known. */
  readonly macs: number;
  /** Nodes whose MACs are not known. */
  readonly unknown: number;
}

/** Bytes of activations that are alive while each node runs, in the order of running. */
export interface MemoryCourse {
  readonly steps: number;
  /** Thinned where there are many: of each stretch of steps the least and the most. Empty where a size is not known. */
  readonly points: readonly MemoryPoint[];
  readonly peak: MemoryPoint | null;
}

export interface MemoryPoint {
  readonly step: number;
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
}

/** More points than this are more than a screen has columns. */
export const MOST_POINTS = 2000;

export function breakdownOf(index: ModelIndex, analysis: Analysis, hierarchy: Hierarchy): Breakdown {
  const parts = partsOf(index, hierarchy, talliesOf(index, analysis, hierarchy));
  const costs = [...analysis.costs.values()].flatMap(({ macs, activationBytes }) => [macs, activationBytes]);
  const counts = [...costs, ...analysis.memory.map(({ bytes }) => bytes)];
  const symbols = new Set(counts.flatMap((count) => (count === undefined ? [] : symbolsOf(count))));
  return {
    parts,
    roles: rolesOf(parts),
    memory: memoryCourse(analysis.memory, (id) => index.uses.nodes.get(id)?.node.name ?? ""),
    open: openInputs(index.model, symbols),
  };
}

function partsOf(
  index: ModelIndex,
  { root }: Hierarchy,
  tallies: ReadonlyMap<string, Tally>,
): readonly BreakdownPart[] {
  const parts: BreakdownPart[] = [];
  const counted = new Set<string>();
  const add = (group: Group, parent: number): void => {
    for (const item of group.children) {
      const { kind, id } = item;
      if (kind === "group") {
        const { title, name, role } = item;
        parts.push({ kind, id, title, name, role, parent, parameters: 0, macs: 0, activationBytes: 0 });
        add(item, parts.length - 1);
      } else if (kind === "node") {
        const { learned, costs } = tallies.get(id) ?? {};
        const own = [...(learned ?? [])].filter((name) => !counted.has(name));
        for (const name of own) counted.add(name);
        parts.push({
          kind,
          id,
          title: item.node.operator,
          name: item.node.name,
          role: roleOf(item),
          parent,
          parameters: elementsIn(index, own),
          macs: numberOf(costs?.macs) ?? null,
          activationBytes: numberOf(costs?.activationBytes) ?? null,
        });
      }
    }
  };
  add(root, -1);
  return parts;
}

function rolesOf(parts: readonly BreakdownPart[]): readonly RoleShare[] {
  const shares = new Map<Role, RoleShare>();
  for (const { kind, role, macs } of parts) {
    if (kind !== "node") continue;
    const before = shares.get(role) ?? { role, nodes: 0, macs: 0, unknown: 0 };
    shares.set(role, {
      role,
      nodes: before.nodes + 1,
      macs: before.macs + (macs ?? 0),
      unknown: before.unknown + (macs === null ? 1 : 0),
    });
  }
  return [...shares.values()].sort((a, b) => b.macs - a.macs || b.nodes - a.nodes);
}

/** @param nameOf the name of the node with an id */
export function memoryCourse(steps: readonly MemoryStep[], nameOf: (id: string) => string): MemoryCourse {
  const points: MemoryPoint[] = [];
  for (const [step, { node, bytes }] of steps.entries()) {
    const number = numberOf(bytes);
    if (number === undefined) return { steps: steps.length, points: [], peak: null };
    points.push({ step, id: node, name: nameOf(node), bytes: number });
  }
  return { steps: steps.length, points: thinned(points), peak: extreme(points, most) ?? null };
}

/** Of each stretch of points the lowest and the highest, in their order: no peak and no valley is lost. */
function thinned(points: readonly MemoryPoint[]): readonly MemoryPoint[] {
  if (points.length <= MOST_POINTS) return points;
  const stretch = Math.ceil((2 * points.length) / MOST_POINTS);
  const kept: MemoryPoint[] = [];
  for (let from = 0; from < points.length; from += stretch) {
    const part = points.slice(from, from + stretch);
    const ends = [extreme(part, least), extreme(part, most)].filter((one) => one !== undefined);
    kept.push(...[...new Set(ends)].sort((a, b) => a.step - b.step));
  }
  return kept;
}

const least = (a: MemoryPoint, b: MemoryPoint): boolean => a.bytes < b.bytes;
const most = (a: MemoryPoint, b: MemoryPoint): boolean => a.bytes > b.bytes;

/** The first point that none goes before. */
function extreme(
  points: readonly MemoryPoint[],
  before: (a: MemoryPoint, b: MemoryPoint) => boolean,
): MemoryPoint | undefined {
  let found: MemoryPoint | undefined;
  for (const point of points) if (found === undefined || before(point, found)) found = point;
  return found;
}
