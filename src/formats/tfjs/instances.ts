import type { LayersModel, Layer } from "./layer";
import type { Reference } from "./references";

/** No layer gives more values in one call; who writes a larger number wants a list that fills the memory. */
export const MOST_OUTPUTS = 256;

/** A model in use: every call of a nested model is an instance of its own, with the same weights. */
export interface Instance {
  readonly model: LayersModel;
  /** The models around and this one, without the outermost: names as the nodes show them. */
  readonly scopes: readonly Scope[];
  readonly byName: ReadonlyMap<string, Layer>;
  /** By layer: the index by which the file calls the first of its calls here. */
  readonly firstCalls: ReadonlyMap<string, number>;
  /** By layer: how many outputs of it are used here. */
  readonly outputCounts: ReadonlyMap<string, number>;
  readonly outer: { readonly instance: Instance; readonly inputs: readonly Reference[] } | undefined;
  readonly nested: Map<string, Instance>;
  /** Names of values that were asked for already. */
  readonly values: Map<string, string>;
}

export interface Scope {
  readonly name: string;
  readonly className: string;
  readonly layer: string;
}

export function instanceOf(model: LayersModel, scopes: readonly Scope[], outer: Instance["outer"]): Instance {
  const facts = known.get(model) ?? factsOf(model);
  known.set(model, facts);
  return { model, scopes, ...facts, outer, nested: new Map(), values: new Map() };
}

/** What all instances of a model share: a small file can have fifty thousand of one. */
type Facts = Pick<Instance, "byName" | "firstCalls" | "outputCounts">;

const known = new WeakMap<LayersModel, Facts>();

function factsOf(model: LayersModel): Facts {
  const byName = new Map(model.layers.map((layer) => [layer.name, layer]));
  const latest = new Map<string, number>();
  const outputCounts = new Map<string, number>();
  const references = [
    ...model.layers.flatMap(({ calls }) => calls.flatMap(({ inputs }) => inputs)),
    ...model.outputs,
  ];
  for (const { layer, call, output } of references) {
    latest.set(layer, Math.max(latest.get(layer) ?? 0, call));
    outputCounts.set(layer, Math.max(outputCounts.get(layer) ?? 1, Math.min(output + 1, MOST_OUTPUTS)));
  }
  // Calls made before the model was, as of a nested model on its own input, are counted but not written.
  const firstCalls = new Map(
    model.layers.map(({ name, calls }) => [
      name,
      Math.max(0, (latest.get(name) ?? 0) - Math.max(calls.length, 1) + 1),
    ]),
  );
  return { byName, firstCalls, outputCounts };
}

/** The second call of a layer is told from the first by a number. */
export function callName(layer: string, call: number): string {
  return call === 0 ? layer : `${layer}#${call + 1}`;
}

/** The instance that a call of a nested model is. */
export function nestedInstance(outer: Instance, layer: Layer, model: LayersModel, call: number): Instance {
  const name = callName(layer.name, call);
  let nested = outer.nested.get(name);
  if (nested === undefined) {
    const scope = { name, className: layer.className, layer: layer.name };
    const inputs = layer.calls[call]?.inputs ?? [];
    nested = instanceOf(model, [...outer.scopes, scope], { instance: outer, inputs });
    outer.nested.set(name, nested);
  }
  return nested;
}
