import type { ChannelSums } from "./channels";
import type { PowerSums } from "./moments";

/** Sums over a row or a column of numbers; of float16 without the third and fourth powers. */
export type LineSums = ChannelSums & PowerSums;

/** What was summed over some rows or columns. */
export interface Lines {
  /** Whether all numbers are finite; where not, the sums tell nothing. */
  readonly finite: boolean;
  /** Each is valid until the next one is asked for. */
  readonly at: (line: number) => LineSums;
}

/** What is handed out for one line after the other: not one for each, of which there may be thousands. */
export function emptySums(): { -readonly [key in keyof LineSums]: number } {
  const sums = { count: 0, first: 0, second: 0, third: 0, fourth: 0, min: 0, max: 0, zeros: 0 };
  return { ...sums, checksum: 0 };
}

/** Whether a test holds for all of so many. */
export function all(count: number, test: (at: number) => boolean): boolean {
  for (let at = 0; at < count; at++) if (!test(at)) return false;
  return true;
}
