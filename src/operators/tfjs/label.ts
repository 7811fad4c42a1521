import type { Node } from "../../model/model";
import type { Part } from "../label";
import { kernel, steps } from "../label";

/** A node whose attribute holds the numbers of the spatial axes alone: in the file, batch and channels have theirs. */
function spatially(node: Node, attribute: string): Node {
  const found = node.attributes.get(attribute);
  if (found?.kind !== "ints" || found.value.length < 3) return node;
  const format = node.attributes.get("data_format");
  const first = format?.kind === "string" && format.value.toUpperCase().startsWith("NC");
  const value = first ? found.value.slice(2) : found.value.slice(1, -1);
  return { ...node, attributes: new Map([[attribute, { kind: "ints", value }]]) };
}

/** `stride 2`, as of a window; left out where all are 1. */
export function spatialSteps(attribute: string, word: string): Part {
  const part = steps(attribute, word);
  return (node) => part(spatially(node, attribute));
}

/** `3×3` */
export function spatialKernel(attribute: string): Part {
  const part = kernel(attribute);
  return (node) => part(spatially(node, attribute));
}
