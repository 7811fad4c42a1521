import { takenBy } from "../analysis/order";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { writeModel } from "../formats/onnx/write";
import type { NodeParts } from "../formats/onnx/write-node";
import type { StoredBytes } from "../formats/onnx/write-tensor";
import type { DataType } from "../model/dtype";
import type { Node, ValueInfo } from "../model/model";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import type { ModelFiles } from "./files";
import type { Segment } from "./segments";
import { PieceReader } from "./pieces";
import { TensorReader } from "../tensors/reader";
import type { Widening } from "./widen";

/** The name under which a segment's weights are handed to the runtime, as if they lay in a file beside the model. */
const WEIGHTS = "weights";

/** What is known of a value that a segment takes; sizes, where they are the same in all runs. */
export interface Given {
  readonly dtype: DataType | undefined;
  readonly sizes?: readonly number[];
}

/**
 * A segment as a model of its own: its nodes, the weights that they take, and as inputs what it takes from before.
 * Weights are read from the model's files one by one.
 *
 * @param given the types of what the segment takes.
 * @param outputs what is to be seen of it.
 * @param widening tensors that are written as float32.
 */
export async function segmentModel(
  index: ModelIndex,
  source: ByteSource,
  segment: Segment,
  given: ReadonlyMap<string, Given>,
  added: readonly NodeParts[],
  outputs: readonly string[],
  widening: Pick<Widening, "originals"> | undefined,
): Promise<Result<ModelFiles>> {
  const { model, stored } = index;
  const { graph } = model;
  const names = new Set(segment.nodes.flatMap((node) => takenBy(node, graph)));
  const tensors = new Map(Array.from(graph.tensors).filter(([name]) => names.has(name)));
  const constants = Array.from(names, (name) => stored.get(name)?.node).filter((node) => node !== undefined);
  const nodes = [...new Set(constants), ...segment.nodes];
  const inside = nodes.flatMap((node) => tensorsOf(node, true));
  const own = [...tensors.values(), ...nodes.flatMap((node) => tensorsOf(node, false))];
  const data = await loadData(source, own, inside, widening);
  if (!data.ok) return data;
  const inputs = segment.takes.flatMap((name): ValueInfo[] => {
    const { dtype, sizes } = given.get(name) ?? {};
    return dtype === undefined
      ? []
      : [{ name, type: { kind: "tensor", dtype, shape: sizes }, docString: "" }];
  });
  const unknown = { kind: "unknown" } as const;
  const bytes = writeModel(
    {
      irVersion: model.irVersion,
      opsets: model.opsets,
      functions: model.functions,
      graph: {
        name: graph.name,
        inputs,
        outputs: outputs.map((name) => ({ name, type: unknown, docString: "" })),
        nodes: [...nodes, ...added],
        tensors,
      },
    },
    (tensor) => data.value.places.get(tensor),
  );
  return { ok: true, value: { bytes, external: new Map([[WEIGHTS, data.value.weights]]) } };
}

/** The tensors in a node's attributes: its own, or those of the graphs inside. */
function tensorsOf(node: Pick<Node, "attributes">, inside: boolean): readonly Tensor[] {
  return [...node.attributes.values()].flatMap((attribute) => {
    switch (attribute.kind) {
      case "tensor":
        return inside ? [] : [attribute.value];
      case "tensors":
        return inside ? [] : attribute.value;
      case "graph":
      case "graphs": {
        if (!inside) return [];
        const graphs = attribute.kind === "graph" ? [attribute.value] : attribute.value;
        return graphs.flatMap(({ tensors, nodes }) => [
          ...tensors.values(),
          ...nodes.flatMap((one) => [...tensorsOf(one, false), ...tensorsOf(one, true)]),
        ]);
      }
      default:
        return [];
    }
  });
}

interface Data {
  readonly weights: Uint8Array;
  readonly places: ReadonlyMap<Tensor, StoredBytes>;
}

/** Bytes of weights in one session: the runtime's memory has no more for everything. */
const MOST_WEIGHTS = 2 ** 32;

/** Offsets in the weights are multiples of this, so that elements of any type lie aligned. */
const ALIGNMENT = 64;

/**
 * Reads what tensors hold that do not carry it: fixed-width elements into one run, the others each on their own.
 *
 * @param inside tensors of subgraphs: there the runtime does not look for data in another file.
 */
async function loadData(
  source: ByteSource,
  own: readonly Tensor[],
  inside: readonly Tensor[],
  widening: Pick<Widening, "originals"> | undefined,
): Promise<Result<Data>> {
  const flat = [...own, ...inside].flatMap((tensor) =>
    tensor.location.kind === "sparse" ? [tensor.location.values, tensor.location.indices] : [tensor],
  );
  const embedded = new Set(inside);
  const places = new Map<Tensor, StoredBytes>();
  let size = 0;
  for (const tensor of new Set(flat)) {
    const length = lengthOf(tensor, widening);
    if (length === undefined) continue;
    places.set(tensor, { file: WEIGHTS, offset: size, length });
    size += Math.ceil(length / ALIGNMENT) * ALIGNMENT;
  }
  if (size > MOST_WEIGHTS) return { ok: false, problem: tooLarge(source.name, size) };
  const weights = new Uint8Array(size);
  const reader = new PieceReader(source);
  const elements = new TensorReader(source);
  try {
    for (const tensor of new Set(flat)) {
      const place = places.get(tensor);
      const narrow = widening?.originals.get(tensor);
      if (place !== undefined && !(place instanceof Uint8Array)) {
        const into = weights.subarray(place.offset, place.offset + place.length);
        const problem =
          narrow === undefined ? await reader.read(tensor, into) : await widen(elements, narrow, into);
        if (problem !== undefined) return { ok: false, problem };
        if (embedded.has(tensor)) places.set(tensor, into);
      } else if (tensor.location.kind === "varint" && tensor.inline === undefined) {
        const bytes = new Uint8Array(tensor.location.pieces.reduce((sum, { length }) => sum + length, 0));
        const problem = await reader.read(tensor, bytes);
        if (problem !== undefined) return { ok: false, problem };
        places.set(tensor, bytes);
      }
    }
  } finally {
    await reader.close();
    await elements.close();
  }
  return { ok: true, value: { weights, places } };
}

function tooLarge(file: string, size: number): Problem {
  const [needed, most] = [size, MOST_WEIGHTS].map((bytes) => bytes.toLocaleString("en"));
  const message = `${file}: needs ${needed ?? ""} bytes of weights at once; the runtime holds ${most ?? ""}.`;
  return { severity: "error", code: "too-large-to-run", message, where: "" };
}

/** Bytes in the common run; undefined for tensors that are written otherwise. */
function lengthOf(tensor: Tensor, widening: Pick<Widening, "originals"> | undefined): number | undefined {
  if (widening?.originals.has(tensor) === true) return 4 * elementsOf(tensor.shape);
  if (tensor.inline !== undefined || tensor.location.kind !== "raw") return undefined;
  return tensor.location.pieces.reduce((sum, { length }) => sum + length, 0);
}

async function widen(reader: TensorReader, narrow: Tensor, into: Uint8Array) {
  const numbers = new Float32Array(into.buffer, into.byteOffset, into.byteLength / 4);
  let at = 0;
  return await reader.read(narrow, (values) => {
    numbers.set(values, at);
    at += values.length;
  });
}
