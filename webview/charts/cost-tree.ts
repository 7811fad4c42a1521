import { hierarchy, partition, type HierarchyRectangularNode } from "d3";
import type { BreakdownPart } from "../../src/document/protocol/requests";
import type { Measure } from "./measures";

/** A part of the model with its place: x from 0 to 1 over the whole, depth 0 for the model. */
export type Place = HierarchyRectangularNode<Part>;

/** The model itself has no part of the document's. */
export interface Part {
  readonly part: BreakdownPart | undefined;
  readonly inside: readonly Part[];
}

/** Parts with their share of the whole, in the order of the model. */
export function costTree(parts: readonly BreakdownPart[], measure: Measure): Place {
  const inside = new Map<number, Part[]>();
  const made = parts.map((part, at): Part => {
    const own: Part[] = [];
    inside.set(at, own);
    return { part, inside: own };
  });
  const top: Part[] = [];
  for (const one of made) (inside.get(one.part?.parent ?? -1) ?? top).push(one);
  const root = hierarchy<Part>({ part: undefined, inside: top }, (one) => one.inside).sum(({ part }) =>
    part === undefined ? 0 : (measure.of(part) ?? 0),
  );
  return partition<Part>()(root);
}

/** A part as wide as this many pixels is seen. */
const LEAST_WIDTH = 1;

/** What is drawn of a part: itself and what is inside it, down to a number of levels, as far as it can be seen. */
export function seen(focus: Place, width: number, levels: number): readonly Place[] {
  const scale = width / (focus.x1 - focus.x0);
  const found: Place[] = [];
  const visit = (place: Place): void => {
    if ((place.x1 - place.x0) * scale < LEAST_WIDTH) return;
    found.push(place);
    if (place.depth - focus.depth + 1 < levels) place.children?.forEach(visit);
  };
  visit(focus);
  return found;
}

export type Step = "left" | "right" | "up" | "down";

/** Where an arrow key leads among what is seen: along the level, to what is around, to the first inside. */
export function stepFrom(places: readonly Place[], from: Place, step: Step): Place | undefined {
  const level = places.filter(({ depth }) => depth === from.depth);
  const at = level.indexOf(from);
  switch (step) {
    case "left":
      return level[at - 1];
    case "right":
      return level[at + 1];
    case "up":
      return places.find((place) => place === from.parent);
    case "down":
      return places.find((place) => place.parent === from);
  }
}
