import { layers } from "@tensorflow/tfjs-layers";
import type { Tensor } from "@tensorflow/tfjs-core";
import { dispose, logicalAnd, serialization, tidy } from "@tensorflow/tfjs-core";
import type { LayerCall } from "../formats/tfjs/expand";
import { elementsOf } from "../model/tensor";
import type { TfjsModel } from "./tfjs-model";
import { tensorOf, valuesOf } from "./tfjs-model";
import { settingsOf } from "./tfjs-settings";
import type { Values } from "./values";

/** A layers model as the calls of its layers, and the weights that they take. */
export interface LayersModelFile {
  readonly kind: "layers";
  /** Each behind those whose values it takes. */
  readonly calls: readonly LayerCall[];
  /** By name. */
  readonly weights: ReadonlyMap<string, Values>;
}

/** What a call makes: a value, and which parts of it further layers are to pass over. */
type Made = {
  readonly tensor: Tensor;
  readonly mask: Tensor | undefined;
};

/** Elements that the values of one run may have at once: as float32 they are 2 GiB, as much as any run may take. */
const MOST_ELEMENTS = 2 ** 29;

/**
 * Loads a layers model call by call: so nested models show what is inside of them, and every call has the name that the
 * graph has for it. Each call in each run has a layer of its own, in which nothing is left of another one: some keep
 * states, masks and places in a row of random numbers.
 *
 * @throws what TensorFlow.js throws of a layer that it does not know.
 */
export function loadLayers({ calls, weights }: LayersModelFile): TfjsModel {
  for (const call of calls) named(call, () => layerOf(call));
  const stored = new Map(Array.from(weights, ([name, values]) => [name, tensorOf(values)]));
  return {
    run: async (feeds, fetches) => await runCalls(calls, stored, feeds, new Set(fetches)),
    dispose: () => {
      dispose([...stored.values()]);
    },
  };
}

async function runCalls(
  calls: readonly LayerCall[],
  weights: ReadonlyMap<string, Tensor>,
  feeds: ReadonlyMap<string, Values>,
  fetches: ReadonlySet<string>,
): Promise<ReadonlyMap<string, Values>> {
  const seen = new Map<string, Values>();
  const made = new Map<string, Made>();
  const wanted = callsFor(calls, fetches);
  const lastUses = new Map(wanted.flatMap((call) => call.inputs.map((name) => [name, call])));
  let room = MOST_ELEMENTS;
  try {
    for (const [name, values] of feeds) {
      made.set(name, { tensor: tensorOf(values), mask: undefined });
      room -= values.data.length;
    }
    for (const call of wanted) {
      const inputs = call.inputs.flatMap((name) => made.get(name) ?? []);
      // Nobody calls it, or it takes what nobody makes.
      if (inputs.length === 0 || inputs.length < call.inputs.length) continue;
      const outputs = named(call, () => tidy(() => apply(call, inputs, weights, room)));
      for (const [at, one] of outputs.entries()) {
        const name = call.outputs[at] ?? "";
        const values = fetches.has(name) ? await valuesOf(one.tensor) : undefined;
        if (values !== undefined) seen.set(name, values);
        if (values !== undefined || lastUses.has(name)) room -= one.tensor.size;
        if (lastUses.has(name)) made.set(name, one);
        else disposeOf(one);
      }
      for (const name of new Set(call.inputs)) {
        const one = made.get(name);
        if (one === undefined || lastUses.get(name) !== call) continue;
        if (!seen.has(name)) room += one.tensor.size;
        disposeOf(one);
        made.delete(name);
      }
    }
  } finally {
    for (const one of made.values()) disposeOf(one);
  }
  return seen;
}

/** The calls that it takes to make some values: what else is broken does not matter for them. */
function callsFor(calls: readonly LayerCall[], fetches: ReadonlySet<string>): readonly LayerCall[] {
  const needed = new Set(fetches);
  const wanted = calls.toReversed().filter(({ inputs, outputs }) => {
    const isNeeded = outputs.some((name) => needed.has(name));
    if (isNeeded) for (const name of inputs) needed.add(name);
    return isNeeded;
  });
  return wanted.reverse();
}

function disposeOf({ tensor, mask }: Made): void {
  dispose(mask === undefined ? tensor : [tensor, mask]);
}

/** Applies a new layer, as TensorFlow.js's own executor would, with its inputs' masks. */
function apply(
  call: LayerCall,
  inputs: readonly Made[],
  weights: ReadonlyMap<string, Tensor>,
  room: number,
): Made[] {
  const layer = layerOf(call);
  const tensors = inputs.map(({ tensor }) => tensor);
  const masks = inputs.map(({ mask }) => mask);
  try {
    layer.build(oneOrAll(shapesOf(tensors)));
    layer.built = true;
    setWeights(layer, call, weights);
    refuseLarge(layer.computeOutputShape(oneOrAll(shapesOf(tensors))), room);
    const arguments_ = masks.some((mask) => mask !== undefined) ? { mask: masks[0] } : {};
    const results = listOf(layer.apply(oneOrAll(tensors), arguments_) as Tensor | Tensor[]);
    const after = masksAfter(layer, call, tensors, masks);
    // Layers that change nothing give their inputs' masks, which end with their inputs.
    return results.map((tensor, at) => ({ tensor, mask: after[at]?.clone() }));
  } finally {
    for (const variable of layer.weights) variable.dispose();
  }
}

