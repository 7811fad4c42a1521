import { channelsText } from "../layer-weight";
import type { Evidence, Found } from "../rule";
import { rule } from "../rule";
import { SURE } from "../../running/softmax";
import type { WatchedSoftmax, WatchedUnits } from "../watched-units";
import { samplesText, severityOf, watchedSoftmaxes, watchedUnits } from "../watched-units";

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
      message: `${node.operator} ${node.name}: ${channelsText(saturated, total)} lay at an end of the range in at least 99 % of the positions ${samplesText(evidence, samples)}.`,
      severity: severityOf(evidence),
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
  const who = heads === 1 ? "the softmax" : channelsText(which, heads, "head");
  const chosen =
    collapsed.length === 1
      ? `element ${String(first.element)} of ${String(size)}`
      : `one element of ${String(size)} each`;
  const entropy = Math.max(...collapsed.map((one) => one.entropy));
  const part = Number((100 * entropy).toPrecision(2));
  const where = `in all ${positions.toLocaleString("en")} distributions ${samplesText(evidence, samples)}`;
  return [
    {
      message: `${node.operator} ${node.name}: ${who} gave ${chosen} all the weight ${where}: the entropy is at most ${String(part)} % of log ${String(size)}, against 1 %.`,
      severity: severityOf(evidence),
      node: node.name,
      value: name,
      id: node.id,
      channels: heads === 1 ? null : which,
      measured: entropy,
      threshold: SURE,
    },
  ];
}
