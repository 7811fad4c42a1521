import { expect, test } from "vitest";
import { paced } from "../../src/document/paced-progress";

interface Step {
  readonly at: number;
  readonly phase: string;
  readonly done: number | null;
  readonly total: number | null;
}

/** The steps that are told of. */
function toldOf(steps: readonly Step[]): readonly Step[] {
  const told: Step[] = [];
  let now = 0;
  const tell = paced(
    (progress) => told.push(progress as Step),
    () => now,
  );
  for (const step of steps) {
    now = step.at;
    tell(step);
  }
  return told;
}

const step = (at: number, phase: string, done: number | null, total: number | null): Step => ({
  at,
  phase,
  done,
  total,
});

test("of many steps one in a while is told, and the first and the last of each phase", () => {
  const reading = Array.from({ length: 1001 }, (_, at) => step(at, "Reading", at, 1000));
  const told = toldOf([...reading, step(1001, "Running", 0, 3), step(1002, "Running", 1, 3)]);
  expect(told.map(({ phase, done }) => `${phase} ${String(done)}`)).toEqual([
    ...Array.from({ length: 20 }, (_, at) => `Reading ${50 * at}`),
    "Reading 1000",
    "Running 0",
  ]);
});

test("steps that take long are all told", () => {
  const steps = [0, 60, 500].map((at, done) => step(at, "Running", done, 8));
  expect(toldOf(steps)).toEqual(steps);
});

test("a phase without steps is told once in a while", () => {
  const steps = [0, 10, 20].map((at) => step(at, "Reading", null, null));
  expect(toldOf(steps)).toHaveLength(1);
});