type MaskOrNone = Tensor | null | undefined;

/** Of these TensorFlow.js makes masks with an axis too many, and without the last input's. */
const MERGES: ReadonlySet<string> = new Set(["Add", "Average", "Maximum", "Minimum", "Multiply"]);

/** Output by output. */
function masksAfter(
  layer: layers.Layer,
  { className }: LayerCall,
  tensors: Tensor[],
  masks: readonly (Tensor | undefined)[],
): readonly MaskOrNone[] {
  if (!layer.supportsMasking) return [];
  if (!MERGES.has(className)) {
    return listOf(layer.computeMask(tensors, masks as Tensor[]) as MaskOrNone | MaskOrNone[]);
  }
  const [first, ...others] = masks.filter((mask) => mask !== undefined);
  return [first && others.reduce((all, mask) => logicalAnd(all, mask), first)];
}

/** Sizes that a layer's settings ask for are not made before it is known that there is room for them. */
function refuseLarge(shapes: Sizes | Sizes[], room: number): void {
  const list = Array.isArray(shapes[0]) ? (shapes as Sizes[]) : [shapes as Sizes];
  // Of what a layer does not know beforehand nothing is asked.
  const elements = list.reduce((sum, sizes) => sum + elementsOf(sizes.map((size) => size ?? 0)), 0);
  if (elements <= room) return;
  const [wanted, most] = [elements, MOST_ELEMENTS].map((count) => count.toLocaleString("en"));
  throw new Error(`its values would have ${wanted} elements; all values of a run may have ${most}`);
}

type Sizes = (number | null)[];

/** Layers write into the shapes that they are given. */
function shapesOf(tensors: readonly Tensor[]): number[][] {
  return tensors.map(({ shape }) => [...shape]);
}

/** Those whose names end alike and have the same shape; where no name does, one after the other. */
function setWeights(
  layer: layers.Layer,
  { weights: names }: LayerCall,
  weights: ReadonlyMap<string, Tensor>,
): void {
  const given = names.flatMap((name) => {
    const tensor = weights.get(name);
    return tensor === undefined ? [] : [{ ending: endingOf(name), tensor }];
  });
  const wanted = layer.weights.map((variable) => ({ ending: endingOf(variable.originalName), variable }));
  const isNamed = wanted.some((one) => given.some(({ ending }) => ending === one.ending));
  const taken = new Set<(typeof given)[number]>();
  for (const [at, { ending, variable }] of wanted.entries()) {
    const shape = variable.shape.join("×");
    const isThis = (one: (typeof given)[number]): boolean =>
      one.tensor.shape.join("×") === shape && (!isNamed || one.ending === ending) && !taken.has(one);
    const found = (isNamed ? given : given.slice(at, at + 1)).find(isThis);
    if (found === undefined) throw new Error(`the file has no ${ending} of the shape ${shape} for it`);
    taken.add(found);
    variable.write(found.tensor);
  }
}

/** `kernel` of `lstm/lstm_cell/kernel:0`. */
function endingOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1).replace(/:\d+$/, "");
}

/** A new layer, without weights. */
function layerOf({ name, className, config }: LayerCall): layers.Layer {
  const { classNameMap } = serialization.SerializationMap.getMap();
  const known = Object.hasOwn(classNameMap, className) ? classNameMap[className] : undefined;
  if (known === undefined) throw new Error(`TensorFlow.js has no layer of this class`);
  const [make, fromConfig] = known;
  const made: unknown = fromConfig(make, { ...settingsOf(config), name });
  // Optimisers and the like are known by their classes, too.
  if (!(made instanceof layers.Layer)) throw new Error("this class is not one of layers");
  made.setFastWeightInitDuringBuild(true);
  return made;
}

/** @throws what `action` throws, with the layer's name and class. */
function named<T>({ name, className }: LayerCall, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    // TensorFlow.js explains at length to programmers what they could do.
    throw new Error(`'${name}' (${className}): ${why.replace(/ This may be due to [^]*/, "")}`, {
      cause: error,
    });
  }
}

function listOf<T>(one: T | T[]): T[] {
  return Array.isArray(one) ? one : [one];
}

/** Layers with one input take it alone. */
function oneOrAll<T>(all: T[]): T | T[] {
  const [first] = all;
  return all.length === 1 && first !== undefined ? first : all;
}
