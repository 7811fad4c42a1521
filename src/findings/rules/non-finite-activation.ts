import { t } from "../../words/texts";
import { rule } from "../rule";

/** The first node whose inputs are finite and whose output is not. */
export const nonFiniteActivation = rule({
  id: "non-finite-activation",
  title: "NaN or infinity in a run",
  severity: "error",
  needs: ["run"],
  concept: 42,
  thresholds: {},
  check: ({ run }) => {
    const node = run?.firstNonFinite;
    if (node === undefined) return [];
    const value = run?.values.find((one) => one.node.id === node.id)?.name;
    const message = t(
      "{0} {1} puts out NaN or infinity although its inputs are finite: it is the first one to do so.",
      node.operator,
      node.name,
    );
    return [{ message, node: node.name, id: node.id, ...(value === undefined ? {} : { value }) }];
  },
});
