import type { Integer } from "./tensor";

/** Arithmetic on whole numbers of any size: a `number` while a double is exact, a `bigint` beyond. */

export function normal(value: bigint): Integer {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/** False where a broken file puts a fraction or an infinity in a place of whole numbers: arithmetic then stays in doubles. */
function areWhole(a: number, b: number): boolean {
  return Number.isInteger(a) && Number.isInteger(b);
}

export function plus(a: Integer, b: Integer): Integer {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum) || !areWhole(a, b)) return sum;
  }
  return normal(BigInt(a) + BigInt(b));
}

export function times(a: Integer, b: Integer): Integer {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // `+ 0` turns the double's -0 into 0.
    if (Number.isSafeInteger(product) || !areWhole(a, b)) return product + 0;
  }
  return normal(BigInt(a) * BigInt(b));
}

/** The quotient rounded towards minus infinity; `b` is not 0. */
export function floorQuotient(a: Integer, b: Integer): Integer {
  if (typeof a === "number" && typeof b === "number") return Math.floor((a - rest(a, b)) / b) + 0;
  const [m, n] = [BigInt(a), BigInt(b)];
  const quotient = m / n;
  return normal(m % n !== 0n && m < 0n !== n < 0n ? quotient - 1n : quotient);
}

/** `a - b * floor(a/b)`: takes the divisor's sign. */
export function floorRest(a: Integer, b: Integer): Integer {
  if (typeof a === "number" && typeof b === "number") return rest(a, b);
  const rest0 = BigInt(a) % BigInt(b);
  return normal(rest0 !== 0n && rest0 < 0n !== BigInt(b) < 0n ? rest0 + BigInt(b) : rest0);
}

function rest(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder + 0;
}

export function greatestDivisor(a: Integer, b: Integer): Integer {
  let [m, n] = [a < 0 ? times(a, -1) : a, b < 0 ? times(b, -1) : b];
  while (n !== 0) [m, n] = [n, floorRest(m, n)];
  return m;
}
