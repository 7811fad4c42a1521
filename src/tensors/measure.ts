import type { ModelIndex } from "../analysis/model-index";
import type { Problem } from "../bytes/problem";
import { bitsOf } from "../model/dtype";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";
import type { ChannelSummary } from "./channels";
import type { Numbers } from "./decode";
import { densify } from "./densify";
import { dequantiser } from "./dequantise";
import type { Distribution } from "./distribution";
import type { ReadOptions, TensorReader } from "./reader";
import type { Summary } from "./statistics";
import { Sweep } from "./sweep";

/** What one pass over a stored tensor's elements tells. */
export interface Measured {
  readonly summary: Summary;
  readonly distribution: Distribution;
  readonly channels: ChannelSummary | undefined;
  /** Place in the flat order of the first element that is not finite. */
  readonly firstNonFinite: number | undefined;
}

/**
 * Measures a stored tensor, dequantised where the graph says how. Reads each byte once and keeps none.
 *
 * @param axis of the output channels; undefined for a tensor without
 */
export async function measure(
  index: ModelIndex,
  name: string,
  axis: number | undefined,
  reader: TensorReader,
  options: ReadOptions = {},
): Promise<Measured | Problem> {
  const tensor = index.stored.get(name)?.tensor;
  if (tensor === undefined) throw new Error(`${name} is no stored tensor`);
  const dequantise = await dequantiser(index, name, reader);
  if (!dequantise.ok) return dequantise.problem;
  const real = dequantise.value;
  const dense = await densify(tensor, reader, options);
  if (dense?.ok === false) return dense.problem;
  const sparse = tensor.location.kind === "sparse" && dense === undefined;
  const half = tensor.dtype === "float16" && real === undefined;
  const sweep = new Sweep(tensor.shape, sparse || isShort(tensor) ? undefined : axis, half);
  let [seen, firstNonFinite] = [0, undefined as number | undefined];
  const note = (length: number, add: () => void, first: () => number): void => {
    const before = sweep.notFinite;
    add();
    if (firstNonFinite === undefined && sweep.notFinite > before) firstNonFinite = seen + first();
    seen += length;
  };
  const take = (stored: Numbers): void => {
    const values = real === undefined ? stored : real(stored);
    note(
      values.length,
      () => {
        sweep.add(values);
      },
      () => values.findIndex((value: number) => !Number.isFinite(value)),
    );
  };
  const takeHalves = (codes: Uint16Array): void => {
    note(
      codes.length,
      () => {
        sweep.addHalves(codes);
      },
      () => codes.findIndex((code) => (code & 0x7c00) === 0x7c00),
    );
  };
  if (dense === undefined) {
    const problem = await reader.read(tensor, take, half ? { ...options, takeHalves } : options);
    if (problem !== undefined) return problem;
  } else take(dense.value);
  // A broken file may hold more values than the shape has places.
  if (sparse) sweep.addZeros(Math.max(0, elementsOf(tensor.shape) - seen));
  return { ...sweep.result(), channels: sweep.channelSummary(), firstNonFinite };
}

/** Whether fewer bytes are stored than the shape asks for: then nothing is to be as large as the shape says. */
function isShort({ dtype, shape, location }: Tensor): boolean {
  if (location.kind !== "raw") return false;
  const stored = location.pieces.reduce((sum, { length }) => sum + length, 0);
  return stored * 8 < elementsOf(shape) * (bitsOf(dtype) ?? 8);
}
