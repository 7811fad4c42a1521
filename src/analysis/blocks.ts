import { Tokens } from "./tokens";

/** Equal neighbours in a row: `count` blocks of `period` items each, from `start` on. */
interface Repeat {
  readonly start: number;
  readonly period: number;
  readonly count: number;
}

interface Sequence {
  /** Equal items have equal tokens. */
  readonly tokens: readonly number[];
  /** How many nodes an item stands for. */
  readonly weights: readonly number[];
  /** How bad it is to begin a block at an item: many values alive there, or no natural first operator. */
  readonly cost: (index: number) => number;
}

/**
 * Periods are guessed from how far apart equal runs of tokens lie; only the most frequent distances are tried, so
 * that the time stays linear in the items. Real networks nest two or three periods.
 */
const CANDIDATES = 48;
const RUN_LENGTHS = [1, 3, 8];

/** Two blocks in a row are worth folding from this many nodes each on, three or more from the second number on. */
const MIN_PAIR = 6;
const MIN_BLOCK = 3;
/** Rows of a single node are folded from this many on. */
const MIN_ROW = 8;

/** The repeats that cover most of a sequence, none overlapping another, in order. */
export function repeatsIn({ tokens, weights, cost }: Sequence): readonly Repeat[] {
  const before = prefixSums(weights);
  const weigh = (from: number, to: number): number => (before[to] ?? 0) - (before[from] ?? 0);
  const found = candidatePeriods(tokens).flatMap((period) => runsOf(tokens, period));
  const worthwhile = found.filter(({ start, period, count }) => {
    const block = weigh(start, start + period);
    if (count >= MIN_ROW) return true;
    return block >= (count >= 3 ? MIN_BLOCK : MIN_PAIR);
  });
  const covered = (run: Run): number => weigh(run.start, run.start + run.period * run.count);
  const scored = worthwhile.map((run) => ({ run, covered: covered(run) }));
  scored.sort((a, b) => b.covered - a.covered || a.run.period - b.run.period || a.run.start - b.run.start);

  const taken = new Uint8Array(tokens.length);
  const chosen: Repeat[] = [];
  for (const { run } of scored) {
    const { start, period, count } = inPhase(run, cost);
    const end = start + period * count;
    if (taken[start] === 1 || taken[end - 1] === 1) continue;
    if (taken.subarray(start, end).includes(1)) continue;
    taken.fill(1, start, end);
    chosen.push({ start, period, count });
  }
  return chosen.sort((a, b) => a.start - b.start);
}

interface Run extends Repeat {
  /** Items beyond the last whole block that still fit the period: the blocks may begin that much later. */
  readonly slack: number;
}

function prefixSums(values: readonly number[]): readonly number[] {
  const sums = [0];
  let sum = 0;
  for (const value of values) sums.push((sum += value));
  return sums;
}

function candidatePeriods(tokens: readonly number[]): readonly number[] {
  const frequency = new Map<number, number>();
  for (const length of RUN_LENGTHS) {
    const last = new Map<number, number>();
    tokensOfRuns(tokens, length).forEach((run, index) => {
      const previous = last.get(run);
      if (previous !== undefined) {
        // Longer runs are rarer and say more.
        frequency.set(index - previous, (frequency.get(index - previous) ?? 0) + length);
      }
      last.set(run, index);
    });
  }
  const periods = [...frequency].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, CANDIDATES);
  return periods.map(([period]) => period);
}

/** A token for each run of so many items, by where it begins: made of those of its halves. */
function tokensOfRuns(tokens: readonly number[], length: number): readonly number[] {
  if (length === 1) return tokens;
  const half = Math.ceil(length / 2);
  const first = tokensOfRuns(tokens, half);
  const second = tokensOfRuns(tokens, length - half);
  const runs = new Tokens();
  return second.slice(half).map((end, index) => runs.pair(first[index] ?? 0, end));
}

/** The stretches in which every item equals the one a period later, at least two periods long. */
function runsOf(tokens: readonly number[], period: number): readonly Run[] {
  const runs: Run[] = [];
  let start = 0;
  for (let index = 0; index + period <= tokens.length; index++) {
    if (index + period < tokens.length && tokens[index] === tokens[index + period]) continue;
    const length = index - start + period;
    if (length >= 2 * period) {
      runs.push({ start, period, count: Math.floor(length / period), slack: length % period });
    }
    start = index + 1;
  }
  return runs;
}

/** Moves the blocks to where the fewest values cross from one to the next. */
function inPhase(run: Run, cost: (index: number) => number): Repeat {
  let shift = 0;
  for (let offset = 1; offset <= run.slack; offset++) {
    if (cost(run.start + offset) < cost(run.start + shift)) shift = offset;
  }
  return { start: run.start + shift, period: run.period, count: run.count };
}

/**
 * Cuts a long sequence into at most `parts` stretches of similar length, where the cost of a cut is least nearby.
 * Returns where each stretch begins, 0 included.
 */
export function sectionsOf(
  length: number,
  parts: number,
  cost: (index: number) => number,
): readonly number[] {
  const size = Math.ceil(length / parts);
  const reach = Math.floor(size / 3);
  const starts = [0];
  for (let part = 1; part * size < length; part++) {
    let best = part * size;
    for (let index = best - reach; index <= Math.min(best + reach, length - 1); index++) {
      if (cost(index) < cost(best)) best = index;
    }
    if (best > (starts.at(-1) ?? 0)) starts.push(best);
  }
  return starts;
}
