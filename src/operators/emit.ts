import type { NodeParts } from "../formats/onnx/write-node";
import type { DataType } from "../model/dtype";
import type { AttributeValue } from "../model/model";
import type { Tensor } from "../model/tensor";

/** What an attribute of an emitted node is: plain numbers are whole ones; {@link float} and {@link floats} are not. */
export type Setting = number | string | readonly number[] | AttributeValue;

export type Settings = Readonly<Record<string, Setting>>;

export const float = (value: number): AttributeValue => ({ kind: "float", value });
export const floats = (value: readonly number[]): AttributeValue => ({ kind: "floats", value });

/** Reductions that have the same form. */
export type Reduction =
  | "ReduceSum"
  | "ReduceMean"
  | "ReduceMax"
  | "ReduceMin"
  | "ReduceProd"
  | "ReduceL1"
  | "ReduceL2"
  | "ReduceLogSum"
  | "ReduceLogSumExp"
  | "ReduceSumSquare";

/** Behind which version of ai.onnx a node takes its settings as inputs. */
const SUM_AXES_INPUT = 13;
const AXES_INPUT = 18;

/**
 * Adds ONNX nodes to a graph in the making. Values are names; what is added may take any name of the graph around
 * it. Recipes, of gradients and of lowering, speak to this and know no dialect: it writes each node as the opset
 * wants it, from 13 on.
 */
export class Emitter {
  readonly nodes: NodeParts[] = [];
  /** The constants that nodes take, by name. */
  readonly tensors = new Map<string, Tensor>();
  private readonly constants = new Map<string, string>();
  private bodies = 0;

  /**
   * @param opset of ai.onnx.
   * @param prefix of all names that are made up; nothing else in the graph may begin with it.
   */
  constructor(
    readonly opset: number,
    private readonly prefix: string,
  ) {}

  /** A node with one output: its name. */
  one(operator: string, inputs: readonly string[], settings: Settings = {}, domain = ""): string {
    return this.several(operator, inputs, 1, settings, domain)[0] ?? "";
  }

  /** A node with so many outputs: their names. */
  several(
    operator: string,
    inputs: readonly string[],
    outputs: number,
    settings: Settings = {},
    domain = "",
  ): readonly string[] {
    const name = `${this.prefix}${operator}_${this.nodes.length}`;
    const names = Array.from({ length: outputs }, (_, index) => (index === 0 ? name : `${name}:${index}`));
    this.add({ name, operator, domain, inputs, outputs: names, settings });
    return names;
  }

  /** A node whose outputs have names already. */
  add(
    node: Pick<NodeParts, "name" | "operator" | "domain" | "inputs" | "outputs"> & { settings: Settings },
  ): void {
    const { settings, ...parts } = node;
    const attributes = new Map(Object.entries(settings).map(([key, value]) => [key, attributeOf(value)]));
    this.nodes.push({ ...parts, overload: "", attributes });
  }

  /** What writes the body of a node to come: its names are nobody else's. */
  inner(): Emitter {
    this.bodies += 1;
    return new Emitter(this.opset, `${this.prefix}body_${this.bodies}/`);
  }

  /** Whole numbers, int64: a list, or a single one as a scalar. */
  ints(values: readonly number[] | number): string {
    const list = typeof values === "number" ? [values] : values;
    const bytes = new Uint8Array(BigInt64Array.from(list, BigInt).buffer);
    return this.constant("int64", typeof values === "number" ? [] : [list.length], bytes);
  }

  /** Numbers of float32: a list, or a single one as a scalar. */
  floats(values: readonly number[] | number, shape?: readonly number[]): string {
    const list = typeof values === "number" ? [values] : values;
    const bytes = new Uint8Array(Float32Array.from(list).buffer);
    return this.constant("float32", shape ?? (typeof values === "number" ? [] : [list.length]), bytes);
  }

  /** A constant by its little-endian bytes; equal ones are one. */
  constant(dtype: DataType, shape: readonly number[], bytes: Uint8Array): string {
    const key = bytes.length > 256 ? undefined : `${dtype} ${shape.join()} ${bytes.join()}`;
    const known = key === undefined ? undefined : this.constants.get(key);
    if (known !== undefined) return known;
    const name = `${this.prefix}constant_${this.tensors.size}`;
    this.tensors.set(name, { name, dtype, shape, location: { kind: "absent" }, inline: bytes });
    if (key !== undefined) this.constants.set(key, name);
    return name;
  }

  /** Reduces over axes; none are all of them. */
  reduce(operator: Reduction, input: string, axes: readonly number[], keepDimensions = false): string {
    const keepdims = keepDimensions ? 1 : 0;
    if (axes.length === 0) return this.one(operator, [input], { keepdims });
    const since = operator === "ReduceSum" ? SUM_AXES_INPUT : AXES_INPUT;
    return this.opset >= since
      ? this.one(operator, [input, this.ints(axes)], { keepdims })
      : this.one(operator, [input], { keepdims, axes });
  }

  reshape(input: string, shape: readonly number[]): string {
    return this.one("Reshape", [input, this.ints(shape)]);
  }

  transpose(input: string, perm: readonly number[]): string {
    return perm.every((axis, index) => axis === index) ? input : this.one("Transpose", [input], { perm });
  }

  squeeze(input: string, axes: readonly number[]): string {
    return this.one("Squeeze", [input, this.ints(axes)]);
  }

  unsqueeze(input: string, axes: readonly number[]): string {
    return this.one("Unsqueeze", [input, this.ints(axes)]);
  }

  /** Elements from `starts` on, below `ends`, along `axes`. */
  slice(
    input: string,
    starts: readonly number[],
    ends: readonly number[],
    axes: readonly number[],
    steps?: readonly number[],
  ): string {
    const lists = [starts, ends, axes, ...(steps ? [steps] : [])].map((list) => this.ints(list));
    return this.one("Slice", [input, ...lists]);
  }

  /** Pads all axes: first what goes before each, then what goes behind. */
  pad(input: string, pads: readonly number[], mode = "constant"): string {
    return pads.every((size) => size === 0) ? input : this.one("Pad", [input, this.ints(pads)], { mode });
  }

  cast(input: string, to: DataTypeNumber): string {
    return this.one("Cast", [input], { to });
  }
}

/** TensorProto.DataType, of what recipes cast to. */
export const TO = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const;
type DataTypeNumber = (typeof TO)[keyof typeof TO];

function attributeOf(setting: Setting): AttributeValue {
  if (typeof setting === "number") return { kind: "int", value: setting };
  if (typeof setting === "string") return { kind: "string", value: setting };
  return isList(setting) ? { kind: "ints", value: setting } : setting;
}

function isList(setting: Setting): setting is readonly number[] {
  return Array.isArray(setting);
}
