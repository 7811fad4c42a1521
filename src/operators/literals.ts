import { isFloat } from "../model/dtype";
import { numberFromHalf } from "../model/half";
import { normal } from "../model/integer";
import type { Quantization, Tensor } from "../model/tensor";
import { elementsOf, valueTypeOf } from "../model/tensor";
import type { Element, Value } from "./value";
import { MOST_ELEMENTS, tensor } from "./value";

/** A stored tensor as a value. Its elements are read when they are asked for: those of most weights never are. */
export function storedValue(stored: Tensor): Value {
  const dtype = valueTypeOf(stored);
  const { type } = tensor(dtype, stored.shape);
  let whole: Value | undefined;
  return {
    type,
    get elements() {
      return (whole ??= tensor(dtype, stored.shape, literalElements(stored))).elements;
    },
  };
}

/** The elements of a stored tensor that is small and at hand; undefined for any other. */
export function literalElements(stored: Tensor): readonly Element[] | undefined {
  const count = elementsOf(stored.shape);
  if (count > MOST_ELEMENTS) return undefined;
  if (count === 0) return [];
  const { inline, location } = stored;
  if (inline === undefined) {
    if (location.kind !== "numbers" || location.values.length !== count) return undefined;
    // Typed fields hold narrow floats as their bits: those are not numbers yet.
    return isFloat(stored.dtype) && stored.dtype !== "float32" && stored.dtype !== "float64"
      ? undefined
      : location.values;
  }
  const read = reader(stored.dtype, new DataView(inline.buffer, inline.byteOffset, inline.byteLength));
  if (read === undefined || inline.byteLength < count * read.width) return undefined;
  const elements = Array.from({ length: count }, (_, index) => read.at(index * read.width));
  return stored.quantization === undefined ? elements : dequantised(elements, stored.quantization);
}

function dequantised(stored: readonly Element[], { scale, min, dtype }: Quantization): readonly Element[] {
  return stored.map((one) => {
    if (typeof one !== "number") return undefined;
    const value = one * scale + min;
    return isFloat(dtype) ? Math.fround(value) : Math.round(value);
  });
}

interface Reader {
  readonly width: number;
  at(offset: number): Element;
}

/** Reads little-endian elements of the types that shape arithmetic uses. */
function reader(dtype: Tensor["dtype"], view: DataView): Reader | undefined {
  switch (dtype) {
    case "int64":
      return { width: 8, at: (offset) => normal(view.getBigInt64(offset, true)) };
    case "uint64":
      return { width: 8, at: (offset) => normal(view.getBigUint64(offset, true)) };
    case "int32":
      return { width: 4, at: (offset) => view.getInt32(offset, true) };
    case "uint32":
      return { width: 4, at: (offset) => view.getUint32(offset, true) };
    case "int16":
      return { width: 2, at: (offset) => view.getInt16(offset, true) };
    case "uint16":
      return { width: 2, at: (offset) => view.getUint16(offset, true) };
    case "int8":
      return { width: 1, at: (offset) => view.getInt8(offset) };
    case "uint8":
    case "bool":
      return { width: 1, at: (offset) => view.getUint8(offset) };
    case "float16":
      return { width: 2, at: (offset) => numberFromHalf(view.getUint16(offset, true)) };
    case "float32":
      return { width: 4, at: (offset) => view.getFloat32(offset, true) };
    case "float64":
      return { width: 8, at: (offset) => view.getFloat64(offset, true) };
    default:
      return undefined;
  }
}
