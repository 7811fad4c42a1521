import { spawnSync } from "node:child_process";
import { mkdtemp, open, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openFile } from "../../src/bytes/file";
import type { DataType } from "../../src/model/dtype";
import type { Tensor } from "../../src/model/tensor";
import { TensorReader } from "../../src/tensors/reader";
import { Sweep } from "../../src/tensors/sweep";
import { cpuTimeUncollected } from "./measure";
import { printSection } from "./section";

/** A matrix of 4096 × 4096: 64 MB of float32, more than any cache. */
const SIDE = 4096;
const NUMBERS = SIDE * SIDE;
const RUNS = 9;
const READ = 4 * 2 ** 20;
const BLOCK = 2 ** 16;

/** Weights as they are: near normal, of a thousandth to a tenth. */
function weights(): Float32Array {
  const values = new Float32Array(NUMBERS);
  let state = 1;
  const next = (): number => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0) / 2 ** 31;
  for (let at = 0; at < NUMBERS; at++) values[at] = (next() + next() + next() + next()) * 0.02;
  return values;
}

/** The upper bits alone: what float16 makes of normal numbers, rounded towards zero. */
function halves(values: Float32Array): Uint16Array {
  const bits = new Uint32Array(values.buffer);
  const rounded = new Uint16Array(NUMBERS);
  for (let at = 0; at < NUMBERS; at++) {
    const one = bits[at] ?? 0;
    const exponent = ((one >>> 23) & 0xff) - 112;
    const magnitude = exponent <= 0 ? 0 : (exponent << 10) | ((one >>> 13) & 0x3ff);
    rounded[at] = ((one >>> 16) & 0x8000) | magnitude;
  }
  return rounded;
}

/** Of many blocks, not of all at once: the engine compiles a function well that is called again and again. */
function bareSum(values: Float32Array): number {
  let sum = 0;
  for (let from = 0; from < values.length; from += BLOCK) sum += sumOf(values, from, from + BLOCK);
  return sum;
}

function sumOf(values: Float32Array, from: number, to: number): number {
  let sum = 0;
  for (let at = from; at < to; at++) sum += values[at] ?? 0;
  return sum;
}

async function readAlone(path: string): Promise<void> {
  const file = await open(path);
  const buffer = new Uint8Array(READ);
  while ((await file.read(buffer, 0, READ)).bytesRead > 0);
  await file.close();
}

/** The whole way from the disk: reading, decoding, statistics, histogram, channels. */
async function measureFile(path: string, dtype: DataType, axis: number): Promise<void> {
  const source = await openFile(path);
  if (!source.ok) throw new Error(source.problem.message);
  const pieces = [{ file: "", offset: 0, length: source.value.size }];
  const tensor: Tensor = { name: "weight", dtype, shape: [SIDE, SIDE], location: { kind: "raw", pieces } };
  const sweep = new Sweep(tensor.shape, axis, dtype === "float16");
  const problem = await new TensorReader(source.value).read(
    tensor,
    (values) => {
      sweep.add(values);
    },
    {
      takeHalves: (codes) => {
        sweep.addHalves(codes);
      },
    },
  );
  if (problem !== undefined) throw new Error(problem.message);
  sweep.result();
  sweep.channelSummary();
  await source.value.close();
}

/** numpy over the same bytes; the fastest of as many runs, in milliseconds of the processor. */
const NUMPY = `
import sys, time
import numpy as np
path, side = sys.argv[1], int(sys.argv[2])
best = 1e9
for _ in range(3):
    start = time.process_time()
    x = np.fromfile(path, np.float32).reshape(side, side)
    d = x.astype(np.float64)
    mean, std = d.mean(), d.std()
    c = d - mean
    x.min(), x.max(), np.sqrt((d * d).sum()), (x == 0).mean(), np.isnan(x).sum(), np.isinf(x).sum()
    (c ** 4).mean() / std ** 4
    np.quantile(x, [.01, .05, .25, .5, .75, .95, .99]), np.histogram(x, 64)
    np.sqrt((d * d).sum(1)), x.min(1), x.max(1), d.mean(1), (x == 0).all(1)
    best = min(best, time.process_time() - start)
print(best * 1000)
`;

