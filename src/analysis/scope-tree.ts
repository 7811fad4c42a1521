import type { DrawnGraph } from "./drawn";
import { scopesOfLeaves } from "./unnamed";

/** Leaves (by index) and scopes within a scope. */
export interface ScopeTree {
  readonly name: string;
  /** What stands on it: its name, after those of scopes that hold nothing but it. */
  readonly title: string;
  /** With the names of all scopes around it. */
  readonly fullName: string;
  readonly type: string | undefined;
  readonly children: readonly (number | ScopeTree)[];
}

interface Draft {
  readonly name: string;
  readonly fullName: string;
  readonly type: string | undefined;
  readonly depth: number;
  readonly leaves: number[];
  readonly scopes: Map<string, Draft>;
  /** Nodes inside, at any depth, and in how many stretches of the file's order they stand. */
  nodes: number;
  runs: number;
  lastNode: number;
}

/**
 * A scope whose nodes are scattered over the file says nothing of the structure: `Conv/0`, `Conv/1`… are numbers,
 * not modules. It is kept where its stretches hold this many nodes each on average.
 */
const NODES_PER_RUN = 2;

/** The scopes of a graph's nodes, without those that say nothing. Values stand at the top. */
export function scopeTree(drawn: DrawnGraph): ScopeTree {
  const { leaves } = drawn;
  const scopes = scopesOfLeaves(drawn);
  const root = draft("", "", undefined, 0);
  leaves.forEach((leaf, index) => {
    let scope = root;
    if (leaf.kind === "node") {
      count(root, index);
      for (const { name, type } of scopes[index] ?? []) {
        let inner = scope.scopes.get(name);
        if (inner === undefined) {
          const fullName = scope === root ? name : `${scope.fullName}/${name}`;
          inner = draft(name, fullName, type, scope.depth + 1);
          scope.scopes.set(name, inner);
        }
        count(inner, index);
        scope = inner;
      }
    }
    scope.leaves.push(index);
  });
  const children = simplify(root);
  const only = children.filter((child) => typeof child !== "number");
  const values = children.filter((child) => typeof child === "number");
  const [top] = only;
  // A single scope around everything is the model itself.
  const whole =
    top !== undefined && only.length === 1 && values.every((index) => leaves[index]?.kind !== "node");
  return { ...frame(root, ""), children: whole ? [...values, ...top.children] : children };
}

function draft(name: string, fullName: string, type: string | undefined, depth: number): Draft {
  return { name, fullName, type, depth, leaves: [], scopes: new Map(), nodes: 0, runs: 0, lastNode: -2 };
}

function count(scope: Draft, node: number): void {
  if (scope.lastNode !== node - 1) scope.runs++;
  scope.lastNode = node;
  scope.nodes++;
}

/** The children of a scope, with scopes that hold one thing or say nothing replaced by what they hold. */
function simplify(scope: Draft): readonly (number | ScopeTree)[] {
  const children: (number | ScopeTree)[] = [...scope.leaves];
  for (const inner of scope.scopes.values()) {
    const held = simplify(inner);
    const [first] = held;
    if (first === undefined) continue;
    const scattered = inner.nodes < NODES_PER_RUN * inner.runs;
    if (held.length > 1 && scattered) for (const one of held) children.push(one);
    else if (held.length > 1) children.push({ ...frame(inner, inner.name), children: held });
    else if (typeof first === "number") children.push(first);
    else children.push({ ...first, title: `${inner.name}/${first.title}` });
  }
  return children;
}

function frame(scope: Draft, title: string): Omit<ScopeTree, "children"> {
  return { name: scope.fullName, title, fullName: scope.fullName, type: scope.type };
}
