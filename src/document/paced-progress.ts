import type { ReportProgress } from "./answer";

/** In milliseconds; nobody reads faster. A model of thousands of small tensors takes as many steps in a second. */
const BETWEEN = 50;

/**
 * Tells of steps no more often than a person sees them, since each goes over two processes: every new phase and the
 * last step of one are told, and of the others what comes a while after the one told before.
 */
export function paced(tell: ReportProgress, now: () => number = () => performance.now()): ReportProgress {
  let phase: string | undefined;
  let told = -Infinity;
  return (step) => {
    const at = now();
    const isLast = step.done !== null && step.done === step.total;
    if (step.phase === phase && !isLast && at - told < BETWEEN) return;
    phase = step.phase;
    told = at;
    tell(step);
  };
}
