import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { indexModel } from "../analysis/model-index";
import { isFloat } from "../model/dtype";
import type { Model, ValueInfo } from "../model/model";
import type { Tensor } from "../model/tensor";
import { nodesOf } from "../lowering/lowering";
import type { Engine } from "../running/load";
import { segmentModel } from "../running/segment-model";
import { wholeGraph } from "../running/segments";
import type { Held } from "../running/runtime";
import { Session } from "../running/session";
import type { Values } from "../running/values";
import { convertValues } from "../running/values";
import type { Emitter } from "../operators/emit";
import type { Backward } from "./backward";
import { OPSET } from "./backward";
import type { Runnable } from "./forward";

const IR_VERSION = 8;

/** Where the cotangent of a value or tensor is found, and its shape, which may be another one there. */
interface Fetched {
  readonly output: string;
  readonly shape: readonly number[] | undefined;
}

/** What gives a value another shape and leaves its numbers in their order. */
const VIEWS: ReadonlySet<string> = new Set(["Reshape", "Squeeze", "Unsqueeze", "Identity"]);

/** A backward pass as a model of its own: it is fed with seeds and with values of the forward pass. */
export class BackwardSession {
  private constructor(
    private readonly session: Session,
    /** What it takes of the forward pass. */
    readonly takes: ReadonlySet<string>,
    private readonly outputs: ReadonlyMap<string, Fetched>,
  ) {}

  /**
   * @param values of a forward pass: for their types.
   * @param seeds the names of the seeds.
   */
  static async open(
    engine: Engine,
    source: ByteSource,
    { index, originals }: Runnable,
    { emit, reach }: Backward,
    values: ReadonlyMap<string, Values>,
    seeds: ReadonlySet<string>,
  ): Promise<Result<BackwardSession>> {
    const before = beforeViews(emit);
    const outputs = new Map(
      Array.from(reach).flatMap(([value, one]) =>
        one.kind === "reached" ? [[value, before.get(one.name) ?? one.name] as const] : [],
      ),
    );
    const made = new Set(emit.nodes.flatMap((node) => node.outputs));
    // An output must be made by a node.
    const copies = new Map<string, string>();
    for (const name of new Set(outputs.values())) {
      if (!made.has(name)) copies.set(name, emit.one("Identity", [name]));
    }
    const named = new Map(
      Array.from(outputs, ([value, name]): readonly [string, Fetched] => {
        const shape = values.get(value)?.shape ?? index.stored.get(value)?.tensor.shape;
        return [value, { output: copies.get(name) ?? name, shape }];
      }),
    );
    const free = new Set(
      emit.nodes
        .flatMap((node) => node.inputs)
        .filter((name) => name !== "" && !made.has(name) && !emit.tensors.has(name)),
    );
    for (const node of emit.nodes) for (const output of node.outputs) free.delete(output);
    const tensors = new Map<string, Tensor>(emit.tensors);
    const wide = new Map(originals);
    const takes = new Set<string>();
    for (const name of free) {
      const stored = index.stored.get(name)?.tensor;
      if (stored === undefined) takes.add(name);
      else tensors.set(name, inFloat32(stored, name, wide));
    }
    const inputs = [...takes].map((name) => infoOf(name, values.get(name), seeds.has(name)));
    const model: Model = {
      ...index.model,
      irVersion: IR_VERSION,
      opsets: new Map([
        ["ai.onnx", OPSET],
        ["com.microsoft", 1],
      ]),
      functions: [],
      graph: {
        ...index.model.graph,
        inputs,
        outputs: [],
        nodes: nodesOf(emit),
        tensors,
        declared: new Map(),
      },
    };
    const own = indexModel(model);
    // The loops of recurrent layers want to know sizes beforehand.
    const given = new Map(
      inputs.map(({ name, type }) => {
        const sizes = values.get(name)?.shape;
        const dtype = type.kind === "tensor" ? type.dtype : undefined;
        return [name, { dtype, ...(sizes !== undefined && { sizes }) }];
      }),
    );
    const fetched = outputsOf(named);
    const files = await segmentModel(own, source, wholeGraph(own), given, [], fetched, { originals: wide });
    if (!files.ok) return files;
    const session = await Session.create(engine, { file: index.model.file, ...files.value });
    return session.ok ? { ok: true, value: new BackwardSession(session.value, takes, named) } : session;
  }

  /** The cotangents by value and parameter. @param values of the forward pass. */
  async hold(values: ReadonlyMap<string, Values>, seeds: ReadonlyMap<string, Values>): Promise<Result<Held>> {
    const feeds = new Map<string, Values>();
    for (const name of this.takes) {
      const one = seeds.get(name) ?? values.get(name);
      const wide = one === undefined ? undefined : asFloat32(one);
      if (wide !== undefined) feeds.set(name, wide);
    }
    const held = await this.session.hold(feeds, outputsOf(this.outputs));
    if (!held.ok) return held;
    const cotangents = new Map<string, Values>();
    for (const [value, { output, shape }] of this.outputs) {
      const one = held.value.values.get(output);
      if (one !== undefined) cotangents.set(value, { ...one, shape: shape ?? one.shape });
    }
    return { ok: true, value: { values: cotangents, release: held.value.release } };
  }

  async close(): Promise<void> {
    await this.session.release();
  }
}

function outputsOf(fetched: ReadonlyMap<string, Fetched>): readonly string[] {
  return [...new Set(Array.from(fetched.values(), ({ output }) => output))];
}

/**
 * For what nothing but views of another value make, that value: to take the view out of the runtime would be one copy
 * more, and often the same numbers twice.
 */
function beforeViews({ nodes }: Emitter): ReadonlyMap<string, string> {
  const before = new Map<string, string>();
  for (const { operator, domain, inputs, outputs } of nodes) {
    const [[input = ""], [output = ""]] = [inputs, outputs];
    if (domain === "" && VIEWS.has(operator)) before.set(output, before.get(input) ?? input);
  }
  return before;
}

/** Numbers of other floating types as float32, in which backward passes compute. */
function asFloat32(values: Values): Values {
  if (values.dtype === "string" || values.dtype === "float32" || !isFloat(values.dtype)) return values;
  const converted = convertValues(values, "float32");
  return converted.ok ? converted.value : values;
}

/** A stored tensor that is read as float32; whole numbers stay what they are. */
function inFloat32(stored: Tensor, name: string, originals: Map<Tensor, Tensor>): Tensor {
  if (stored.dtype === "float32" || !isFloat(stored.dtype)) return stored;
  const { shape, location } = stored;
  const wide: Tensor = { name, dtype: "float32", shape, location };
  originals.set(wide, originals.get(stored) ?? stored);
  return wide;
}

function infoOf(name: string, values: Values | undefined, isSeed: boolean): ValueInfo {
  const dtype = values?.dtype;
  const float = isSeed || dtype === undefined || (dtype !== "string" && isFloat(dtype));
  return {
    name,
    type: { kind: "tensor", dtype: float ? "float32" : dtype, shape: undefined },
    docString: "",
  };
}
