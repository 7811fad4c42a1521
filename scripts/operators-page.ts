import type { Family } from "../src/operators/entry";
import { blocked } from "../src/operators/blocked";
import { noMacs } from "../src/operators/operator";
import type { Gradient } from "../src/operators/recipe";

/** docs/operators.md: what the registry knows of each operator, by domain and version. */
export function operatorsPage(domains: Readonly<Record<string, readonly Family[]>>): string {
  const sections = Object.entries(domains).map(([domain, families]) => {
    const operators = families.flatMap((family) => Object.entries(family));
    const entries = operators.flatMap(([, versions]) => versions).length;
    const rows = operators
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .flatMap(([name, versions]) =>
        versions.map(({ since, role, slots = {}, looksThrough, infer, macs, gradient }) => {
          const kept = Object.entries(slots).filter(([, slot]) => slot.kind !== "constant");
          const words = kept.map(([input, slot]) => (input === slot.word ? input : `${input}: ${slot.word}`));
          const shape = infer !== undefined || FOLLOWED.has(name) ? "yes" : "";
          const costs = macs === noMacs ? "none" : macs !== undefined || FOLLOWED.has(name) ? "MACs" : "";
          return `| ${name} | ${since} | ${role} | ${shape} | ${costs} | ${gradientText(gradient)} | ${words.join(", ")} | ${looksThrough ? "yes" : ""} |`;
        }),
      );
    return [
      `## ${domain}`,
      "",
      `${operators.length} operators, ${entries} entries.${withRules(operators)}`,
      "",
      "| operator | since | role | shape | cost | gradient | stored inputs | looked through |",
      "| --- | --- | --- | --- | --- | --- | --- | --- |",
      ...rows,
    ].join("\n");
  });
  return [INTRODUCTION, ...sections].join("\n\n") + "\n";
}

/** How many can be differentiated; nothing of domains that are lowered to ONNX first. */
function withRules(operators: readonly (readonly [name: string, versions: Family[string]])[]): string {
  const having = (kind: string): number =>
    operators.filter(([, versions]) => versions.some(({ gradient }) => gradientText(gradient) === kind))
      .length;
  const [rules, zero] = [having("rule"), having("zero")];
  const byDefinition = zero === 0 ? "" : `; of ${zero} the gradient is zero by definition`;
  return rules === 0 ? "" : ` ${rules} operators have a gradient rule${byDefinition}.`;
}

function gradientText(gradient: Gradient | undefined): "rule" | "zero" | "" {
  if (gradient === undefined) return "";
  return gradient === blocked ? "zero" : "rule";
}

/** Their graphs are followed by the analysis itself. */
const FOLLOWED = new Set(["If", "Loop", "Scan", "SequenceMap"]);

const INTRODUCTION = `# Operators

Made by \`node scripts/operators.mjs\` from the registry in src/operators; a test fails when this page is stale.

An entry holds from its version of the domain's opset up to the next entry of the same operator. _Shape_: the types of
the outputs are inferred. _Cost_: \`none\` where nothing is contracted, \`MACs\` where they are counted; empty: not known.
_Gradient_: \`rule\` where the derivatives of the inputs can be computed, \`zero\` where all of them are zero by
definition, as of roundings, comparisons and shapes; empty: not known. Branches and loops need none: gradients go through
the steps that were taken. Nor do operators of TensorFlow.js and Keras, which are lowered to ONNX first. _Stored inputs_
are those in which a layer keeps what it learned (or counted: the mean and variance of a batch normalisation). _Looked
through_: the output is the first input seen another way, so that a weight behind it is still that weight.`;
