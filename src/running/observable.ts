import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import type { Addition } from "../formats/onnx/append-outputs";
import type { NodeParts } from "../formats/onnx/write-node";
import type { DataType } from "../model/dtype";
import { bytesOf } from "../model/dtype";
import type { Graph, Node } from "../model/model";
import type { ValueType } from "../model/shape";
import { AS_FLOAT32, isRunnable } from "./values";

/** A value of the main graph that a run can show. */
export interface Observable {
  readonly name: string;
  /** The output that is fetched for it: itself, or what it is cast to where the runtime does not let it out. */
  readonly fetched: string;
  /** As the graph has it; undefined where inference does not know it. */
  readonly dtype: DataType | undefined;
  /** Of one run, where the shape is known. */
  readonly bytes: number | undefined;
  /** Of a value inside of a branch or a loop: how its fetched data are to be taken. */
  readonly lifted?: { readonly shapes: string | undefined };
}

export interface Observables {
  readonly values: readonly Observable[];
  /** What the graph needs in addition to have them all as outputs. */
  readonly addition: Addition;
  /** Values that no run can show, with the type that keeps them from it. */
  readonly hidden: readonly (readonly [name: string, type: string])[];
}

/** TensorProto.DataType. */
const FLOAT32 = 1;

/**
 * All outputs of nodes but those that are stored; inputs are known without a run.
 *
 * @param outputs those that the graph has already.
 */
export function observables(
  { stored }: ModelIndex,
  nodes: readonly Node[],
  outputs: Graph["outputs"],
  analysis: Analysis,
): Observables {
  const values: Observable[] = [];
  const hidden: (readonly [string, string])[] = [];
  const casts: NodeParts[] = [];
  const own = new Set(outputs.map(({ name }) => name));
  for (const name of nodes.flatMap((node) => node.outputs)) {
    if (name === "" || stored.has(name)) continue;
    const type = analysis.types.get(name);
    if (type !== undefined && type.kind !== "tensor" && type.kind !== "unknown") {
      hidden.push([name, type.kind]);
      continue;
    }
    const dtype = type?.kind === "tensor" ? type.dtype : undefined;
    if (dtype !== undefined && !isRunnable(dtype) && !AS_FLOAT32.has(dtype)) {
      hidden.push([name, dtype]);
      continue;
    }
    const cast = dtype !== undefined && AS_FLOAT32.has(dtype) && !own.has(name);
    const fetched = cast ? `${name}/as float32` : name;
    if (cast) casts.push(castNode(name, fetched));
    const elements = elementsIn(type);
    const bytes =
      elements === undefined ? undefined : bytesOf(cast ? "float32" : (dtype ?? "float32"), elements);
    values.push({ name, fetched, dtype, bytes });
  }
  const added = values.map(({ fetched }) => fetched).filter((name) => !own.has(name));
  return { values, addition: { outputs: added, nodes: casts }, hidden };
}

export function elementsIn(type: ValueType | undefined): number | undefined {
  if (type?.kind !== "tensor" || type.shape === undefined) return undefined;
  let elements = 1;
  for (const size of type.shape) {
    if (typeof size !== "number") return undefined;
    elements *= size;
  }
  return elements;
}

function castNode(from: string, to: string): NodeParts {
  return {
    name: to,
    operator: "Cast",
    domain: "",
    overload: "",
    inputs: [from],
    outputs: [to],
    attributes: new Map([["to", { kind: "int", value: FLOAT32 }]]),
  };
}

/** A value whose size is not known before the run is planned with so many bytes. */
const UNKNOWN_BYTES = 1 << 20;

/** Values in batches that fit a budget, in the graph's order; one that is larger than the budget stands alone. */
export function batches(values: readonly Observable[], budget: number): readonly (readonly Observable[])[] {
  const all: Observable[][] = [];
  let room = 0;
  for (const value of values) {
    const bytes = value.bytes ?? UNKNOWN_BYTES;
    if (bytes > room || all.length === 0) {
      all.push([]);
      room = budget;
    }
    all.at(-1)?.push(value);
    room -= bytes;
  }
  return all;
}
