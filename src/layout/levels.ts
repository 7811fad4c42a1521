import { trunksOf } from "./trunk";

/** One level of a picture: vertices that stand beside and below each other, and links between them. */
export interface LevelVertex {
  readonly width: number;
  readonly height: number;
  /** A port is where links cross the border of the group around: at its top or at its bottom. */
  readonly port: "top" | "bottom" | undefined;
}

export interface LevelLink {
  /** Links of one source to several ends share their way as far as they can. */
  readonly source: number;
  readonly from: number;
  readonly to: number;
  /** Where it leaves and enters, from the vertex's left; undefined is the middle. */
  readonly fromX: number | undefined;
  readonly toX: number | undefined;
}

export interface LevelPlan {
  readonly width: number;
  readonly height: number;
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** For each link a polyline. */
  readonly routes: readonly (readonly number[])[];
  readonly settled: boolean;
}

const ROW_GAP = 44;
const COLUMN_GAP = 28;
const LANE_WIDTH = 10;
/** A row wider than this goes on in a row below. */
const MAX_ROW_WIDTH = 2400;
const SWEEPS = 6;
const ALIGNMENTS = 8;
/** Against what pulls to the sides: what is left of those pulls is less than a pixel. */
const TRUNK_PULL = 10_000;
/** How far a line leaves and enters upright before it turns: below the top of a group past its title. */
const UPRIGHT = 12;
const UPRIGHT_PAST_TITLE = 28;

/** Layers by longest path, in an order that follows the file; what would run upwards is left out of account. */
export function ranksOf(
  count: number,
  links: readonly { readonly from: number; readonly to: number }[],
): Int32Array {
  const after: number[][] = Array.from({ length: count }, () => []);
  const before: number[][] = Array.from({ length: count }, () => []);
  const waiting = new Int32Array(count);
  for (const { from, to } of links) {
    if (from === to) continue;
    after[from]?.push(to);
    before[to]?.push(from);
    waiting[to] = (waiting[to] ?? 0) + 1;
  }
  const order: number[] = [];
  const placed = new Uint8Array(count);
  const ready: number[] = [];
  let oldest = 0;
  const place = (vertex: number): void => {
    placed[vertex] = 1;
    order.push(vertex);
    for (const next of after[vertex] ?? []) {
      waiting[next] = (waiting[next] ?? 0) - 1;
      if (waiting[next] === 0 && placed[next] === 0) ready.push(next);
    }
  };
  for (let vertex = 0; vertex < count; vertex++) if (waiting[vertex] === 0) ready.push(vertex);
  for (let head = 0; order.length < count;) {
    const next = ready[head];
    if (next !== undefined) {
      head++;
      if (placed[next] === 0) place(next);
    } else {
      // Only circles are left: begin with what the file has first.
      while (placed[oldest] === 1) oldest++;
      place(oldest);
    }
  }
  const position = new Int32Array(count);
  order.forEach((vertex, index) => (position[vertex] = index));
  const ranks = new Int32Array(count);
  const forward = (from: number, to: number): boolean => (position[from] ?? 0) < (position[to] ?? 0);
  for (const vertex of order) {
    for (const next of after[vertex] ?? []) {
      if (forward(vertex, next)) ranks[next] = Math.max(ranks[next] ?? 0, (ranks[vertex] ?? 0) + 1);
    }
  }
  // What has more links on than it has from before stands right above where it is needed: fewer lines are long then.
  for (const vertex of order.toReversed()) {
    const nexts = (after[vertex] ?? []).filter((next) => forward(vertex, next));
    if (nexts.length <= (before[vertex]?.length ?? 0)) continue;
    ranks[vertex] = nexts.reduce((least, next) => Math.min(least, (ranks[next] ?? 0) - 1), Infinity);
  }
  return ranks;
}

/** A row's entry: a vertex, or the place where a long link passes. */
interface Entry {
  readonly vertex: number | undefined;
  readonly width: number;
  row: number;
  x: number;
  readonly up: { entry: Entry; offset: number; own: number; weight: number }[];
  readonly down: { entry: Entry; offset: number; own: number; weight: number }[];
  index: number;
}

