import type { DrawnGraph } from "./drawn";

/** Inputs from farther away differ from block to block and are all the same to the search for repeats. */
const FAR = 64;
/** Of an item's distances, the nearest ones tell it from others. */
const DISTANCES = 4;

/** How the items of a list hang together. */
interface ListWiring {
  /** By item: from how far back in the list its inputs come, nearest first; {@link FAR} for what is farther or outside. */
  readonly distances: readonly (readonly number[])[];
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
    const distances: number[][] = items.map(() => []);
    /** Values between items, and by value the item that makes it. */
    const living: number[] = [];
    const makers: number[] = [];
    items.forEach((leaves, place) => {
      const own = distances[place] ?? [];
      for (const leaf of leaves) {
        for (let input = this.starts[leaf] ?? 0; input < (this.starts[leaf + 1] ?? 0); input++) {
          const maker = this.placeOf(this.sources[input] ?? 0);
          if (maker === place) continue;
          const distance = maker === undefined ? FAR : Math.min(Math.abs(place - maker), FAR);
          if (!own.includes(distance)) own.push(distance);
          if (maker !== undefined && this.use(this.values[input] ?? 0, place)) {
            living.push(this.values[input] ?? 0);
            makers.push(maker);
          }
        }
      }
    });
    return {
      distances: distances.map((own) => (own.length < 2 ? own : nearest(own))),
      alive: this.aliveBefore(items.length, living, makers),
    };
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

  /** Notes a use of a value; whether it is the first in this list. */
  private use(value: number, place: number): boolean {
    const first = this.valueRounds[value] !== this.round;
    this.valueRounds[value] = this.round;
    this.lastUses[value] = first ? place : Math.max(this.lastUses[value] ?? 0, place);
    return first;
  }

  private aliveBefore(
    length: number,
    living: readonly number[],
    makers: readonly number[],
  ): readonly number[] {
    const changes = new Array<number>(length + 1).fill(0);
    living.forEach((value, index) => {
      const from = (makers[index] ?? 0) + 1;
      const to = (this.lastUses[value] ?? 0) + 1;
      changes[from] = (changes[from] ?? 0) + 1;
      changes[to] = (changes[to] ?? 0) - 1;
    });
    let alive = 0;
    return changes.map((change) => (alive += change));
  }
}

function nearest(distances: readonly number[]): readonly number[] {
  return distances.toSorted((a, b) => a - b).slice(0, DISTANCES);
}
