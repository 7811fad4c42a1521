import type { Tensor } from "@tensorflow/tfjs-core";
import { tensor } from "@tensorflow/tfjs-core";
import type { Elements, Values } from "./values";
import { numberAt } from "./values";

/** A model that TensorFlow.js has loaded. It holds memory until it is disposed of. */
export interface TfjsModel {
  /** @throws what TensorFlow.js throws: of an operator that it does not know, of shapes that do not go together. */
  readonly run: (
    feeds: ReadonlyMap<string, Values>,
    fetches: readonly string[],
  ) => Promise<ReadonlyMap<string, Values>>;
  readonly dispose: () => void;
}

/** Integers of 64 bits are none of TensorFlow.js: it has int32 in their place. */
export function tensorOf(values: Values): Tensor {
  const { dtype, shape, data } = values;
  const sizes = [...shape];
  if (dtype === "string") return tensor([...(data as readonly string[])], sizes, "string");
  if (dtype === "bool") return tensor(Uint8Array.from(data as Uint8Array), sizes, "bool");
  const numbers = Array.from({ length: data.length }, (_, at) => numberAt(values, at));
  return dtype.startsWith("float")
    ? tensor(Float32Array.from(numbers), sizes, "float32")
    : tensor(Int32Array.from(numbers), sizes, "int32");
}

/** Undefined for complex numbers. */
export async function valuesOf(one: Tensor): Promise<Values | undefined> {
  const { dtype, shape } = one;
  if (dtype === "complex64") return undefined;
  return { dtype, shape, data: (await one.data<"float32">()) as unknown as Elements };
}
