import type { Integer } from "./tensor";

/** Arithmetic on whole numbers of any size: a `number` while a double is exact, a `bigint` beyond. */

export function normal(value: bigint): Integer {
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

/**
 * False where a broken file puts a fraction or an infinity in a place of whole numbers: arithmetic then stays in
 * doubles, and what comes out is no size of anything.
 */
function areWhole(a: Integer, b: Integer): boolean {
  return isWhole(a) && isWhole(b);
}

const isWhole = (one: Integer): boolean => typeof one === "bigint" || Number.isInteger(one);

export function plus(a: Integer, b: Integer): Integer {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return areWhole(a, b) ? normal(BigInt(a) + BigInt(b)) : Number(a) + Number(b);
}

export function times(a: Integer, b: Integer): Integer {
  if (typeof a === "number" && typeof b === "number") {
    const product = a * b;
    // `+ 0` turns the double's -0 into 0.
    if (Number.isSafeInteger(product)) return product + 0;
  }
  return areWhole(a, b) ? normal(BigInt(a) * BigInt(b)) : Number(a) * Number(b);
}

/** The quotient rounded towards minus infinity; `b` is not 0. */
export function floorQuotient(a: Integer, b: Integer): Integer {
  if ((typeof a === "number" && typeof b === "number") || !areWhole(a, b)) {
    const [over, under] = [Number(a), Number(b)];
    return Math.floor((over - rest(over, under)) / under) + 0;
  }
  const [m, n] = [BigInt(a), BigInt(b)];
  const quotient = m / n;
  return normal(m % n !== 0n && m < 0n !== n < 0n ? quotient - 1n : quotient);
}

/** `a - b * floor(a/b)`: takes the divisor's sign. */
export function floorRest(a: Integer, b: Integer): Integer {
  if ((typeof a === "number" && typeof b === "number") || !areWhole(a, b)) return rest(Number(a), Number(b));
  const rest0 = BigInt(a) % BigInt(b);
  return normal(rest0 !== 0n && rest0 < 0n !== BigInt(b) < 0n ? rest0 + BigInt(b) : rest0);
}

function rest(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder + 0;
}

export function greatestDivisor(a: Integer, b: Integer): Integer {
  let [m, n] = [a < 0 ? times(a, -1) : a, b < 0 ? times(b, -1) : b];
  if (!areWhole(m, n)) return 1;
  while (n !== 0) [m, n] = [n, floorRest(m, n)];
  return m;
}
