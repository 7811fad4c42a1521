import type { ModelIndex } from "../analysis/model-index";
import type { Problem } from "../bytes/problem";
import type { Lowered } from "../lowering/lower";

/** Nodes that are named in a message at most: the others are of the same kinds, as a rule. */
const MOST_NAMED = 8;

/** What of a model has no counterpart in ONNX, and why; undefined where all has one. */
export function refusedNodes({ refused }: Lowered): string | undefined {
  if (refused.length === 0) return undefined;
  const named = refused
    .slice(0, MOST_NAMED)
    .map(({ node, why }) => `'${node.name}' (${node.operator}): ${why}`);
  const more = refused.length - named.length;
  return [...named, ...(more > 0 ? [`and ${more.toLocaleString("en")} more`] : [])].join("; ");
}

/**
 * Says what of a model is not run.
 *
 * @param tried what was wrong with another way to run it, where there is one.
 */
export function refusal(
  { model }: ModelIndex,
  lowered: Lowered,
  severity: Problem["severity"],
  tried: Problem | undefined,
): Problem {
  const where = lowered.refused[0]?.node.name ?? "";
  const list = refusedNodes(lowered) ?? "";
  const other = tried === undefined ? "" : ` And ${tried.message}`;
  const message = `${model.file}: not run, with all that takes their values: ${list}.${other}`;
  return { severity, code: "not-lowered", message, where };
}
