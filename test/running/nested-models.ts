import type { DataType } from "../../src/model/dtype";
import type { AttributeValue, Graph, Node } from "../../src/model/model";
import type { Tensor } from "../../src/model/tensor";
import { graph, node, subgraph, value } from "../analysis/build";

/** Models with graphs inside of their nodes, and what they are built of. */

export const int = (one: number): AttributeValue => ({ kind: "int", value: one });
export const typed = (name: string, dtype: DataType, shape?: readonly number[]) =>
  value(name, { kind: "tensor", dtype, shape });
export const X = typed("x", "float32", [1, 3]);

export function held(
  name: string,
  dtype: DataType,
  shape: readonly number[],
  inline: ArrayBufferView,
): Tensor {
  const bytes = new Uint8Array(inline.buffer);
  return { name, dtype, shape, location: { kind: "absent" }, inline: bytes };
}
export const whole = (name: string, ...numbers: number[]): Tensor =>
  held(name, "int64", numbers.length === 1 ? [] : [numbers.length], BigInt64Array.from(numbers, BigInt));
export const real = (name: string, ...numbers: number[]): Tensor =>
  held(name, "float32", numbers.length === 1 ? [] : [numbers.length], Float32Array.from(numbers));
export const yes = held("yes", "bool", [], Uint8Array.of(1));

export const branch = (
  name: string,
  nodes: readonly Node[],
  tensors: readonly Tensor[] = [],
): AttributeValue => subgraph(graph({ outputs: [name], nodes, tensors }));

/** Doubles `x` where its sum is above zero, and negates it where it is not. */
export const choice = graph({
  inputs: [X],
  outputs: ["y"],
  tensors: [real("zero", 0), real("two", 2)],
  nodes: [
    node("ReduceSum", ["x"], ["s"], { attributes: { keepdims: int(0) } }),
    node("Greater", ["s", "zero"], ["c"]),
    node("If", ["c"], ["y"], {
      name: "choose",
      attributes: {
        then_branch: branch("d", [node("Mul", ["x", "two"], ["d"])]),
        else_branch: branch("n", [node("Neg", ["x"], ["m"]), node("Relu", ["m"], ["n"])]),
      },
    }),
  ],
});

/** A loop that begins with `x` flat, takes so many steps and hands on what `nodes` make of `v` as `w`. */
export function loop(steps: number, nodes: readonly Node[], tensors: readonly Tensor[] = []): Graph {
  return graph({
    inputs: [X],
    outputs: ["y"],
    tensors: [whole("steps", steps), yes, whole("flat", -1, 1), ...tensors],
    nodes: [
      node("Reshape", ["x", "flat"], ["start"]),
      node("Loop", ["steps", "yes", "start"], ["y"], {
        name: "loop",
        attributes: {
          body: subgraph(
            graph({
              inputs: [typed("i", "int64", []), typed("go", "bool", []), typed("v", "float32")],
              outputs: ["goes", "w"],
              nodes: [node("Identity", ["go"], ["goes"]), ...nodes],
            }),
          ),
        },
      }),
    ],
  });
}
