import type { Box, Picture } from "../../src/layout/picture";
import { middleOf } from "./sight";

export type Step = "up" | "down" | "left" | "right" | "first" | "last";

/** The boxes that can be stood on, and how they hang together. */
export interface Ways {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly producers: ReadonlyMap<string, readonly string[]>;
  readonly consumers: ReadonlyMap<string, readonly string[]>;
  /** From top to bottom, then from left to right. */
  readonly order: readonly Box[];
}

export function waysOf(picture: Picture): Ways {
  const boxes = new Map(picture.boxes.map((box) => [box.id, box]));
  const producers = new Map<string, string[]>();
  const consumers = new Map<string, string[]>();
  const connect = (from: string, to: string): void => {
    consumers.set(from, [...(consumers.get(from) ?? []), to]);
    producers.set(to, [...(producers.get(to) ?? []), from]);
  };
  for (const { from, to } of picture.edges) connect(from, to);
  for (const { box, side, peers } of picture.stubs)
    if (side === "out") for (const peer of peers) connect(box, peer);
  const order = [...picture.boxes].sort((a, b) => a.y - b.y || a.x - b.x);
  return { boxes, producers, consumers, order };
}

/** Where a key leads from a box: along the edges, to the side within the layer; undefined where nothing is. */
export function neighbour(ways: Ways, from: string, step: Step): string | undefined {
  const box = ways.boxes.get(from);
  switch (step) {
    case "first":
      return ways.order[0]?.id;
    case "last":
      return ways.order.at(-1)?.id;
    case "up":
      return box && vertical(ways, box, ways.producers, box.parent);
    case "down":
      return box && vertical(ways, box, ways.consumers, firstInside(ways, box));
    case "left":
    case "right":
      return box && beside(ways, box, step === "right" ? 1 : -1);
  }
}

/** Of several ends the one nearest to straight ahead; `instead` where no edge leads on. */
function vertical(
  ways: Ways,
  box: Box,
  ends: ReadonlyMap<string, readonly string[]>,
  instead: string | null | undefined,
): string | undefined {
  if (isOpen(box) && ends === ways.consumers) return instead ?? undefined;
  const reached = (ends.get(box.id) ?? []).flatMap((id) => ways.boxes.get(id) ?? []);
  const { x, y } = middleOf(box);
  const distance = (other: Box): number => {
    const middle = middleOf(other);
    return Math.abs(middle.x - x) + Math.abs(middle.y - y) / 4;
  };
  return reached.sort((a, b) => distance(a) - distance(b))[0]?.id ?? instead ?? undefined;
}

/** An open group is entered from above. */
function firstInside(ways: Ways, box: Box): string | undefined {
  return isOpen(box) ? ways.order.find(({ parent }) => parent === box.id)?.id : undefined;
}

/** The nearest box that stands at the same height, to the right (1) or to the left (-1). */
function beside(ways: Ways, box: Box, direction: 1 | -1): string | undefined {
  const start = direction === 1 ? box.x + box.width : box.x;
  let best: Box | undefined;
  let bestGap = Infinity;
  for (const other of ways.order) {
    if (other.y > box.y + box.height) break;
    if (other.id === box.id || isOpen(other) || other.y + other.height < box.y) continue;
    const gap = direction === 1 ? other.x - start : start - (other.x + other.width);
    if (gap < 0 || gap >= bestGap) continue;
    [best, bestGap] = [other, gap];
  }
  return best?.id;
}

function isOpen(box: Box): boolean {
  return box.kind === "group" && box.open;
}
