import type { Node } from "../model/model";

/** A function that a node names in an attribute. */
export interface NamedFunction {
  readonly attribute: string;
  readonly name: string;
}

/** The attributes in which TensorFlow's operators name functions, and how many inputs come before the arguments. */
const NAMING: Readonly<Record<string, { readonly attributes: readonly string[]; readonly before: number }>> =
  {
    If: { attributes: ["then_branch", "else_branch"], before: 1 },
    StatelessIf: { attributes: ["then_branch", "else_branch"], before: 1 },
    While: { attributes: ["cond", "body"], before: 0 },
    StatelessWhile: { attributes: ["cond", "body"], before: 0 },
    PartitionedCall: { attributes: ["f"], before: 0 },
    StatefulPartitionedCall: { attributes: ["f"], before: 0 },
  };

const NONE: readonly NamedFunction[] = [];

/** The functions that a node of TensorFlow names in its attributes, in the order of {@link NAMING}. */
export function namedFunctions(node: Node): readonly NamedFunction[] {
  if (node.domain !== "tf") return NONE;
  return (NAMING[node.operator]?.attributes ?? []).flatMap((attribute) => {
    const value = node.attributes.get(attribute);
    return value?.kind === "string" ? [{ attribute, name: value.value }] : [];
  });
}

/** How many of a node's inputs come before the arguments of its functions. */
export function inputsBeforeArguments(node: Node): number {
  return NAMING[node.operator]?.before ?? 0;
}
