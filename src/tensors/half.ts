import { numberFromHalf as computed } from "../model/half";

const FLOAT = new Float32Array(1);
const BITS = new Uint32Array(FLOAT.buffer);

/** The largest finite float16. */
export const LARGEST_HALF = 65_504;

/** The bits of the float16 nearest to a number, ties to even (IEEE 754 binary16); beyond 65,504 infinite. */
export function halfFromNumber(value: number): number {
  FLOAT[0] = value;
  const bits = BITS[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = Math.abs(value);
  if (Number.isNaN(value)) return 0x7e00;
  // Halfway between the largest half and what would be the next one, where ties go up.
  if (magnitude >= 65520) return sign | 0x7c00;
  // Below the smallest normal half the steps are all of 2^-24.
  if (magnitude < 2 ** -14) return sign | roundEven(magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  // A rounding up to the next power of two carries into the exponent, as it should.
  return sign | (((exponent + 15) << 10) + roundEven((magnitude / 2 ** exponent - 1) * 1024));
}

function roundEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}

let numbers: Float64Array | undefined;

/** The number that a float16's bits stand for, from a table: for those that are asked by the million. */
export function numberFromHalf(code: number): number {
  numbers ??= Float64Array.from({ length: 2 ** 16 }, (_, bits) => computed(bits));
  return numbers[code] ?? NaN;
}

/** The bits of infinity. */
const INFINITE = 0x7c00;

/** The float16 whose bits stand in order as this whole number: those below zero are turned round. */
export function numberInOrder(place: number): number {
  return numberFromHalf((place < 0 ? place ^ 0x7fff : place) & 0xffff);
}

/** Whether the float16 that stands in order as this whole number is finite. */
export function finiteInOrder(place: number): boolean {
  return place < INFINITE && place > ~INFINITE;
}
