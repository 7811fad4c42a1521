import type { ModelIndex } from "../analysis/model-index";
import type { Problem } from "../bytes/problem";
import type { Lowered } from "../lowering/lower";

/** Nodes that are named in a message at most: the others are of the same kinds, as a rule. */
const MOST_NAMED = 8;

/** What of a model is not run since it has no counterpart in ONNX; undefined where all has one. */
export function refusal(
  { model }: ModelIndex,
  { refused }: Lowered,
  severity: Problem["severity"],
): Problem | undefined {
  const [first] = refused;
  if (first === undefined) return undefined;
  const named = refused
    .slice(0, MOST_NAMED)
    .map(({ node, why }) => `'${node.name}' (${node.operator}): ${why}`);
  const more = refused.length - named.length;
  const list = [...named, ...(more > 0 ? [`and ${more.toLocaleString("en")} more`] : [])].join("; ");
  const message = `${model.file}: not run, with all that takes their values: ${list}.`;
  return { severity, code: "not-lowered", message, where: first.node.name };
}
