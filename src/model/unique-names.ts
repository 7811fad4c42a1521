/** Names in use. One that is wanted again gets a number, which takes no longer however often it is wanted. */
export class UniqueNames {
  private readonly names: Set<string>;
  /** By name that is wanted again, the number that it gets next. */
  private readonly next = new Map<string, number>();

  /**
   * @param numbered how a name is written with its number, 2 and up.
   * @param taken names that are in use already.
   */
  constructor(
    private readonly numbered: (name: string, number: number) => string,
    taken: Iterable<string> = [],
  ) {
    this.names = new Set(taken);
  }

  /** The name, numbered where it is in use already; from now on it is. */
  unique(wanted: string): string {
    if (this.add(wanted)) return wanted;
    let number = this.next.get(wanted) ?? 2;
    while (!this.add(this.numbered(wanted, number))) number++;
    this.next.set(wanted, number + 1);
    return this.numbered(wanted, number);
  }

  /** Whether it was not in use: known by the size, since looking it up first would cost as much again. */
  private add(name: string): boolean {
    const before = this.names.size;
    return this.names.add(name).size > before;
  }
}
