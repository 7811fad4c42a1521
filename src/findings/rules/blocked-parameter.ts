import { t } from "../../words/texts";
import type { Found } from "../rule";
import { rule } from "../rule";

/** They round what passes through, and a model that has them is not to be trained any more. */
const ROUNDS_ACTIVATIONS = /^(?:Dynamic)?QuantizeLinear$/;

/** Parameters from which no differentiable way leads to the loss. */
export const blockedParameter = rule({
  id: "blocked-parameter",
  title: "Parameter that no gradient reaches",
  severity: "warning",
  needs: ["gradients"],
  concept: 6,
  thresholds: {},
  check: ({ gradients, index }) => {
    const isQuantised = Array.from(index.uses.nodes.values()).some(({ node }) =>
      ROUNDS_ACTIVATIONS.test(node.operator),
    );
    return Array.from(gradients?.parameters ?? []).flatMap(([name, { state }]): readonly Found[] => {
      if (state !== "blocked" || gradients?.untaken.has(name) === true) return [];
      // What nobody uses is another rule's.
      if ((index.uses.consumers.get(name) ?? []).length === 0) return [];
      return [
        {
          message: t(
            "{0}: no differentiable way leads from it to the loss; all end at operators whose derivative is zero by definition, or at no output that counts.",
            name,
          ),
          tensor: name,
          severity: isQuantised ? "info" : "warning",
        },
      ];
    });
  },
});
