import type { Tensor } from "../../model/tensor";
import type { NodeParts } from "./write-node";
import { writeNode } from "./write-node";
import type { DataOf } from "./write-tensor";
import { writeTensor } from "./write-tensor";
import { writeValueInfo } from "./write-type";
import { MessageWriter } from "./write-wire";

/** What the main graph of a model gets in addition. */
export interface Addition {
  /** Values of the main graph; their types are inferred by the runtime. */
  readonly outputs: readonly string[];
  /** In the dialect of the opsets that the file imports. */
  readonly nodes?: readonly NodeParts[];
  /** By name. */
  readonly tensors?: ReadonlyMap<string, Tensor>;
}

const NO_DATA: DataOf = () => undefined;

/**
 * A model's bytes with more outputs, and nodes and tensors for them, without decoding it: the concatenation of two
 * serialised messages is the merged message
 * (https://protobuf.dev/programming-guides/encoding/#last-one-wins), whose lists are one after the other.
 *
 * @param dataOf the elements of added tensors that do not carry them.
 */
export function appendOutputs(model: Uint8Array, addition: Addition, dataOf = NO_DATA): Uint8Array {
  const graph = new MessageWriter();
  for (const node of addition.nodes ?? []) graph.message(1, writeNode(node, dataOf));
  for (const [name, tensor] of addition.tensors ?? []) graph.message(5, writeTensor(tensor, dataOf, name));
  for (const name of addition.outputs) {
    graph.message(12, writeValueInfo({ name, type: { kind: "unknown" } }));
  }
  const fragment = new MessageWriter().message(7, graph).finish();
  const whole = new Uint8Array(model.length + fragment.length);
  whole.set(model);
  whole.set(fragment, model.length);
  return whole;
}
