import type { Problem, Result } from "../bytes/problem";
import type { DataType } from "../model/dtype";
import { elementsOf } from "../model/tensor";
import { numberFromHalf } from "../model/half";
import { halfFromNumber } from "../tensors/half";

/** Elements as the runtime takes and gives them. */
export type Elements =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  /** Of uint16, or the bits of float16. */
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | readonly string[];

/** An array at hand: what an input is given, what a run gives back. Row-major. */
export interface Values {
  readonly dtype: RunnableType;
  readonly shape: readonly number[];
  readonly data: Elements;
}

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  float16: Uint16Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

/** The data types that cross the runtime's border. */
export type RunnableType = keyof typeof ARRAYS | "string";

export function isRunnable(dtype: DataType | undefined): dtype is RunnableType {
  return dtype === "string" || (dtype !== undefined && dtype in ARRAYS);
}

/** Types that cross the runtime's border only as float32. */
export const AS_FLOAT32: ReadonlySet<DataType> = new Set([
  "bfloat16",
  "float8e4m3fn",
  "float8e4m3fnuz",
  "float8e5m2",
  "float8e5m2fnuz",
]);

/** Room for so many elements, all zero. */
export function emptyElements(
  dtype: Exclude<RunnableType, "string">,
  count: number,
): Exclude<Elements, readonly string[]> {
  return new ARRAYS[dtype](count);
}

/** The elements that lie somewhere in a memory; a copy of them where they lie between the places of their type. */
export function elementsAt(
  dtype: Exclude<RunnableType, "string">,
  memory: ArrayBufferLike,
  place: number,
  count: number,
): Exclude<Elements, readonly string[]> {
  const array = ARRAYS[dtype];
  const size = array.BYTES_PER_ELEMENT;
  if (place % size === 0) return new array(memory as ArrayBuffer, place, count);
  return new array(new Uint8Array(memory, place, count * size).slice().buffer);
}

/** The same values in a memory of their own. */
export function copyOf(values: Values): Values {
  return { ...values, data: values.data.slice() };
}

/** The whole numbers that a type holds; undefined for the others. */
const RANGES: Readonly<Partial<Record<RunnableType, readonly [low: bigint, high: bigint]>>> = {
  int8: [-128n, 127n],
  int16: [-(2n ** 15n), 2n ** 15n - 1n],
  int32: [-(2n ** 31n), 2n ** 31n - 1n],
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint8: [0n, 255n],
  uint16: [0n, 2n ** 16n - 1n],
  uint32: [0n, 2n ** 32n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};

/** Values of `count` elements, each made by its index. */
export function makeValues(
  dtype: Exclude<RunnableType, "string">,
  shape: readonly number[],
  element: (index: number) => number,
): Values {
  const data = new ARRAYS[dtype](elementsOf(shape));
  for (let index = 0; index < data.length; index++) store(dtype, data, index, element(index));
  return { dtype, shape, data };
}

function store(
  dtype: RunnableType,
  data: Exclude<Elements, readonly string[]>,
  at: number,
  value: number,
): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[at] = BigInt(Math.trunc(value));
  else data[at] = dtype === "float16" ? halfFromNumber(value) : value;
}

/** One element as a number; of 64-bit integers the nearest double, of strings NaN. */
export function numberAt({ dtype, data }: Pick<Values, "dtype" | "data">, index: number): number {
  const element = data[index] ?? NaN;
  return dtype === "float16" && typeof element === "number" ? numberFromHalf(element) : Number(element);
}

/**
 * The same numbers in another type; a Problem where they do not fit it: fractions in integers, numbers beyond its
 * range, numbers for strings.
 */
export function convertValues(values: Values, dtype: RunnableType): Result<Values> {
  if (values.dtype === dtype) return { ok: true, value: values };
  if (dtype === "string" || values.dtype === "string") {
    return { ok: false, problem: wrongType(`holds ${values.dtype} where ${dtype} is wanted`) };
  }
  const range = RANGES[dtype];
  const { data, shape } = values;
  const converted = new ARRAYS[dtype](data.length);
  for (let index = 0; index < data.length; index++) {
    const given = data[index];
    if (range !== undefined) {
      const whole = typeof given === "bigint" ? given : wholeNumber(numberAt(values, index));
      if (whole === undefined || whole < range[0] || whole > range[1]) {
        const shown = String(typeof given === "bigint" ? given : numberAt(values, index));
        return { ok: false, problem: wrongType(`holds ${shown}, which is no ${dtype}`) };
      }
      if (typeof given === "bigint" && (dtype === "int64" || dtype === "uint64")) {
        converted[index] = given;
        continue;
      }
    }
    const number = numberAt(values, index);
    store(dtype, converted, index, dtype === "bool" ? Number(number !== 0) : number);
  }
  return { ok: true, value: { dtype, shape, data: converted } };
}

function wholeNumber(value: number): bigint | undefined {
  return Number.isInteger(value) ? BigInt(value) : undefined;
}

function wrongType(what: string): Problem {
  return { severity: "error", code: "input-type", message: `the input ${what}.`, where: "" };
}
