/** Numbers for things: equal things, and only they, have equal ones. */
export class Tokens {
  private readonly words = new Map<string, number>();
  private readonly pairs = new Map<number, number>();
  private count = 0;

  of(word: string): number {
    return this.words.get(word) ?? this.next(this.words, word);
  }

  /** Of two tokens, or of a token and any whole number below {@link BOUND}. */
  pair(first: number, second: number): number {
    if (first >= BOUND || second >= BOUND)
      throw new RangeError("more tokens than a pair of them has room for");
    const key = first * BOUND + second;
    return this.pairs.get(key) ?? this.next(this.pairs, key);
  }

  private next<Key>(known: Map<Key, number>, key: Key): number {
    const token = this.count++;
    known.set(key, token);
    return token;
  }
}

/** Two numbers below it make one that a double holds exactly. */
const BOUND = 2 ** 26;
