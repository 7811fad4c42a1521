import type { Role } from "../operators/operator";

export type { Role };

/**
 * A drawn graph: boxes, edges and stubs with their coordinates in pixels at zoom 1, origin at the top left, data
 * flowing downwards. Plain JSON values: it travels from the worker to the page as it is.
 */
export interface Picture {
  /** The path of the graph that is drawn, "" for the main graph. */
  readonly graph: string;
  readonly width: number;
  readonly height: number;
  /** Outer boxes before what they contain. */
  readonly boxes: readonly Box[];
  readonly edges: readonly Edge[];
  readonly stubs: readonly Stub[];
  /** The groups that are open, which may be fewer than asked for (a group that is gone after a change). */
  readonly open: readonly string[];
  /** False where the time budget ended the sweeps against crossings early. */
  readonly settled: boolean;
}

export type Box = NodeBox | GroupBox | ValueBox;

interface BoxPlace {
  /** A node's, group's or value's id: stable when the file changes. */
  readonly id: string;
  /** The open group it stands in, or null. */
  readonly parent: string | null;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface NodeBox extends BoxPlace {
  readonly kind: "node";
  readonly operator: string;
  readonly name: string;
  /** The attribute a person wants to see: `3×3, stride 2`. May be empty. */
  readonly label: string;
  readonly role: Role;
  /** Stored tensors that enter it, name and shape: `weight`, `64×3×7×7`. */
  readonly weights: readonly { readonly name: string; readonly shape: string }[];
  /** Paths of subgraphs and function bodies that open on Enter. */
  readonly graphs: readonly string[];
}

export interface GroupBox extends BoxPlace {
  readonly kind: "group";
  /** What stands on it: the scope's last name, or `Conv·BatchNorm·Relu`. */
  readonly title: string;
  /** The whole name, for the tooltip and screen readers. */
  readonly name: string;
  /** How many equal blocks in a row it stands for; 1 for a plain group. */
  readonly repeat: number;
  readonly open: boolean;
  /** All nodes inside, at any depth. */
  readonly nodes: number;
  /** Groups with the same number have the same structure; null where it is the only one of its kind. */
  readonly alike: number | null;
  /** Values that go past a folded group: skip connections. */
  readonly passing: number;
  /** The most frequent operators inside: `Conv 3 · Relu 2`. */
  readonly summary: string;
  /** The role that costs or counts most inside; gives the colour. */
  readonly role: Role;
}

/** A graph's own input or output. */
export interface ValueBox extends BoxPlace {
  readonly kind: "input" | "output";
  readonly name: string;
  readonly type: string;
}

/** One connection between two boxes that are drawn; several values between the same two are one edge. */
export interface Edge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Qualified value names. */
  readonly values: readonly string[];
  /** Shape of the value (`1×64×56×56`), or `3 values`; empty where unknown. */
  readonly label: string;
  /** A polyline with an even number of coordinates: x0, y0, x1, y1… The page rounds its corners. */
  readonly points: readonly number[];
}

/**
 * A named end of a connection that is not drawn: values with many consumers, and connections too long to follow.
 * Choosing it goes to the other end.
 */
export interface Stub {
  readonly id: string;
  /** The box it is attached to, and at which side the data goes. */
  readonly box: string;
  readonly side: "in" | "out";
  readonly value: string;
  readonly label: string;
  /** The boxes at the other end. */
  readonly peers: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly width: number;
}
