import type { DrawnGraph } from "./drawn";

/** Inputs from farther away differ from block to block and are all the same to the search for repeats. */
const FAR = 64;
/** Of an item's distances, so many of the nearest ones tell it from others. */
const DISTANCES = 4;

/** How the items of a list hang together. */
interface ListWiring {
  /**
   * By item: from how far back in the list its inputs come, {@link FAR} for what is farther or outside: the nearest
   * distances as the digits of a number to the base {@link FAR} + 1, the nearest first.
   */
  readonly origins: readonly number[];
  /** How many values are alive before each item, of which each is needed from one item to another. */
  readonly alive: readonly number[];
}

/**
 * The connections of a graph, looked at list by list: items of a list hold the leaves of the graph. Each list costs
 * the leaves in it and their inputs: what is noted for one list stays in place and is told from the next one's by its
 * round.
 */
export class Wiring {
  /** By leaf: where its inputs begin in the two lists below. */
  private readonly starts: Int32Array;
  /** By input: the leaf that it comes from, and its value's number. */
  private readonly sources: Int32Array;
  private readonly values: Int32Array;

  private round = 0;
  private readonly leafRounds: Int32Array;
  private readonly places: Int32Array;
  private readonly valueRounds: Int32Array;
  private readonly lastUses: Int32Array;
  private readonly nearest = new Array<number>(DISTANCES).fill(0);

  constructor({ leaves, connections }: DrawnGraph) {
    const starts = new Int32Array(leaves.length + 1);
    for (const { to } of connections) starts[to + 1] = (starts[to + 1] ?? 0) + 1;
    for (let leaf = 0; leaf < leaves.length; leaf++) {
      starts[leaf + 1] = (starts[leaf + 1] ?? 0) + (starts[leaf] ?? 0);
    }
    const next = starts.slice();
    const numbers = new Map<string, number>();
    this.sources = new Int32Array(connections.length);
    this.values = new Int32Array(connections.length);
    for (const { from, to, value } of connections) {
      let number = numbers.get(value);
      if (number === undefined) numbers.set(value, (number = numbers.size));
      const at = next[to] ?? 0;
      next[to] = at + 1;
      this.sources[at] = from;
      this.values[at] = number;
    }
    this.starts = starts;
    this.leafRounds = new Int32Array(leaves.length);
    this.places = new Int32Array(leaves.length);
    this.valueRounds = new Int32Array(numbers.size);
    this.lastUses = new Int32Array(numbers.size);
  }

  /** @param items the leaves in each item of a list. */
  of(items: readonly (readonly number[])[]): ListWiring {
    this.enter(items);
    /** By place: by how much more or fewer values are alive before it than before the one before. */
    const changes = new Array<number>(items.length + 1).fill(0);
    const origins = items.map((leaves, place) => {
      this.nearest.fill(0);
      for (const leaf of leaves) {
        for (let input = this.starts[leaf] ?? 0; input < (this.starts[leaf + 1] ?? 0); input++) {
          const maker = this.placeOf(this.sources[input] ?? 0);
          if (maker === place) continue;
          this.near(maker === undefined ? FAR : Math.min(Math.abs(place - maker), FAR));
          if (maker !== undefined) this.use(this.values[input] ?? 0, maker, place, changes);
        }
      }
      return this.nearest.reduce((digits, distance) => digits * (FAR + 1) + distance, 0);
    });
    let alive = 0;
    return { origins, alive: changes.map((change) => (alive += change)) };
  }

  /** Keeps a distance if it is among the nearest, each once, in order; 0: there are no more. */
  private near(distance: number): void {
    const { nearest } = this;
    let moved = distance;
    for (let rank = 0; rank < DISTANCES; rank++) {
      const there = nearest[rank] ?? 0;
      if (there === moved) return;
      if (there !== 0 && there < moved) continue;
      nearest[rank] = moved;
      if (there === 0) return;
      moved = there;
    }
  }

  private enter(items: readonly (readonly number[])[]): void {
    this.round++;
    items.forEach((leaves, place) => {
      for (const leaf of leaves) {
        this.leafRounds[leaf] = this.round;
        this.places[leaf] = place;
      }
    });
  }

  /** The item of the list that holds a leaf. */
  private placeOf(leaf: number): number | undefined {
    return this.leafRounds[leaf] === this.round ? this.places[leaf] : undefined;
  }

  /** A value lives from behind the item that makes it up to the last one that uses it. */
  private use(value: number, maker: number, place: number, changes: number[]): void {
    const change = (at: number, by: number): void => {
      changes[at] = (changes[at] ?? 0) + by;
    };
    const last = this.lastUses[value] ?? 0;
    if (this.valueRounds[value] !== this.round) {
      this.valueRounds[value] = this.round;
      change(maker + 1, 1);
    } else if (last < place) {
      change(last + 1, 1);
    } else return;
    change(place + 1, -1);
    this.lastUses[value] = place;
  }
}
