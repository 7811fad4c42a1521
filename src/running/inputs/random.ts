/** Numbers that look random and are the same at every run with the same seed and words. */
export interface Random {
  /** Even between 0 and 1, without 1. */
  readonly uniform: () => number;
  /** Standard normal. */
  readonly normal: () => number;
}

/** Rounds after which sfc32's state is mixed, as its author recommends. */
const WARM_UP = 12;

/** sfc32 (Chris Doty-Humphrey, PractRand): 128 bits of state, period of at least 2^32. */
export function seededRandom(seed: number, ...words: readonly string[]): Random {
  let a = Math.trunc(seed / 2 ** 32) | 0;
  let b = seed | 0;
  let c = hash(words.join("\0"));
  let counter = 1;
  const next = (): number => {
    const t = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return t >>> 0;
  };
  for (let round = 0; round < WARM_UP; round++) next();
  const uniform = (): number => next() / 2 ** 32;
  let spare: number | undefined;
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare;
      spare = undefined;
      return value;
    }
    // Box and Muller 1958; 1 - u is never zero.
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  return { uniform, normal };
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value;
}
