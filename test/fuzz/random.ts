/** Numbers by a seed alone (mulberry32, Tommy Ettinger, public domain), so that every input can be made again. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** A whole number from 0 on, below `end`. */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  chance(part: number): boolean {
    return this.below(1_000_000) < part * 1_000_000;
  }

  pick<T>(list: readonly [T, ...T[]]): T {
    return list[this.below(list.length)] ?? list[0];
  }

  /** One of a list that may be empty. */
  any<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }
}

/** Numbers at which programs break. */
export const ODD_NUMBERS: readonly [bigint, ...bigint[]] = [
  0n,
  1n,
  -1n,
  2n,
  3n,
  7n,
  127n,
  128n,
  255n,
  65_535n,
  65_536n,
  2n ** 31n - 1n,
  2n ** 31n,
  2n ** 32n - 1n,
  2n ** 32n,
  2n ** 53n,
  2n ** 62n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  -(2n ** 31n),
];

export const ODD_TEXTS: readonly [string, ...string[]] = [
  "",
  "batch",
  "../../etc/passwd",
  "/etc/passwd",
  "http://localhost/x",
  "a/../../b",
  "C:\\x",
  "__proto__",
  "constructor",
  "toString",
  "<img src=x onerror=alert(1)>",
  "\u001b[31mred\u0000",
  "`$" + "{x}`",
  "floor(a/0)",
  "((((a+b)*c)//0)",
  "-1",
  "NaN",
  "a".repeat(70_000),
  "/".repeat(300),
  "\u202e\ud800",
];
