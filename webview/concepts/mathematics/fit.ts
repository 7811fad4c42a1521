import { leastSquares } from "./least-squares";
import { normal } from "./random";

/** A value to be predicted from another. */
interface Example {
  readonly x: number;
  readonly y: number;
}

/** What the examples would be without noise; from -1 to 1. */
export function truth(x: number): number {
  return Math.sin(Math.PI * x);
}

/** The standard deviation of the noise. */
const NOISE = 0.25;

/** Examples at equal steps from -1 to 1, shifted within their step, with noise; others for each seed. */
export function examples(count: number, seed: number): readonly Example[] {
  const next = normal(seed);
  return Array.from({ length: count }, (_, at) => {
    const x = ((2 * at + 1) / count - 1) * 0.98;
    return { x, y: truth(x) + NOISE * next() };
  });
}

/** Legendre's polynomials up to a degree at x in [-1, 1] (Bonnet's recursion): better to compute with than powers. */
function legendre(x: number, degree: number): readonly number[] {
  const values = [1, x];
  for (let n = 1; n < degree; n++)
    values.push(((2 * n + 1) * x * (values[n] ?? 0) - n * (values[n - 1] ?? 0)) / (n + 1));
  return values.slice(0, degree + 1);
}

/** The polynomial of a degree that is nearest to the examples in the sum of squares. */
export function fitPolynomial(given: readonly Example[], degree: number): (x: number) => number {
  const weights = leastSquares(
    given.map(({ x }) => legendre(x, degree)),
    given.map(({ y }) => y),
  );
  return (x) => legendre(x, degree).reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0);
}

/** The root of the mean of the squared errors. */
export function errorOf(predict: (x: number) => number, given: readonly Example[]): number {
  return Math.sqrt(given.reduce((sum, { x, y }) => sum + (predict(x) - y) ** 2, 0) / given.length);
}
