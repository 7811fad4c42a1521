import { t } from "../words/texts";
import { factorText } from "./factor-text";
import { levelsOf, type Verdict } from "./verdict";

/** A step of the trunk at which gradients change by far more than such a step usually does. */
export interface Culprit {
  /** The value behind the step. */
  readonly value: string;
  /** Decades that gradients shrink by on their way back over it; negative: they grow. */
  readonly step: number;
  /** The same step in a freshly initialised network, or, where there is none, what is usual in this one. */
  readonly usual: number;
  readonly message: string;
}

/** A factor of three more than usual is more than chance makes of eight probes. */
const LEAST = 0.5;
const MOST = 3;

/** The steps that explain a verdict that is not healthy, the largest first. */
export function culpritsOf({ kind, depths }: Verdict, twin: Verdict | undefined): readonly Culprit[] {
  if (kind === "healthy" || kind === "undetermined") return [];
  const steps = stepsOf(depths);
  const control = twin === undefined ? undefined : new Map(stepsOf(twin.depths));
  const sizes = steps.map(([, step]) => step).sort((a, b) => a - b);
  const median = sizes[Math.floor(sizes.length / 2)] ?? 0;
  return steps
    .map(([value, step]) => {
      const usual = control?.get(value) ?? median;
      const message = t(
        control === undefined
          ? "At {0} gradients {1}; usually they {2}."
          : "At {0} gradients {1}; with fresh weights they {2}.",
        value,
        changeText(step),
        changeText(usual),
      );
      return { value, step, usual, message };
    })
    .filter(({ step, usual }) => Math.abs(step - usual) >= LEAST)
    .sort((a, b) => Math.abs(b.step - b.usual) - Math.abs(a.step - a.usual))
    .slice(0, MOST);
}

/** On the way back: `shrink by a factor of 7.1`. */
function changeText(decades: number): string {
  return t(decades < 0 ? "grow by {0}" : "shrink by {0}", factorText(decades));
}

function stepsOf(depths: Verdict["depths"]): readonly (readonly [value: string, step: number])[] {
  const levels = levelsOf(depths);
  return depths.slice(1).flatMap(({ value }, at) => {
    const [before, behind] = [levels[at], levels[at + 1]];
    return before === undefined || behind === undefined ? [] : [[value, behind - before] as const];
  });
}
