import type { Node } from "../model/model";

/** One piece of what stands on a node; undefined where the node has nothing worth saying. */
export type Part = (node: Node) => string | undefined;

/** The pieces of a label, those that say nothing left out. */
export function label(...parts: readonly Part[]): (node: Node) => string {
  return (node) =>
    parts
      .map((part) => part(node))
      .filter((text) => text !== undefined)
      .join(", ");
}

/** `axis −1`: a number, left out where it is the operator's default. */
export function int(attribute: string, word = attribute, byDefault?: number): Part {
  return (node) => {
    const value = intOf(node, attribute);
    return value === undefined || value === byDefault ? undefined : `${word} ${signed(value)}`;
  };
}

/** `α 0.01`: a real number to three digits. */
export function float(attribute: string, word: string, byDefault?: number): Part {
  return (node) => {
    const found = node.attributes.get(attribute);
    if (found?.kind !== "float" || found.value === byDefault) return undefined;
    return `${word} ${signed(Number(found.value.toPrecision(3)))}`;
  };
}

/** A word for an attribute that is on (1) and not so by default. */
export function flag(attribute: string, word: string): Part {
  return (node) => (intOf(node, attribute) === 1 ? word : undefined);
}

/** The text of an attribute, left out where it is the operator's default. */
export function text(attribute: string, byDefault?: string): Part {
  return (node) => {
    const found = node.attributes.get(attribute);
    if (found?.kind !== "string" || found.value === "" || found.value === byDefault) return undefined;
    return found.value;
  };
}

/** Numbers as they stand: `0 2 1 3`. */
export function ints(attribute: string, word?: string): Part {
  return (node) => {
    const values = intsOf(node, attribute)?.map(signed).join(" ");
    return values === undefined || word === undefined ? values : `${word} ${values}`;
  };
}

/** `3×3` */
export function kernel(attribute = "kernel_shape"): Part {
  return (node) => intsOf(node, attribute)?.map(signed).join("×");
}

/** `stride 2`, `stride 2×1`: left out where all are 1. */
export function steps(attribute: string, word: string): Part {
  return (node) => {
    const values = intsOf(node, attribute);
    if (values === undefined || values.every((value) => value === 1)) return undefined;
    const [first = 1] = values;
    return `${word} ${values.every((value) => value === first) ? signed(first) : values.map(signed).join("×")}`;
  };
}

/** A whole number of an attribute; undefined where there is none. Beyond a double's exactness it is rounded. */
export function intOf(node: Node, attribute: string): number | undefined {
  const found = node.attributes.get(attribute);
  return found?.kind === "int" ? Number(found.value) : undefined;
}

function intsOf(node: Node, attribute: string): readonly number[] | undefined {
  const found = node.attributes.get(attribute);
  return found?.kind === "ints" && found.value.length > 0 ? found.value.map(Number) : undefined;
}

function signed(value: number): string {
  return String(value).replace("-", "−");
}