/** Places a level: rows, few sweeps against crossings, columns. Linear in what it holds and in the rows links pass. */
export function planLevel(
  vertices: readonly LevelVertex[],
  links: readonly LevelLink[],
  ranks: Int32Array,
  outOfTime: () => boolean,
): LevelPlan {
  const rowOf = wrap(vertices, ranks);
  const rows: Entry[][] = [];
  const add = (row: number, vertex: number | undefined, width: number): Entry => {
    while (rows.length <= row) rows.push([]);
    const list = rows[row] ?? [];
    const entry: Entry = { vertex, width, row, x: 0, up: [], down: [], index: list.length };
    list.push(entry);
    return entry;
  };
  const entries = vertices.map((vertex, index) => add(rowOf[index] ?? 0, index, vertex.width));
  const lanes = new Map<number, Entry>();
  const trunks = trunksOf(
    vertices.map(({ height }) => height),
    links,
    rowOf,
  );
  const chains = links.map(({ source, from, to, fromX, toX }, number) => {
    const first = entries[from];
    const last = entries[to];
    if (first === undefined || last === undefined) throw new Error("a link joins vertices of its level");
    const chain = [first];
    for (let row = first.row + 1; row < last.row; row++) {
      const key = source * (vertices.length + 2) + row;
      let lane = lanes.get(key);
      if (lane === undefined) lanes.set(key, (lane = add(row, undefined, LANE_WIDTH)));
      chain.push(lane);
    }
    chain.push(last);
    for (let step = 0; step + 1 < chain.length; step++) {
      const a = chain[step];
      const b = chain[step + 1];
      if (a === undefined || b === undefined || a.down.some((link) => link.entry === b)) continue;
      const own = step === 0 ? (fromX ?? first.width / 2) : a.width / 2;
      const other = step === chain.length - 2 ? (toX ?? last.width / 2) : b.width / 2;
      const weight = trunks[number] === true ? TRUNK_PULL : pullOf(a, b);
      a.down.push({ entry: b, offset: other, own, weight });
      b.up.push({ entry: a, offset: own, own: other, weight });
    }
    return chain;
  });

  const settled = sweep(rows, SWEEPS, sortRow, outOfTime);
  for (const row of rows) packRow(row);
  sweep(rows, ALIGNMENTS, alignRow, outOfTime);
  return { ...drawn(vertices, links, rows, entries, chains), settled };
}

/** Long lines are straight before the ends of lines are. */
function pullOf(above: Entry, below: Entry): number {
  if (above.vertex !== undefined) return 2;
  return below.vertex === undefined ? 8 : 1;
}

/** Rows for ranks: a rank that is too wide takes several. Ports keep to the top and the bottom. */
function wrap(vertices: readonly LevelVertex[], ranks: Int32Array): Int32Array {
  const members = new Map<number, number[]>();
  let top = false;
  vertices.forEach((vertex, index) => {
    if (vertex.port === "top") top = true;
    if (vertex.port !== undefined) return;
    const rank = ranks[index] ?? 0;
    const list = members.get(rank);
    if (list === undefined) members.set(rank, [index]);
    else list.push(index);
  });
  const rows = new Int32Array(vertices.length);
  let row = top ? 1 : 0;
  for (const rank of [...members.keys()].sort((a, b) => a - b)) {
    let width = 0;
    for (const index of members.get(rank) ?? []) {
      const own = (vertices[index]?.width ?? 0) + COLUMN_GAP;
      if (width > 0 && width + own > MAX_ROW_WIDTH) {
        row++;
        width = 0;
      }
      width += own;
      rows[index] = row;
    }
    row++;
  }
  vertices.forEach((vertex, index) => {
    if (vertex.port !== undefined) rows[index] = vertex.port === "top" ? 0 : row;
  });
  return rows;
}

/**
 * Improves all rows, downwards and upwards in turn, until neither way changes anything; false where the time was over
 * before. An improvement looks at the rows on one side and says whether it changed the row.
 */
function sweep(
  rows: readonly Entry[][],
  most: number,
  improve: (row: Entry[], side: "up" | "down") => boolean,
  outOfTime: () => boolean,
): boolean {
  const upwards = rows.toReversed();
  let unchanged = 0;
  for (let time = 0; time < most && unchanged < 2; time++) {
    const downwards = time % 2 === 0;
    let changed = false;
    for (const row of downwards ? rows : upwards) if (improve(row, downwards ? "up" : "down")) changed = true;
    unchanged = changed ? 0 : unchanged + 1;
    if (outOfTime()) return false;
  }
  return true;
}

