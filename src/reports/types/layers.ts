import type { Role } from "../../operators/operator";

/** The layers of a model: what each node costs, and each group of nodes together. */
export interface LayersReport {
  /** Each right before what is inside it. */
  readonly rows: readonly LayerRow[];
  readonly totals: LayerCosts;
  /** Names of the nodes whose cost is not known. */
  readonly uncosted: readonly string[];
  /** The size that open dimensions are taken to have where counts are put in order. */
  readonly supposed: number;
}

export interface LayerRow extends LayerCosts {
  /** `graph` is a subgraph, inside its node, or the body of a function; its costs are those of one run of it. */
  readonly kind: "node" | "group" | "graph";
  /** As in the graph that is drawn. */
  readonly id: string;
  readonly name: string;
  /** Of a group: the most frequent operators inside, with their count. */
  readonly operator: string;
  readonly role: Role;
  /** 0 at the top. */
  readonly depth: number;
  /** The row that this one is inside; -1 at the top. */
  readonly parent: number;
  /** Rows inside, at any depth: they follow right after it. */
  readonly inside: number;
  /** Not drawn as a box of its own: a Constant, or what only shows a stored tensor another way. */
  readonly quiet: boolean;
  /** Shapes of the outputs, of a group of what leaves it; empty where nothing is known. */
  readonly outputShape: string;
  /** Of the first output. */
  readonly dtype: string | null;
  /** Of the whole model's, from 0 to 1; null where the whole is 0. */
  readonly shareOfParameters: number | null;
  /** null where it is not known, not the same for all open sizes, or the row's costs are no part of one run's. */
  readonly shareOfMacs: number | null;
}

export interface LayerCosts {
  /** Nodes inside that are drawn; 1 for a node. */
  readonly nodes: number;
  /** Elements of parameters and statistics; a tensor that several nodes share counts once in their group. */
  readonly parameters: number;
  readonly weightBytes: number | null;
  readonly macs: LayerCount;
  readonly flops: LayerCount;
  readonly activationBytes: LayerCount;
}

/** A number; a count that hangs on open sizes; or null: unknown. */
export type LayerCount = number | OpenCount | null;

export interface OpenCount {
  /** An expression, or a whole number that a double cannot hold exactly. */
  readonly text: string;
  /** Its value where every open size is {@link LayersReport.supposed}: what a table sorts it by. */
  readonly supposed: number;
}
