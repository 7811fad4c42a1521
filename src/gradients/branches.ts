import type { Flows } from "./flow";

/** A branch that is added to what goes around it. */
export interface Branch {
  /** The name of the node that adds, and its operator. */
  readonly node: string;
  readonly operator: string;
  /** The branch's first value. */
  readonly entry: string;
  /** The root mean square of the gradient at its first value, to that behind the sum. */
  readonly share: number;
}

/** A branch that carries less than a thousandth learns a thousand times more slowly than the rest. */
export const DEAD_SHARE = 1e-3;
/** Longer branches are no branches of residual blocks. */
const LONGEST = 500;

/** The residual branches of a network: sums of a value and of what was computed from it alone. */
export function branchesOf({ straight, values }: Flows): readonly Branch[] {
  const { index } = straight;
  const rms = (name: string): number | undefined => {
    const gradient = values.get(name)?.gradient;
    return gradient && Math.sqrt(gradient.squares / Math.max(1, gradient.count));
  };
  return index.model.graph.nodes.flatMap((node): readonly Branch[] => {
    const [a = "", b = ""] = node.inputs;
    const [sum = ""] = node.outputs;
    const whole = rms(sum);
    if (!["Add", "Sum"].includes(node.operator) || node.inputs.length !== 2 || whole === undefined) return [];
    if (whole === 0) return [];
    const entries = entriesOf(a, b) ?? entriesOf(b, a);
    const known = (entries ?? []).flatMap((entry) => {
      const size = rms(entry);
      return size === undefined ? [] : [{ entry, size }];
    });
    const [best] = known.sort((one, other) => other.size - one.size);
    return best === undefined
      ? []
      : [{ node: node.name, operator: node.operator, entry: best.entry, share: best.size / whole }];
  });

  /** The values right behind `skip` from which `branch` is computed; undefined where it hangs on more than that. */
  function entriesOf(skip: string, branch: string): readonly string[] | undefined {
    const entries = new Set<string>();
    const seen = new Set<string>();
    const pending = [branch];
    for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (seen.size > LONGEST || name === skip) return undefined;
      const node = index.uses.producers.get(name)?.node;
      if (node === undefined) return undefined;
      for (const input of node.inputs) {
        if (input === skip) entries.add(name);
        else if (input !== "" && values.has(input)) pending.push(input);
      }
    }
    return entries.size === 0 ? undefined : [...entries];
  }
}