function sortRow(row: Entry[], side: "up" | "down"): boolean {
  if (row.length < 2) return false;
  const wished = new Map(
    row.map((entry) => {
      const links = entry[side];
      const sum = links.reduce(
        (total, { entry: other, offset }) => total + other.index + offset / (other.width + 1),
        0,
      );
      return [entry, links.length === 0 ? entry.index : sum / links.length];
    }),
  );
  row.sort((a, b) => (wished.get(a) ?? 0) - (wished.get(b) ?? 0));
  let changed = false;
  row.forEach((entry, index) => {
    if (entry.index !== index) changed = true;
    entry.index = index;
  });
  return changed;
}

function packRow(row: readonly Entry[]): void {
  let x = 0;
  for (const entry of row) {
    entry.x = x;
    x += entry.width + COLUMN_GAP;
  }
}

/**
 * Moves each entry as near as possible to where its links want it, keeping order and gaps: pooling of adjacent
 * violators, https://doi.org/10.1214/aoms/1177728423.
 */
function alignRow(row: readonly Entry[], side: "up" | "down"): boolean {
  interface Pool {
    sum: number;
    weight: number;
    from: number;
  }
  const pools: Pool[] = [];
  const starts: number[] = [];
  let start = 0;
  row.forEach((entry, index) => {
    starts.push(start);
    let sum = 0;
    let weight = 0;
    for (const { entry: other, offset, own, weight: pull } of entry[side]) {
      sum += pull * (other.x + offset - own);
      weight += pull;
    }
    if (weight === 0) {
      weight = 0.1;
      sum = entry.x * weight;
    }
    let pool: Pool = { sum: sum - start * weight, weight, from: index };
    for (
      let last = pools.at(-1);
      last !== undefined && last.sum / last.weight > pool.sum / pool.weight;
      last = pools.at(-1)
    ) {
      pools.pop();
      pool = { sum: last.sum + pool.sum, weight: last.weight + pool.weight, from: last.from };
    }
    pools.push(pool);
    start += entry.width + COLUMN_GAP;
  });
  let changed = false;
  pools.forEach((pool, number) => {
    const end = pools[number + 1]?.from ?? row.length;
    for (let index = pool.from; index < end; index++) {
      const entry = row[index];
      const x = Math.round(pool.sum / pool.weight + (starts[index] ?? 0));
      if (entry === undefined || entry.x === x) continue;
      entry.x = x;
      changed = true;
    }
  });
  return changed;
}

function drawn(
  vertices: readonly LevelVertex[],
  links: readonly LevelLink[],
  rows: readonly (readonly Entry[])[],
  entries: readonly Entry[],
  chains: readonly (readonly Entry[])[],
): Omit<LevelPlan, "settled"> {
  const all = rows.flat();
  const left = all.reduce((least, entry) => Math.min(least, entry.x), Infinity);
  const right = all.reduce((most, entry) => Math.max(most, entry.x + entry.width), -Infinity);
  for (const entry of all) entry.x -= left;
  const heightOf = (entry: Entry): number =>
    entry.vertex === undefined ? 0 : (vertices[entry.vertex]?.height ?? 0);
  const tops: number[] = [];
  const bottoms: number[] = [];
  let y = 0;
  for (const row of rows) {
    tops.push(y);
    const height = row.reduce((most, entry) => Math.max(most, heightOf(entry)), 0);
    bottoms.push(y + height);
    y += height + ROW_GAP;
  }
  const topOf = (entry: Entry): number => tops[entry.row] ?? 0;
  const routes = links.map(({ fromX, toX }, number) => {
    const chain = chains[number] ?? [];
    const points: number[] = [];
    chain.forEach((entry, step) => {
      const own = step === 0 ? fromX : step === chain.length - 1 ? toX : undefined;
      const x = entry.x + (own ?? entry.width / 2);
      const top = topOf(entry);
      const bottom = bottoms[entry.row] ?? 0;
      const before = points.at(-2);
      if (before !== undefined && before !== x) {
        const above = chain[step - 1]?.vertex;
        const past = above !== undefined && vertices[above]?.port === "top" ? UPRIGHT_PAST_TITLE : UPRIGHT;
        points.push(before, (points.at(-1) ?? 0) + past, x, top - UPRIGHT);
      }
      if (step === 0) points.push(x, top + heightOf(entry));
      else points.push(x, top);
      const passes = step < chain.length - 1 && (step > 0 || heightOf(entry) < bottom - top);
      if (passes) points.push(x, bottom);
    });
    return points;
  });
  return {
    width: all.length === 0 ? 0 : right - left,
    height: Math.max(0, y - ROW_GAP),
    x: entries.map((entry) => entry.x),
    y: entries.map(topOf),
    routes,
  };
}
