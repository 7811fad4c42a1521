import { opsetsByGraph } from "../analysis/graphs";
import type { ModelIndex } from "../analysis/model-index";
import { nameAt, slotAt } from "../analysis/slots";
import type { Port } from "../analysis/uses";
import type { Problem, Result } from "../bytes/problem";
import { qualify } from "../model/model";
import type { Tensor } from "../model/tensor";
import { operatorOf } from "../operators/registry";
import type { Numbers } from "./decode";
import type { TensorReader } from "./reader";

/** What turns stored whole numbers into what they stand for; handed the elements part by part, in row-major order. */
type Dequantise = (values: Numbers) => Numbers;

/** Where the scale of a stored tensor is, and along which axis it changes. */
interface Scale {
  readonly scale: Tensor;
  readonly zeroPoint: Tensor | undefined;
  readonly axis: number;
  /** Elements along the axis that share a scale; undefined: one scale each. */
  readonly block: number | undefined;
}

/**
 * How the graph says to read a stored tensor: `(q − zero point) · scale`, per tensor, axis or block
 * (https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html). Undefined where it says nothing, or where the scale is
 * computed; a Problem where the scale or the zero point cannot be read.
 */
export async function dequantiser(
  index: ModelIndex,
  name: string,
  reader: TensorReader,
): Promise<Result<Dequantise | undefined>> {
  const tensor = index.stored.get(name)?.tensor;
  const found = scaleOf(index, name);
  if (tensor === undefined || found === undefined) return { ok: true, value: undefined };
  const { scale, zeroPoint } = found;
  const scales = await reader.readAll(scale);
  if (!scales.ok) return unknown(name, `scale '${scale.name}'`, scales.problem);
  const zeros = zeroPoint === undefined ? undefined : await reader.readAll(zeroPoint);
  if (zeros?.ok === false) return unknown(name, `zero point '${zeroPoint?.name ?? ""}'`, zeros.problem);
  const zeroPoints = zeros?.value ?? new Float64Array(scales.value.length);
  const place = placing(tensor.shape, found);
  let at = 0;
  const dequantise: Dequantise = (values) => {
    // As engines do it: the product is rounded to the scale's float32.
    const real = new Float32Array(values.length);
    for (let index = 0; index < values.length; index++, at++) {
      const one = place(at);
      real[index] = ((values[index] ?? NaN) - (zeroPoints[one] ?? 0)) * (scales.value[one] ?? NaN);
    }
    return real;
  };
  return { ok: true, value: dequantise };
}

/** The numbers as they are stored are not the weight's: they are not shown in its place. */
function unknown(name: string, what: string, because: Problem): Result<never> {
  const message = `Tensor ${name}: what its numbers stand for is not known, since its ${what} cannot be read. ${because.message}`;
  return { ok: false, problem: { severity: "warning", code: "unknown-quantisation", message, where: name } };
}

/** Which scale an element has, by its place in the flat order. */
function placing(shape: readonly number[], { scale, axis, block }: Scale): (at: number) => number {
  if (scale.shape.reduce((product, size) => product * size, 1) === 1) return () => 0;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const size = shape[axis] ?? 1;
  if (block === undefined) return (at) => Math.floor(at / inner) % size;
  const blocks = scale.shape[axis] ?? 1;
  return (at) => {
    const row = Math.floor(Math.floor(at / inner) / size);
    const along = Math.floor(at / inner) % size;
    return (row * blocks + Math.floor(along / block)) * inner + (at % inner);
  };
}

function scaleOf(index: ModelIndex, name: string): Scale | undefined {
  for (const port of index.uses.consumers.get(name) ?? []) {
    const found = scaleAt(index, port);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** By the names of the signature: `w` has its scale in `w_scale` and its zero point in `w_zero_point`. */
function scaleAt(index: ModelIndex, { node, graph, index: position }: Port): Scale | undefined {
  const operator = operatorOf(node, opsetsByGraph(index.model).get(graph) ?? index.model.opsets);
  const own = operator === undefined ? undefined : nameAt(operator.inputs, position)?.toLowerCase();
  if (operator === undefined || own === undefined) return undefined;
  const stored = (suffix: string): Tensor | undefined => {
    const at = operator.inputs.findIndex((input) => input.toLowerCase() === `${own}_${suffix}`);
    const name = at < 0 ? "" : (node.inputs[at] ?? "");
    return name === "" ? undefined : index.stored.get(qualify(graph, name))?.tensor;
  };
  const scale = stored("scale");
  if (scale === undefined) return undefined;
  const rank = index.stored.get(qualify(graph, node.inputs[position] ?? ""))?.tensor.shape.length ?? 0;
  const number = (attribute: string): number | undefined => {
    const value = node.attributes.get(attribute);
    return value?.kind === "int" ? Number(value.value) : undefined;
  };
  const given = node.operator === "DequantizeLinear" ? (number("axis") ?? 1) : undefined;
  const axis = given ?? slotAt(operator, position)?.axes?.(node, rank).out ?? 0;
  const block = number("block_size");
  return {
    scale,
    zeroPoint: stored("zero_point"),
    axis: axis < 0 ? axis + rank : axis,
    block: block === 0 ? undefined : block,
  };
}
