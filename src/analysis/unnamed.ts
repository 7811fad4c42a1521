import type { DrawnGraph, DrawnNode } from "./drawn";
import type { Scope } from "./scopes";
import { scopesOf } from "./scopes";

/** What follows the operator in names that a tool gave for want of one: `Concat_8`, `Pad`. */
const NUMBERED = /^_*\d*$/;
/** tf2onnx calls what it inserts after what it stands beside: `Conv2D__10` is a Transpose. */
const INSERTED = /^\w+__\d+$/;

/**
 * The scopes of every leaf, by index. A node whose name says nothing, as tools insert them between named ones, belongs
 * to the innermost scope around everything that it stands between.
 */
export function scopesOfLeaves({ leaves, connections }: DrawnGraph): readonly (readonly Scope[])[] {
  const scopes = leaves.map((leaf) => (leaf.kind === "node" ? scopesOf(leaf.node) : []));
  const unnamed = leaves.map((leaf) => leaf.kind === "node" && saysNothing(leaf));
  const neighbours = new Map<number, { readonly before: number[]; readonly after: number[] }>();
  const of = (leaf: number) => {
    let found = neighbours.get(leaf);
    if (found === undefined) neighbours.set(leaf, (found = { before: [], after: [] }));
    return found;
  };
  for (const { from, to } of connections) {
    if (unnamed[from] === true) of(from).after.push(to);
    if (unnamed[to] === true) of(to).before.push(from);
  }
  // Backwards, so that of a chain of such nodes the last knows its place first.
  for (const leaf of [...neighbours.keys()].sort((a, b) => b - a)) {
    const { before, after } = of(leaf);
    if (after.length === 0) continue;
    const around = [...after, ...before.filter((one) => unnamed[one] !== true)];
    scopes[leaf] = around.map((one) => scopes[one] ?? []).reduce(common);
  }
  return scopes;
}

function saysNothing({ node }: DrawnNode): boolean {
  const { name, operator } = node;
  return INSERTED.test(name) || (name.startsWith(operator) && NUMBERED.test(name.slice(operator.length)));
}

/** What two ways from the outside have in common. */
function common(a: readonly Scope[], b: readonly Scope[]): readonly Scope[] {
  const apart = a.findIndex((scope, depth) => scope.name !== b[depth]?.name);
  return apart < 0 ? a : a.slice(0, apart);
}
