import type { Json, JsonObject } from "./json";
import { isObject, numberOf, objectOf, textOf } from "./json";
import type { Call, Reference } from "./references";
import { callsOf, referencesIn } from "./references";

/** A layer of a Keras model, as its file describes it. */
export interface Layer {
  readonly className: string;
  readonly name: string;
  readonly config: JsonObject;
  readonly calls: readonly Call[];
  /** What a layer that is itself a model holds. */
  readonly model: LayersModel | undefined;
}

/** A Sequential or Functional model: both are layers that call each other. */
export interface LayersModel {
  readonly className: string;
  readonly name: string;
  readonly layers: readonly Layer[];
  readonly inputs: readonly Reference[];
  readonly outputs: readonly Reference[];
}

/** A model by its `{class_name, config}`; undefined where this is no model of layers. */
export function layersModel(json: JsonObject): LayersModel | undefined {
  const config = json["config"];
  const className = textOf(json["class_name"]) ?? "";
  // Before TensorFlow.js 1.0 the config of a Sequential was the list of its layers.
  const listed = Array.isArray(config) ? config : objectOf(config)["layers"];
  if (!Array.isArray(listed)) return undefined;
  const name = textOf(objectOf(config)["name"]) ?? className;
  const layers = listed.map((one, index) => layerOf(one, index));
  if (!("input_layers" in objectOf(config)) && !("output_layers" in objectOf(config))) {
    return { className, name, ...inARow(layers, objectOf(config)["build_input_shape"]) };
  }
  const { input_layers: inputs, output_layers: outputs } = objectOf(config);
  return { className, name, layers, inputs: referencesIn(inputs), outputs: referencesIn(outputs) };
}

function layerOf(json: Json, index: number): Layer {
  const layer = objectOf(json);
  const config = objectOf(layer["config"]);
  const className = textOf(layer["class_name"]) ?? "";
  return {
    className,
    name: textOf(config["name"]) ?? textOf(layer["name"]) ?? `${className}_${index}`,
    config,
    calls: callsOf(layer["inbound_nodes"]),
    model: layersModel(layer),
  };
}

/** A Sequential: each layer takes what the one before it gives; the first one says the input's shape. */
function inARow(
  layers: readonly Layer[],
  buildShape: Json,
): Pick<LayersModel, "layers" | "inputs" | "outputs"> {
  const [first] = layers;
  const input = first === undefined || first.className === "InputLayer" ? [] : [inputFor(first, buildShape)];
  const row = [...input, ...layers].map((layer, index, all): Layer => {
    const before = all[index - 1];
    return before === undefined ? layer : { ...layer, calls: [{ inputs: [outputOf(before)] }] };
  });
  const last = row.at(-1);
  const [start] = row;
  return {
    layers: row,
    inputs: start === undefined ? [] : [outputOf(start)],
    outputs: last === undefined ? [] : [outputOf(last)],
  };
}

function outputOf({ name }: Layer): Reference {
  return { layer: name, call: 0, output: 0 };
}

/** Keras calls the input of a Sequential after its first layer. */
function inputFor(first: Layer, buildShape: Json): Layer {
  const shape = inputShape(first) ?? buildShape;
  return {
    className: "InputLayer",
    name: `${first.name}_input`,
    config: { batch_shape: shape, dtype: first.config["dtype"] },
    calls: [],
    model: undefined,
  };
}

/** The shape that a layer's input must have, where its settings say so. */
export function inputShape({ config, model }: Layer): Json {
  const shape = config["batch_input_shape"] ?? config["batch_shape"];
  if (shape !== undefined) return shape;
  const width = numberOf(config["input_dim"]);
  // For an Embedding the same word is the size of its vocabulary, and the length stands apart.
  if ("output_dim" in config) return [null, config["input_length"] ?? null];
  if (width !== undefined)
    return "input_length" in config ? [null, config["input_length"], width] : [null, width];
  const inner = model?.layers.find(({ className }) => className === "InputLayer");
  return inner === undefined ? undefined : inputShape(inner);
}

/** The name of a layer's data type: a string, or a policy of Keras 3. */
export function typeName(dtype: Json): string | undefined {
  if (!isObject(dtype)) return textOf(dtype);
  return textOf(objectOf(dtype["config"])["name"]);
}

/** The class and settings of the layer that a wrapper wraps; undefined for any other layer. */
export function wrapped(
  config: JsonObject,
): { readonly className: string; readonly config: JsonObject } | undefined {
  const inner = config["layer"] ?? config["cell"];
  const className = textOf(objectOf(inner)["class_name"]);
  return className === undefined ? undefined : { className, config: objectOf(objectOf(inner)["config"]) };
}

/** Whether training leaves a layer as it is. */
export function isFrozen(config: JsonObject): boolean {
  return config["trainable"] === false;
}
