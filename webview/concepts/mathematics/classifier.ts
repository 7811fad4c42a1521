/** What a classifier said of something, and what it was. */
export interface Scored {
  readonly score: number;
  readonly positive: boolean;
}

interface Confusion {
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

/** Scores from the threshold on are taken as positive. */
export function confusionAt(given: readonly Scored[], threshold: number): Confusion {
  const count = (positive: boolean, taken: boolean): number =>
    given.filter((one) => one.positive === positive && one.score >= threshold === taken).length;
  return {
    truePositives: count(true, true),
    falsePositives: count(false, true),
    trueNegatives: count(false, false),
    falseNegatives: count(true, false),
  };
}

/** Of what was taken as positive, the share that is; undefined where nothing was. */
export function precisionOf({ truePositives, falsePositives }: Confusion): number | undefined {
  return ratio(truePositives, truePositives + falsePositives);
}

/** Of what is positive, the share that was found. */
export function recallOf({ truePositives, falseNegatives }: Confusion): number | undefined {
  return ratio(truePositives, truePositives + falseNegatives);
}

/** Of what is negative, the share that was taken as positive. */
export function fallOutOf({ falsePositives, trueNegatives }: Confusion): number | undefined {
  return ratio(falsePositives, falsePositives + trueNegatives);
}

export function accuracyOf({ truePositives, trueNegatives, ...wrong }: Confusion): number | undefined {
  const right = truePositives + trueNegatives;
  return ratio(right, right + wrong.falsePositives + wrong.falseNegatives);
}

function ratio(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/** The ROC curve: share of false alarms and recall at each threshold that tells scores apart, from (0, 0) to (1, 1). */
export function rocOf(given: readonly Scored[]): readonly (readonly [number, number])[] {
  const thresholds = [...new Set(given.map(({ score }) => score))].sort((a, b) => b - a);
  return [Infinity, ...thresholds].map((threshold) => {
    const confusion = confusionAt(given, threshold);
    return [fallOutOf(confusion) ?? 0, recallOf(confusion) ?? 0] as const;
  });
}

/** The area under a curve, by trapezoids. */
export function areaUnder(curve: readonly (readonly [number, number])[]): number {
  return curve.slice(1).reduce((sum, [x, y], at) => {
    const [before, height] = curve[at] ?? [x, y];
    return sum + ((x - before) * (y + height)) / 2;
  }, 0);
}
