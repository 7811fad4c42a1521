import { channelsInFront } from "../../channels-in-front";
import type { Settings } from "../../emit";
import type { Lower } from "../../recipe";
import { channelsFirst, perAxis } from "../layout";

/** What lies in the padding counts neither for the largest nor for the mean. */
export const lowerPool =
  (operator: "MaxPool" | "AveragePool", rank: number): Lower =>
  ({ node, emit, inputNames: [input = ""] }) => {
    const size = perAxis(node, "pool_size", rank);
    if (size === undefined) return undefined;
    const same = node.text("padding", "valid").toLowerCase() === "same";
    const settings: Settings = {
      kernel_shape: size,
      strides: perAxis(node, "strides", rank) ?? size,
      ...(same && { auto_pad: "SAME_UPPER" }),
    };
    return [
      channelsInFront(channelsFirst(node), emit, input, rank, (front) =>
        emit.one(operator, [front], settings),
      ),
    ];
  };

export const lowerGlobalPool =
  (operator: "ReduceMax" | "ReduceMean", rank: number): Lower =>
  ({ node, emit, inputNames: [input = ""] }) => {
    const first = channelsFirst(node) ? 2 : 1;
    const axes = Array.from({ length: rank }, (_, axis) => axis + first);
    return [emit.reduce(operator, input, axes, node.flag("keepdims"))];
  };
