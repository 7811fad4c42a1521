import { scaleLinear, scaleLog } from "d3";
import type { AmountReport } from "../../src/document/protocol/colours";

/** Numbers to places from 0, the least, to 1, the most. */
export interface Scale {
  readonly kind: "linear" | "logarithmic";
  readonly least: number;
  readonly most: number;
  readonly place: (value: number) => number;
  /** A round value near the middle, where there is one. */
  readonly ticks: readonly number[];
}

/** From this ratio of the most to the least on, a linear scale would show all but a few as nothing. */
const LOGARITHMIC_FROM = 100;
/** Of ticks, so that each power of ten is among them. */
const MANY = 40;
/** Closer to an end than this, a tick's text would run into that of the end. */
const FROM_END = 0.4;

/** Undefined where there are no values. On a logarithmic scale 0 stands at the lower end. */
export function scaleOf({ range, leastPositive }: Pick<AmountReport, "range" | "leastPositive">) {
  if (range === null) return undefined;
  const [least, most] = range;
  return least >= 0 && leastPositive !== null && most / leastPositive >= LOGARITHMIC_FROM
    ? logarithmic(leastPositive, most)
    : linear(least, most);
}

function linear(least: number, most: number): Scale {
  const scale = scaleLinear([least, most], [0, 1]).clamp(true);
  // One value alone is the most there is, but for nothing at all.
  const alone = most === 0 ? 0 : 1;
  const place = (value: number): number => (least === most ? alone : scale(value));
  const ticks = least === most ? [] : inner(scale.ticks(5), place);
  return { kind: "linear", least, most, place, ticks };
}

function logarithmic(least: number, most: number): Scale {
  const scale = scaleLog([least, most], [0, 1]).clamp(true);
  const place = (value: number): number => (value <= 0 ? 0 : scale(value));
  const powers = scale.ticks(MANY).filter((tick) => Number.isInteger(Math.log10(tick)));
  return { kind: "logarithmic", least, most, place, ticks: inner(powers, place) };
}

function inner(ticks: readonly number[], place: (value: number) => number): readonly number[] {
  const far = ticks.filter((tick) => place(tick) >= FROM_END && place(tick) <= 1 - FROM_END);
  return far.slice(Math.floor(far.length / 2)).slice(0, 1);
}
