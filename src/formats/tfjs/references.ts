import type { Json } from "./json";
import { isObject, listOf, numberOf, objectOf, textOf } from "./json";

/** One output of one call of a layer. */
export interface Reference {
  readonly layer: string;
  /** Which call of the layer, as the file counts them. */
  readonly call: number;
  readonly output: number;
  /** Its shape, where the file says it (Keras 3). */
  readonly shape?: Json;
}

/** One call of a layer: what it takes, in order. */
export interface Call {
  readonly inputs: readonly Reference[];
}

/** The calls of a layer in its `inbound_nodes`, in Keras 2's and Keras 3's form. */
export function callsOf(inboundNodes: Json): readonly Call[] {
  return listOf(inboundNodes).map((node) => ({
    inputs: isObject(node) ? tensorsIn([node["args"], node["kwargs"]]) : referencesIn(node),
  }));
}

/**
 * All `[layer, call, output]` in lists and objects, in order: of `input_layers` and `output_layers`, which are one, a
 * list or a dictionary of them, and of Keras 2's calls, where a fourth part holds further arguments.
 */
export function referencesIn(json: Json): readonly Reference[] {
  if (isObject(json)) return Object.values(json).flatMap(referencesIn);
  const list = listOf(json);
  const reference = referenceOf(list);
  if (reference === undefined) return list.flatMap(referencesIn);
  return [reference, ...Object.values(objectOf(list[3])).flatMap(referencesIn)];
}

function referenceOf([layer, call, output]: readonly Json[]): Reference | undefined {
  const [name, at, index] = [textOf(layer), numberOf(call), numberOf(output)];
  if (name === undefined || at === undefined || index === undefined) return undefined;
  // Keras writes a constant argument as a layer of this name.
  if (name === "_CONSTANT_VALUE" || at < 0 || index < 0) return undefined;
  return { layer: name, call: at, output: index };
}

/** All tensors of Keras 3, anywhere in the arguments of a call. */
function tensorsIn(json: Json): readonly Reference[] {
  if (Array.isArray(json)) return json.flatMap(tensorsIn);
  if (!isObject(json)) return [];
  if (json["class_name"] !== "__keras_tensor__") return Object.values(json).flatMap(tensorsIn);
  const { keras_history: history, shape } = objectOf(json["config"]);
  const reference = referenceOf(listOf(history));
  return reference === undefined ? [] : [{ ...reference, shape }];
}
