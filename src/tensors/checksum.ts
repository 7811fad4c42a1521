/**
 * The checksum by which equal channels are found: each 16-bit word of a channel is multiplied by a random one that
 * belongs to its place, and the products are summed in 32 bits; twice, since that of words that differ in few bits has
 * few values. assembly/checksum.ts has the same, eight words at a time.
 *
 * (Sums of products with random numbers are a universal hash: Carter and Wegman, 1979.)
 */

/** Random words of a table; behind them they come again, changed. */
export const SALTS = 4096;

/** The two tables. */
export const TABLES: readonly [Int16Array, Int16Array] = [randomWords(1), randomWords(2)];

function randomWords(seed: number): Int16Array {
  return Int16Array.from({ length: SALTS }, (_, place) => stir(Math.imul(place + 1, 0x9e3779b9) + seed));
}

/** The multipliers are MurmurHash3's (Austin Appleby, public domain). */
function stir(value: number): number {
  const first = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

/** What changes the words of a table from one turn to the next: equal parts at its distance are not alike. */
function turnKey(turn: number, seed: number): number {
  const first = Math.imul(turn + seed, 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

/** What a 16-bit word adds to one of the checksums. @param table 0 or 1 */
function term(word: number, place: number, table: 0 | 1): number {
  const salt = TABLES[table][place & (SALTS - 1)] ?? 0;
  const key = turnKey(place >>> 12, table === 0 ? 1 : 0x10001);
  return Math.imul(signed(word), signed(salt ^ key));
}

function signed(word: number): number {
  return (word << 16) >> 16;
}

const single = new Float32Array(1);
const words = new Uint16Array(single.buffer);

/** What a number adds to a checksum as a float32, the two words of its bits; both zeros are one. */
export function singleTerm(value: number, place: number, table: 0 | 1): number {
  single[0] = value === 0 ? 0 : value;
  return (term(words[0] ?? 0, 2 * place, table) + term(words[1] ?? 0, 2 * place + 1, table)) | 0;
}

/** What a float16 adds by its bits; both zeros are one. */
export function halfTerm(code: number, place: number, table: 0 | 1): number {
  return code === 0x8000 ? 0 : term(code, place, table);
}
