import type { Values } from "../../running/values";
import { numberAt } from "../../running/values";
import { t } from "../../words/texts";
import type { Found } from "../rule";
import { rule } from "../rule";

/** An output that is the same for every sample says nothing of the input. */
export const constantOutput = rule({
  id: "constant-output",
  title: "Output does not depend on the input",
  severity: "warning",
  needs: ["run"],
  concept: 40,
  thresholds: {},
  check: ({ index, run }) => {
    const samples = run?.inputs.map(({ shape }) => shape?.[0]).find((size) => typeof size === "number") ?? 1;
    if (typeof samples !== "number" || samples < 2) return [];
    return Array.from(run?.outputs ?? []).flatMap(([name, [values]]): readonly Found[] => {
      if (values === undefined || !sameRows(values, samples)) return [];
      const node = index.uses.producers.get(name)?.node;
      const message = t(
        "Output {0} is the same for each of {1} different samples: it does not depend on the input.",
        name,
        samples,
      );
      return [{ message, value: name, ...(node === undefined ? {} : { node: node.name, id: node.id }) }];
    });
  },
});

function sameRows(values: Values, samples: number): boolean {
  const { shape, data, dtype } = values;
  if (!dtype.startsWith("float") || shape[0] !== samples || data.length === 0) return false;
  const row = data.length / samples;
  for (let at = row; at < data.length; at++) {
    if (numberAt(values, at) !== numberAt(values, at % row)) return false;
  }
  return true;
}
