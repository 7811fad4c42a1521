import { memorySource } from "../../../src/bytes/memory";
import type { Result } from "../../../src/bytes/problem";
import { openModel } from "../../../src/formats/open";
import type { Model } from "../../../src/model/model";

/** Models written as a test says them, each with its files of weights. */

export type Layer = Readonly<Record<string, unknown>>;

export function dense(name: string, units: number, more: Layer = {}): Layer {
  return { class_name: "Dense", config: { name, units, activation: "linear", use_bias: true, ...more } };
}

export function sequential(layers: readonly Layer[], name = "net"): Layer {
  return { class_name: "Sequential", config: { name, layers } };
}

/** A layer of a Functional model with its calls in Keras 2's form. */
export function called(layer: Layer, ...calls: readonly (readonly [string, number, number][])[]): Layer {
  const { name } = layer["config"] as { name: string };
  return { ...layer, name, inbound_nodes: calls };
}

export function input(name: string, ...shape: readonly (number | null)[]): Layer {
  return called({ class_name: "InputLayer", config: { name, batch_input_shape: shape, dtype: "float32" } });
}

export function functional(
  layers: readonly Layer[],
  inputs: readonly string[],
  outputs: readonly string[],
  name = "net",
): Layer {
  const ends = (names: readonly string[]): readonly unknown[] => names.map((one) => [one, 0, 0]);
  const config = { name, layers, input_layers: ends(inputs), output_layers: ends(outputs) };
  return { class_name: "Functional", config };
}

export interface Weight {
  readonly name: string;
  readonly shape: readonly unknown[];
  readonly dtype?: string;
  readonly quantization?: Layer;
}

export function manifest(paths: readonly string[], weights: readonly Weight[]): readonly Layer[] {
  return [{ paths, weights: weights.map((one) => ({ dtype: "float32", ...one })) }];
}

export async function open(
  json: unknown,
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<Result<Model>> {
  const bytes = new TextEncoder().encode(typeof json === "string" ? json : JSON.stringify(json));
  return openModel(memorySource("model.json", bytes, new Map(Object.entries(files))));
}

/** @throws where the model cannot be read at all. */
export async function opened(json: unknown, files?: Readonly<Record<string, Uint8Array>>): Promise<Model> {
  const model = await open(json, files);
  if (!model.ok) throw new Error(model.problem.message);
  return model.value;
}
