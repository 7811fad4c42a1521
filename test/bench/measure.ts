/** The processor's time that work takes, in milliseconds: others on the machine disturb it less than the clock. */
export async function cpuTime(work: () => unknown): Promise<number> {
  globalThis.gc?.();
  return await cpuTimeUncollected(work);
}

/**
 * As {@link cpuTime}, without collecting before: a forced collection throws compiled code away, and what goes on for
 * long, as over all tensors of a model, is seldom without.
 */
export async function cpuTimeUncollected(work: () => unknown): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

/** The first run, which a person waits for, and the best of all. */
export interface Runs {
  readonly first: number;
  readonly best: number;
}

export async function cpuTimes(count: number, work: () => unknown): Promise<Runs> {
  const first = await cpuTime(work);
  let best = first;
  for (let run = 1; run < count; run++) best = Math.min(best, await cpuTime(work));
  return { first, best };
}
