import type { ByteSource } from "../../bytes/source";
import type { DataType } from "../../model/dtype";
import { bytesOf, isFloat } from "../../model/dtype";
import type { Quantization, Tensor } from "../../model/tensor";
import { elementsOf, INLINE_BYTES } from "../../model/tensor";
import type { Problems } from "../onnx/problems";
import { shortName } from "../onnx/problems";
import { plainTypeOf } from "./dtype";
import type { Json } from "./json";
import { isObject, listOf, numberOf, objectOf, sizesOf, textOf } from "./json";
import { Shards } from "./shards";
import { readStrings } from "./strings";

/** Far above any model; a manifest that lists more was made to keep a reader busy. */
const MOST_WEIGHTS = 200_000;

/** Of one group, so much is kept at hand: a hundred times what shapes and axes of the largest models take. */
const MOST_INLINE_BYTES = 32 * 2 ** 20;

/**
 * The tensors of a `weightsManifest` by name, in its order, which is the order of their bytes: groups of files, in
 * each of which weights lie back to back, without alignment and across the ends of files.
 *
 * @param onProgress called with the part of the files and weights that is behind, 0 to 1.
 */
export async function readManifest(
  source: ByteSource,
  manifest: Json,
  problems: Problems,
  onProgress?: (fraction: number) => void,
): Promise<ReadonlyMap<string, Tensor>> {
  const tensors = new Map<string, Tensor>();
  const groups = listOf(manifest).map(groupOf);
  const all = groups.reduce((sum, { files, weights }) => sum + files.length + weights.length, 0);
  let behind = 0;
  const onPassed = (): void => {
    onProgress?.(++behind / all);
  };
  for (const { files, weights } of groups) {
    const shards = await Shards.find(source, files, problems, onPassed);
    await readGroup(shards, weights, tensors, problems, onPassed);
  }
  return tensors;
}

function groupOf(group: Json): { readonly files: readonly string[]; readonly weights: readonly Json[] } {
  const { paths, weights } = objectOf(group);
  const files = listOf(paths)
    .map(textOf)
    .filter((path) => path !== undefined);
  return { files, weights: listOf(weights) };
}

async function readGroup(
  shards: Shards,
  weights: readonly Json[],
  tensors: Map<string, Tensor>,
  problems: Problems,
  onPassed: () => void,
): Promise<void> {
  /** Where the next weight begins; undefined once a weight's length is not known. */
  let offset: number | undefined = 0;
  let short = false;
  for (const weight of weights) {
    onPassed();
    if (tensors.size >= MOST_WEIGHTS) {
      const message = `the manifest lists more than ${MOST_WEIGHTS} weights; the others are left out`;
      problems.error("too-many-weights", message, "weightsManifest");
      return;
    }
    const spec = readSpec(weight, problems);
    if (spec === undefined) {
      offset = undefined;
      continue;
    }
    const placed: Placed = await place(shards, spec, offset);
    if (
      spec.length === undefined &&
      placed.end === undefined &&
      shards.size !== undefined &&
      offset !== undefined
    ) {
      const message = `the strings of '${shortName(spec.name)}' end beyond the files ${shards.names}`;
      problems.error("broken-strings", message, spec.name);
    }
    short ||= offset !== undefined && placed.end !== undefined && placed.end > (shards.size ?? Infinity);
    offset = placed.end;
    if (tensors.has(spec.name)) {
      const message = `two weights are called '${shortName(spec.name)}'; the first is taken`;
      problems.warning("duplicate-name", message, spec.name);
    } else tensors.set(spec.name, placed.tensor);
  }
  checkLength(shards, offset, short, problems);
}

function checkLength(shards: Shards, needed: number | undefined, short: boolean, problems: Problems): void {
  const { size, names } = shards;
  if (needed === undefined || size === undefined) return;
  if (short) {
    const message = `the weights in ${names} need ${needed} bytes, the files hold ${size}. Was a copy interrupted?`;
    problems.error("external-data-too-short", message, names);
  } else if (needed < size) {
    const message = `the weights in ${names} need ${needed} bytes, the files hold ${size}: do they belong together?`;
    problems.warning("external-data-too-long", message, names);
  }
}

