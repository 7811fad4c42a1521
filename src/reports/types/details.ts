import type { ReportProblem, TensorRole } from "./parts";

/** Everything that is known of one node, value, tensor or group: what the details panel shows. */
export interface Details {
  readonly kind: "node" | "group" | "value" | "model";
  readonly id: string;
  /** Operator or group name: the panel's title. */
  readonly title: string;
  readonly name: string;
  /** From the model down to what is shown: each with the id to go there. */
  readonly path: readonly { readonly id: string; readonly name: string }[];
  readonly docString: string;
  readonly attributes: readonly DetailsAttribute[];
  readonly inputs: readonly DetailsSlot[];
  readonly outputs: readonly DetailsSlot[];
  readonly weights: readonly DetailsWeight[];
  readonly metadata: readonly (readonly [key: string, value: string])[];
  /** What it costs, MACs with their formula: `["MACs", "64·112·112·3·7·7 = 118,013,952"]`. */
  readonly costs: readonly (readonly [label: string, text: string])[];
  /** Other facts with their unit: `["Nodes", "171"]`. */
  readonly facts: readonly (readonly [label: string, text: string])[];
  /** Subgraphs and function bodies that can be opened: graph path and what to call it. */
  readonly graphs: readonly { readonly path: string; readonly name: string }[];
  readonly problems: readonly ReportProblem[];
}

export interface DetailsAttribute {
  readonly name: string;
  /** `int`, `floats`, `tensor`… as the format calls it. */
  readonly type: string;
  /** Shortened for long lists; never more than some hundred characters. */
  readonly text: string;
}

/** An input or output of a node: what stands there and which nodes are at the other end. */
export interface DetailsSlot {
  /** The slot's name by the operator's signature where it is known, else its index. */
  readonly slot: string;
  readonly value: string;
  readonly type: string;
  readonly peers: readonly { readonly id: string; readonly title: string; readonly name: string }[];
}

export interface DetailsWeight {
  readonly slot: string;
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly elements: number;
  readonly bytes: number | null;
  readonly role: TensorRole;
  /** `in the file, at byte 1,024` · `weights.bin, at byte 0` · `not stored`. */
  readonly location: string;
}
