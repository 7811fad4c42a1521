import { examples, fitPolynomial, truth } from "./fit";

interface Split {
  /** The mean over x of the squared distance of the mean prediction from the truth. */
  readonly bias: number;
  /** The mean over x of the predictions' variance around their mean. */
  readonly variance: number;
  /** The mean squared error against the truth: the sum of both. */
  readonly error: number;
}

const EXAMPLES = 14;
const DATA_SETS = 60;
/** Not to the very ends, where no example is. */
const PLACES = Array.from({ length: 41 }, (_, at) => -0.9 + (1.8 * at) / 40);

/** The predictions at the same places of polynomials that were fitted to different examples of the same truth. */
function predictions(degree: number): readonly (readonly number[])[] {
  return Array.from({ length: DATA_SETS }, (_, set) => {
    const fitted = fitPolynomial(examples(EXAMPLES, set + 1), degree);
    return PLACES.map(fitted);
  });
}

/** Where the error of polynomials of a degree comes from (Geman, Bienenstock and Doursat, 1992). */
export function splitError(degree: number): Split {
  const sets = predictions(degree);
  const split = { bias: 0, variance: 0, error: 0 };
  PLACES.forEach((place, at) => {
    const told = sets.map((one) => one[at] ?? 0);
    const mean = meanOf(told);
    split.bias += (mean - truth(place)) ** 2 / PLACES.length;
    split.variance += meanOf(told.map((value) => (value - mean) ** 2)) / PLACES.length;
    split.error += meanOf(told.map((value) => (value - truth(place)) ** 2)) / PLACES.length;
  });
  return split;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