/** An entry of the manifest. */
interface WeightSpec {
  readonly name: string;
  readonly shape: readonly number[];
  /** As stored. */
  readonly dtype: DataType;
  readonly quantization: Quantization | undefined;
  /** In bytes; undefined for strings, whose length only reading tells. */
  readonly length: number | undefined;
}

function readSpec(weight: Json, problems: Problems): WeightSpec | undefined {
  const { name: given, shape: sizes, dtype: type, quantization } = objectOf(weight);
  const name = textOf(given);
  if (name === undefined) {
    problems.error("broken-manifest", "a weight of the manifest has no name", "weightsManifest");
    return undefined;
  }
  const [shape, plain] = [sizesOf(sizes), plainTypeOf(type)];
  if (shape === undefined || plain === undefined) {
    const what = shape === undefined ? "shape" : "type";
    problems.error("broken-manifest", `the weight '${shortName(name)}' has no ${what} that is known`, name);
    return undefined;
  }
  const stored = storedAs(name, plain, quantization, problems);
  if (stored === undefined) return undefined;
  const elements = elementsOf(shape);
  const length = bytesOf(stored.dtype, elements);
  if (!Number.isSafeInteger(elements) || !Number.isSafeInteger(length ?? elements)) {
    const message = `the weight '${shortName(name)}' has the shape ${shape.join("×")}: more than any memory holds`;
    problems.error("uncountable-shape", message, name);
    return undefined;
  }
  return { name, shape, ...stored, length };
}

/** The stored type, and how to make values of it (tfjs-core/src/io/io_utils.ts); undefined where nobody knows. */
function storedAs(
  name: string,
  dtype: DataType,
  quantization: Json,
  problems: Problems,
): { readonly dtype: DataType; readonly quantization: Quantization | undefined } | undefined {
  if (!isObject(quantization)) return { dtype, quantization: undefined };
  const stored = plainTypeOf(quantization["dtype"]);
  const [scale, min] = [numberOf(quantization["scale"]), numberOf(quantization["min"])];
  if (stored === "float16" && isFloat(dtype)) {
    return { dtype: stored, quantization: { scale: 1, min: 0, dtype } };
  }
  if ((stored === "uint8" || stored === "uint16") && scale !== undefined && min !== undefined) {
    return { dtype: stored, quantization: { scale, min, dtype } };
  }
  const what = textOf(quantization["dtype"]) ?? "no type";
  const message = `the weight '${shortName(name)}' is quantised in a way that is not known (${shortName(what)})`;
  problems.error("unknown-quantisation", message, name);
  return undefined;
}

interface Placed {
  readonly tensor: Tensor;
  /** Where the next weight begins, if that is known. */
  readonly end: number | undefined;
}

async function place(shards: Shards, spec: WeightSpec, offset: number | undefined): Promise<Placed> {
  const { name, shape, dtype, quantization, length } = spec;
  const tensor: Tensor = {
    name,
    dtype,
    shape,
    location: { kind: "absent" },
    ...(quantization && { quantization }),
  };
  if (offset === undefined) return { tensor, end: undefined };
  if (length === undefined) {
    const strings = await readStrings(shards, offset, elementsOf(shape));
    if (strings === undefined) return { tensor, end: undefined };
    return { tensor: { ...tensor, location: strings }, end: offset + (strings.bytes ?? 0) };
  }
  const pieces = shards.pieces(offset, length);
  if (pieces === undefined) return { tensor, end: offset + length };
  const location = { kind: "raw", pieces } as const;
  if (length > INLINE_BYTES || shards.bytesRead > MOST_INLINE_BYTES) {
    return { tensor: { ...tensor, location }, end: offset + length };
  }
  const inline = await shards.read(pieces);
  return { tensor: { ...tensor, location, inline }, end: offset + length };
}
