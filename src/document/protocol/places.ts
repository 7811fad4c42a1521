import type { TensorRole } from "../../reports/types/parts";

export interface PictureRequest {
  /** "" for the main graph, else a subgraph's or function's path. */
  readonly graph: string;
  /** Ids of the groups that are open; null for the folding that fits a screen. */
  readonly open: readonly string[] | null;
}

export interface DetailsRequest {
  /** A node's, group's, value's or tensor's id; "" is the model itself. */
  readonly id: string;
}

export interface FindRequest {
  /** Words and `key:word` filters: `op:Conv kernel:3 shape:*x64x*`. */
  readonly query: string;
  readonly limit: number;
}

export interface FindAnswer {
  readonly hits: readonly FindHit[];
  /** How many there are in all. */
  readonly total: number;
  /** What is wrong with the query, in a few words; null where nothing is. */
  readonly problem: string | null;
}

export interface FindHit {
  readonly kind: "node" | "value" | "tensor" | "group";
  readonly id: string;
  readonly title: string;
  readonly name: string;
  /** What else helps to tell it apart: shape, the attribute that matched, the graph. */
  readonly detail: string;
  readonly role: TensorRole | null;
}

export interface ReachRequest {
  readonly id: string;
  readonly direction: "upstream" | "downstream";
}

export interface PathsRequest {
  readonly a: string;
  readonly b: string;
}

export interface ReachAnswer {
  readonly nodes: readonly string[];
  /** The groups, at any depth, that hold one of them: what is lit where they are folded. */
  readonly groups: readonly string[];
}

export interface Place {
  readonly graph: string;
  /** Groups around it, outermost first. */
  readonly groups: readonly string[];
  /** The box that shows it when these are open. */
  readonly box: string;
}
