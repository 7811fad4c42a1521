import type { DataType } from "./dtype";

/** A whole number as files hold it (64 bits): a `number` where a double is exact, a `bigint` beyond. */
export type Integer = number | bigint;

/** A run of bytes: in the model's own file (`file` is "") or in a sibling of it. */
export interface Piece {
  readonly file: string;
  readonly offset: number;
  readonly length: number;
}

/**
 * Where a tensor's elements are and how they lie there. A location, never the data itself, but for tensors so
 * small that shape arithmetic wants them at hand.
 */
export type Location =
  /** Little-endian, row-major, fixed width, the pieces one after the other; sub-byte types packed flat. */
  | { readonly kind: "raw"; readonly pieces: readonly Piece[] }
  /** Packed protobuf varints, one per element (two or four elements per varint for sub-byte types). */
  | { readonly kind: "varint"; readonly pieces: readonly Piece[] }
  /** Literal numbers: attribute lists, and typed fields that a file does not pack. */
  | { readonly kind: "numbers"; readonly values: readonly Integer[] }
  /**
   * Strings, as bytes: they may hold anything. Only the first ones are kept; `count` says how many there are, and
   * `bytes` what all of them take in the file with what stands between them, where that is known.
   */
  | {
      readonly kind: "strings";
      readonly values: readonly Uint8Array[];
      readonly count: number;
      readonly bytes?: number;
    }
  /** A sparse tensor: values, and their places as `[nnz]` linear or `[nnz, rank]` indices. */
  | { readonly kind: "sparse"; readonly values: Tensor; readonly indices: Tensor }
  /** The file holds no data for it, though its shape asks for some. */
  | { readonly kind: "absent" };

/** What stored numbers stand for: `q · scale + min`, of type `dtype` (rounded where that is a whole number's). */
export interface Quantization {
  readonly scale: number;
  readonly min: number;
  readonly dtype: DataType;
}

/** A stored tensor: initializer, Constant node's value, layer weight. Nothing reads its elements but tensors/. */
export interface Tensor {
  /** The file's own name; "" for the value of an attribute. */
  readonly name: string;
  readonly dtype: DataType;
  readonly shape: readonly number[];
  readonly location: Location;
  /** The raw little-endian bytes, for tensors of at most {@link INLINE_BYTES}. */
  readonly inline?: Uint8Array;
  /** Absent where the stored numbers are the values themselves. */
  readonly quantization?: Quantization;
  /** The file says that training leaves it as it is. */
  readonly frozen?: boolean;
  readonly docString?: string;
}

/**
 * Tensors up to this size are kept with the model: shapes, axes and scales are this small, and a file of gigabytes
 * holds so few of them that reading them costs nothing.
 */
export const INLINE_BYTES = 4096;

/** The type of the values that a tensor holds, whatever the type in which they are stored. */
export function valueTypeOf(tensor: Tensor): DataType {
  return tensor.quantization?.dtype ?? tensor.dtype;
}

/** Elements of a shape, 1 for a scalar. */
export function elementsOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}
