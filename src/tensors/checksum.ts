/**
 * The checksum by which equal channels are found: each 16-bit word of a channel is multiplied by a random one that
 * belongs to its place, and the products are summed in 32 bits. assembly/checksum.ts has the same, eight words at a time.
 *
 * (Sums of products with random numbers are a universal hash: Carter and Wegman, 1979.)
 */

/** Random words; behind them they come again, changed. */
const SALTS = 4096;

export const RANDOM_WORDS: Int16Array = Int16Array.from({ length: SALTS }, (_, place) =>
  stir(Math.imul(place + 1, 0x9e3779b9) + 1),
);

/** The multipliers are MurmurHash3's (Austin Appleby, public domain). */
function stir(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

/** What changes the words of a table from one turn to the next: equal parts at its distance are not alike. */
function turnKey(turn: number): number {
  const first = Math.imul(turn + 1, 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

/** What a 16-bit word adds to the checksum. */
function term(word: number, place: number): number {
  const random = RANDOM_WORDS[place & (SALTS - 1)] ?? 0;
  return Math.imul(signed(word), signed(random ^ turnKey(place >>> 12)));
}

function signed(word: number): number {
  return (word << 16) >> 16;
}

const single = new Float32Array(1);
const words = new Uint16Array(single.buffer);

/** What a number adds to the checksum as a float32, the two words of its bits; both zeros are one. */
export function singleTerm(value: number, place: number): number {
  single[0] = value === 0 ? 0 : value;
  return (term(words[0] ?? 0, 2 * place) + term(words[1] ?? 0, 2 * place + 1)) | 0;
}

/** What a float16 adds by its bits; both zeros are one. */
export function halfTerm(code: number, place: number): number {
  return code === 0x8000 ? 0 : term(code, place);
}
