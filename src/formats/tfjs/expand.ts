import { UniqueNames } from "../../model/unique-names";
import { symbol } from "../../model/expression";
import type { Node, ValueInfo } from "../../model/model";
import type { Shape } from "../../model/shape";
import type { Tensor } from "../../model/tensor";
import type { Problems } from "../onnx/problems";
import { shortName } from "../onnx/problems";
import { attributesOf } from "./config";
import { nodeOf } from "./draft";
import { plainTypeOf } from "./dtype";
import type { Instance } from "./instances";
import { callName, instanceOf, MOST_OUTPUTS, nestedInstance } from "./instances";
import type { Json, JsonObject } from "./json";
import { listOf, numberOf } from "./json";
import type { Layer, LayersModel } from "./layer";
import { inputShape, isFrozen, typeName } from "./layer";
import { LayerWeights, slotted } from "./layer-weights";
import type { Reference } from "./references";
import { slotsOf } from "./slots";

/** Nested models that call each other twice each double with every level: so many layers and models are laid out. */
const MOST_LAYERS = 50_000;

/** Models inside of models: deeper than this, a file is made to exhaust a stack. */
const DEEPEST = 50;

/** Models that hand on what they are given, one after the other: a row of more is made to exhaust a stack. */
const MOST_HANDED_ON = 1_000;

/** One call of a layer, of which the graph has a node, with the settings as its file has them. */
export interface LayerCall {
  /** The node's. */
  readonly name: string;
  readonly className: string;
  readonly config: JsonObject;
  /** Values alone, in the order in which the call takes them; "" is one that the model does not have. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** Names of stored tensors, in the order of the layer's slots. */
  readonly weights: readonly string[];
}

/** The layers of a model and of all models in it as nodes of one graph, one for each call. */
export class Expansion {
  readonly nodes: Node[] = [];
  /** What the nodes are made of, in the same order. */
  readonly calls: LayerCall[] = [];
  readonly declared = new Map<string, ValueInfo>();
  readonly frozen = new Set<string>();
  /** In a broken file two layers have one name: the second is numbered, and nobody takes what it makes. */
  private readonly names = new UniqueNames((name, number) => `${name}'${number}`);
  private readonly weights: LayerWeights;
  private readonly main: Instance;
  private laidOut = 0;
  /** Values that are being looked for, each since the one before it is handed on from there. */
  private handedOn = 0;
  private stopped = false;

  constructor(
    model: LayersModel,
    private readonly tensors: ReadonlyMap<string, Tensor>,
    private readonly problems: Problems,
  ) {
    this.weights = new LayerWeights(tensors);
    this.main = instanceOf(model, [], undefined);
    this.expand(this.main, false);
  }

  /** In the model's own order, then those that it does not list. */
  inputs(): readonly ValueInfo[] {
    const { model, byName } = this.main;
    const listed = model.inputs.flatMap(({ layer }) => byName.get(layer) ?? []);
    return [...new Set([...listed, ...model.layers])]
      .filter(({ className }) => className === "InputLayer")
      .map((layer) => {
        const dtype = plainTypeOf(typeName(layer.config["dtype"])) ?? "float32";
        return {
          name: layer.name,
          type: { kind: "tensor", dtype, shape: shapeOf(inputShape(layer)) },
          docString: "",
        };
      });
  }

  outputs(): readonly ValueInfo[] {
    const names = this.main.model.outputs.map((one) => this.value(this.main, one));
    return [...new Set(names)]
      .filter((name) => name !== "")
      .map((name) => ({ name, type: { kind: "unknown" }, docString: "" }));
  }

  private expand(instance: Instance, frozen: boolean): void {
    for (const layer of instance.model.layers) {
      if (layer.className === "InputLayer") continue;
      const held = frozen || isFrozen(layer.config);
      // A layer that nobody calls is shown all the same.
      for (let call = 0; call < Math.max(layer.calls.length, 1); call++) {
        if (this.stopped || this.isTooMuch(instance)) return;
        if (layer.model === undefined) this.addNode(instance, layer, call, held);
        else this.expand(nestedInstance(instance, layer, layer.model, call), held);
      }
    }
  }

  private isTooMuch({ scopes }: Instance): boolean {
    this.stopped = this.laidOut++ >= MOST_LAYERS || scopes.length > DEEPEST;
    if (this.stopped) {
      const message = `the models in the model come to more than ${MOST_LAYERS} layers, or nest more than ${DEEPEST} deep; the others are left out`;
      this.problems.error("too-many-layers", message, "");
    }
    return this.stopped;
  }

