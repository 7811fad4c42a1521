import { channelsText, headsText } from "../layer-weight";
import type { Evidence, Found } from "../rule";
import { rule } from "../rule";
import { SURE } from "../../running/softmax";
import { t } from "../../words/texts";
import type { WatchedSoftmax, WatchedUnits } from "../watched-units";
import { severityOn } from "../made-up";
import { samplesText, watchedSoftmaxes, watchedUnits } from "../watched-units";

/** Units of a sigmoid, tanh or clipped activation that stay at an end, and softmaxes: hardly any gradient passes them. */
export const saturatedActivation = rule({
  id: "saturated-activation",
  title: "Units stuck at an end",
  severity: "warning",
  needs: ["run"],
  concept: 6,
  thresholds: {},
  check: (evidence) => [
    ...watchedUnits(evidence).flatMap((value) => saturatedUnits(evidence, value)),
    ...watchedSoftmaxes(evidence).flatMap((value) => collapsedHeads(evidence, value)),
  ],
});

function saturatedUnits(evidence: Evidence, { name, node, units }: WatchedUnits): readonly Found[] {
  // A rectifier that is clipped rests at zero, and at its upper end, by design.
  if (node.operator === "Clip") return [];
  const { saturated, total, samples } = units;
  if (saturated.length === 0) return [];
  return [
    {
      message: t(
        "{0} {1}: {2} lay at an end of the range in at least 99 % of the positions {3}.",
        node.operator,
        node.name,
        channelsText(saturated, total),
        samplesText(evidence, samples),
      ),
      severity: severityOn(evidence.run?.inputs),
      node: node.name,
      value: name,
      id: node.id,
      channels: saturated,
      measured: saturated.length,
      threshold: 0,
    },
  ];
}

function collapsedHeads(evidence: Evidence, { name, node, softmax }: WatchedSoftmax): readonly Found[] {
  const { collapsed, size, heads, samples, positions } = softmax;
  const [first] = collapsed;
  if (first === undefined) return [];
  const which = collapsed.map(({ head }) => head);
  const who = heads === 1 ? t("the softmax") : headsText(which, heads);
  const chosen =
    collapsed.length === 1
      ? t("element {0} of {1}", first.element, size)
      : t("one element of {0} each", size);
  const entropy = Math.max(...collapsed.map((one) => one.entropy));
  const part = Number((100 * entropy).toPrecision(2));
  return [
    {
      message: t(
        "{0}: {1} gave {2} all the weight in all {3} distributions {4}: the entropy is at most {5} % of log {6}, against 1 %.",
        `${node.operator} ${node.name}`,
        who,
        chosen,
        positions.toLocaleString("en"),
        samplesText(evidence, samples),
        part,
        size,
      ),
      severity: severityOn(evidence.run?.inputs),
      node: node.name,
      value: name,
      id: node.id,
      channels: heads === 1 ? null : which,
      measured: entropy,
      threshold: SURE,
    },
  ];
}
