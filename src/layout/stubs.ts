import type { VisibleLink } from "./visible";
import { LABEL_SIZE, textWidth } from "./text";

/** The named ends at one box: values that come in, and values that go out, with the boxes at their other ends. */
export interface BoxStubs {
  readonly in: ReadonlyMap<string, readonly number[]>;
  readonly out: ReadonlyMap<string, readonly number[]>;
  /** Room to the right of the box. */
  readonly width: number;
  readonly height: number;
}

/** Height of one tag, with the gap to the next. */
export const STUB_STEP = 18;
export const STUB_GAP = 4;
const MAX_WIDTH = 130;
/** Arrow, gap and point of a tag. */
const TAG = 32;
/** More ends than these at one side would make the box a list: the details have them all. */
const MAX_STUBS = 8;

/** Gathers the ends of links that are not drawn; by box. */
export function stubsOf(cut: readonly VisibleLink[]): ReadonlyMap<number, BoxStubs> {
  const sides = new Map<number, { in: Map<string, number[]>; out: Map<string, number[]> }>();
  const add = (box: number, side: "in" | "out", value: string, peer: number): void => {
    const at = sides.get(box) ?? { in: new Map(), out: new Map() };
    sides.set(box, at);
    const peers = at[side].get(value);
    if (peers !== undefined) peers.push(peer);
    else if (at[side].size < MAX_STUBS) at[side].set(value, [peer]);
  };
  for (const { from, to, values } of cut) {
    for (const value of values) {
      add(from, "out", value, to);
      add(to, "in", value, from);
    }
  }
  const stubs = new Map<number, BoxStubs>();
  for (const [box, at] of sides) {
    const names = [...at.in.keys(), ...at.out.keys()];
    const widest = names.reduce((most, name) => Math.max(most, textWidth(name.slice(-40), LABEL_SIZE)), 0);
    stubs.set(box, {
      ...at,
      width: Math.min(MAX_WIDTH, widest + TAG),
      height: names.length * STUB_STEP,
    });
  }
  return stubs;
}
