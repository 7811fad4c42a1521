/**
 * One circle in a graph of `count` things, in the order of its arrows; undefined where there is none. Kahn's
 * algorithm: what is left when all that waits for nothing is taken away holds a circle, or waits for one.
 *
 * @param needs what each thing waits for.
 */
export function findCycle(
  count: number,
  needs: (index: number) => readonly number[],
): readonly number[] | undefined {
  const waiting = new Int32Array(count);
  const dependents: number[][] = Array.from({ length: count }, () => []);
  for (let index = 0; index < count; index++) {
    for (const need of needs(index)) {
      dependents[need]?.push(index);
      waiting[index] = (waiting[index] ?? 0) + 1;
    }
  }
  const ready: number[] = [];
  waiting.forEach((number, index) => {
    if (number === 0) ready.push(index);
  });
  for (let index = ready.pop(); index !== undefined; index = ready.pop()) {
    for (const dependent of dependents[index] ?? []) {
      const left = (waiting[dependent] ?? 0) - 1;
      waiting[dependent] = left;
      if (left === 0) ready.push(dependent);
    }
  }
  return circleAmong(waiting, needs);
}

/** Each thing that is left needs another one that is left: going there again and again comes round. */
function circleAmong(
  waiting: Int32Array,
  needs: (index: number) => readonly number[],
): readonly number[] | undefined {
  const seen = new Map<number, number>();
  const path: number[] = [];
  let at: number | undefined = waiting.findIndex((number) => number > 0);
  while (at !== undefined && at >= 0) {
    const before = seen.get(at);
    if (before !== undefined) return path.slice(before).reverse();
    seen.set(at, path.length);
    path.push(at);
    at = needs(at).find((need) => (waiting[need] ?? 0) > 0);
  }
  return undefined;
}
