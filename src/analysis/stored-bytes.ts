import { bytesOf } from "../model/dtype";
import type { Tensor } from "../model/tensor";
import { elementsOf } from "../model/tensor";

/** The bytes of a tensor's elements as they are stored; undefined for strings that are not all at hand. */
export function storedBytes(tensor: Tensor): number | undefined {
  const { location } = tensor;
  switch (location.kind) {
    case "sparse": {
      const values = storedBytes(location.values);
      const indices = storedBytes(location.indices);
      return values === undefined || indices === undefined ? undefined : values + indices;
    }
    case "strings":
      if (location.bytes !== undefined) return location.bytes;
      if (location.values.length < location.count) return undefined;
      return location.values.reduce((sum, value) => sum + value.length, 0);
    case "absent":
      return 0;
    case "raw":
    case "varint":
    case "numbers":
      return bytesOf(tensor.dtype, elementsOf(tensor.shape));
  }
}