function numpyTime(path: string): number | undefined {
  const { status, stdout } = spawnSync("python3", ["-c", NUMPY, path, String(SIDE)], { encoding: "utf8" });
  return status === 0 ? Number(stdout) : undefined;
}

const folder = await mkdtemp(join(tmpdir(), "layerscope-bench-"));
const values = weights();
const [single, half] = [join(folder, "float32"), join(folder, "float16")];
const codes = halves(values);
await writeFile(single, values);
await writeFile(half, codes);

const statistics = (axis: number | undefined) => (): void => {
  const sweep = new Sweep([SIDE, SIDE], axis);
  for (let from = 0; from < NUMBERS; from += READ / 4) sweep.add(values.subarray(from, from + READ / 4));
  sweep.result();
};
const halfStatistics = (axis: number | undefined) => (): void => {
  const sweep = new Sweep([SIDE, SIDE], axis, true);
  for (let from = 0; from < NUMBERS; from += READ / 2) sweep.addHalves(codes.subarray(from, from + READ / 2));
  sweep.result();
};

const works: readonly (readonly [name: string, bytes: number, work: () => unknown])[] = [
  ["a bare sum of the Float32Array", 4, () => bareSum(values)],
  ["float32 in memory, no channels", 4, statistics(undefined)],
  ["float32 in memory, output channels first", 4, statistics(0)],
  ["float32 in memory, output channels last", 4, statistics(1)],
  ["float16 in memory, no channels", 2, halfStatistics(undefined)],
  ["float16 in memory, output channels first", 2, halfStatistics(0)],
  ["float16 in memory, output channels last", 2, halfStatistics(1)],
  ["float32 file: reading alone", 4, () => readAlone(single)],
  ["float32 file, output channels first", 4, () => measureFile(single, "float32", 0)],
  ["float16 file: reading alone", 2, () => readAlone(half)],
  ["float16 file, output channels first", 2, () => measureFile(half, "float16", 0)],
];

// Round by round, so that a slow moment of the machine is not one work's alone.
const best = works.map(() => Infinity);
for (let run = 0; run < RUNS; run++) {
  for (const [at, [, , work]] of works.entries()) {
    best[at] = Math.min(best[at] ?? NaN, await cpuTimeUncollected(work));
  }
}
const bare = best[0] ?? NaN;
const whole = best[works.findIndex(([name]) => name.startsWith("float32 file, "))] ?? NaN;
const rows = works.map(([name, bytes], at) => {
  const time = best[at] ?? NaN;
  const speed = (NUMBERS * bytes) / time / 1e6;
  const each = `${((time * 1e6) / NUMBERS).toFixed(2)} ns`;
  return [name, each, `${speed.toFixed(2)} GB/s`, `${((bare / time) * 100).toFixed(0)} %`];
});
const numpy = numpyTime(single);
await rm(folder, { recursive: true });

printSection(
  "Weight statistics",
  `Count, mean, deviation, least, largest, norm, zeros, NaN, infinities, kurtosis, quantiles, histogram, and by ` +
    `output channel norm, mean, least, largest, zeros and checksum, of ${NUMBERS.toLocaleString("en")} numbers: ` +
    `processor time for each number, the best of ${String(RUNS)} runs; the speed in bytes of the file; and the speed ` +
    `by numbers, compared with a bare sum in JavaScript.` +
    (numpy === undefined
      ? ""
      : ` numpy takes ${(numpy / whole).toFixed(1)} times as long for the same of the float32 file.`),
  ["work", "each number", "speed", "of the sum's speed"],
  rows,
);