  private addNode(instance: Instance, layer: Layer, call: number, frozen: boolean): void {
    const { className, config } = layer;
    const name = this.names.unique(nodeName(instance, layer, call));
    const path = [this.main.model.name, ...instance.scopes.map((scope) => scope.layer), layer.name];
    const { weights, missing, statistics } = slotted(className, config, this.weights.of(path));
    if (this.tensors.size > 0 && missing.length > 0 && call === 0) {
      const message = `the layer '${shortName(name)}' (${shortName(className)}) has no ${missing.join(", ")} among the weights`;
      this.problems.warning("missing-weight", message, name);
    }
    for (const weight of frozen ? weights : statistics) this.frozen.add(weight);
    const scopes = instance.scopes.map((scope) => `${scope.name}: ${scope.className}`);
    const values = (layer.calls[call]?.inputs ?? []).map((one) => this.valueOnce(instance, one));
    const outputs = Array.from({ length: instance.outputCounts.get(layer.name) ?? 1 }, (_, index) =>
      outputName(name, index),
    );
    const stored = weights.filter((weight) => weight !== "");
    this.calls.push({ name, className, config, inputs: values, outputs, weights: stored });
    this.nodes.push(
      nodeOf({
        name,
        id: name,
        operator: className,
        domain: "keras",
        inputs: inputsOf(className, values, weights),
        outputs,
        attributes: attributesOf(config),
        metadata: new Map([["namespace", [...scopes, layer.name].join("/")]]),
      }),
    );
  }

  /** The name of a value: of the layer that makes it, wherever it stands. */
  private value(instance: Instance, reference: Reference): string {
    const layer = instance.byName.get(reference.layer);
    if (layer === undefined) {
      const message = `a layer takes the output of '${shortName(reference.layer)}', which the model does not have`;
      this.problems.error("unknown-value", message, reference.layer);
      return "";
    }
    if (reference.output >= MOST_OUTPUTS) {
      const message = `a layer takes output ${reference.output} of '${shortName(layer.name)}'; of each layer ${MOST_OUTPUTS} are read`;
      this.problems.error("unknown-value", message, layer.name);
      return "";
    }
    if (layer.className === "InputLayer") return this.inputValue(instance, layer);
    const call = Math.max(0, reference.call - (instance.firstCalls.get(layer.name) ?? 0));
    if (layer.model !== undefined) {
      const inner = nestedInstance(instance, layer, layer.model, call);
      const output = layer.model.outputs[reference.output];
      return output === undefined ? "" : this.valueOnce(inner, output);
    }
    const name = outputName(nodeName(instance, layer, call), reference.output);
    this.declare(name, reference.shape);
    return name;
  }

  private inputValue({ model, outer }: Instance, layer: Layer): string {
    if (outer === undefined) return layer.name;
    const index = model.inputs.findIndex((one) => one.layer === layer.name);
    const given = outer.inputs[index];
    return given === undefined ? "" : this.valueOnce(outer.instance, given);
  }

  /** Found once, from whichever side: in a broken file a nested model may pass on its own output, which is nothing. */
  private valueOnce(instance: Instance, reference: Reference): string {
    const key = JSON.stringify([reference.layer, reference.call, reference.output]);
    const known = instance.values.get(key);
    if (known !== undefined) return known;
    instance.values.set(key, "");
    if (this.handedOn >= MOST_HANDED_ON) {
      const message = `more than ${MOST_HANDED_ON} models in a row hand on the output of '${shortName(reference.layer)}'; it is left out`;
      this.problems.error("unknown-value", message, reference.layer);
      return "";
    }
    this.handedOn++;
    const name = this.value(instance, reference);
    this.handedOn--;
    instance.values.set(key, name);
    return name;
  }

  private declare(name: string, shape: Json): void {
    if (!Array.isArray(shape) || this.declared.has(name)) return;
    const type = { kind: "tensor", dtype: undefined, shape: shapeOf(shape) } as const;
    this.declared.set(name, { name, type, docString: "" });
  }
}

/** Values first, then weights, then what more values there are: so each stands where the layer's entry has it. */
function inputsOf(
  className: string,
  values: readonly string[],
  weights: readonly string[],
): readonly string[] {
  const slots = slotsOf(className);
  const count = slots?.values ?? values.length;
  if (weights.length === 0 && values.length <= count) return values;
  const more = values.slice(count);
  return [
    ...padded(values.slice(0, count), count),
    ...(more.length > 0 ? padded(weights, slots?.weights.length ?? weights.length) : weights),
    ...more,
  ];
}

function nodeName({ scopes }: Instance, layer: Layer, call: number): string {
  return [...scopes.map(({ name }) => name), callName(layer.name, call)].join("/");
}

function outputName(node: string, index: number): string {
  return index === 0 ? node : `${node}:${index}`;
}

function padded(names: readonly string[], length: number): readonly string[] {
  return Array.from({ length: Math.max(length, names.length) }, (_, index) => names[index] ?? "");
}

/** Sizes of a shape; the first, where it is open, is the batch, as Keras holds for all its layers. */
function shapeOf(json: Json): Shape {
  if (!Array.isArray(json)) return undefined;
  return listOf(json).map((size, axis) => {
    const number = numberOf(size);
    if (number !== undefined && Number.isInteger(number) && number >= 0) return number;
    return axis === 0 ? symbol("batch") : undefined;
  });
}
