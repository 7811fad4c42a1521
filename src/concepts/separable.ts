import type { Analysis } from "../analysis/analyse";
import type { ModelIndex } from "../analysis/model-index";
import type { WeightUse } from "../analysis/weight-use";
import { weightUses } from "../analysis/weight-use";
import type { Expression } from "../model/expression";
import { exactQuotient } from "../model/division";
import { add, isInteger, print, sumOf } from "../model/expression";
import { counted, t } from "../words/texts";
import { batchOf } from "./batch";

/** Convolutions that may be ordinary ones: not transposed, and not depthwise by their type. */
const CONVOLUTIONS: ReadonlySet<string> = new Set([
  ...["Conv", "FusedConv", "NhwcConv", "NhwcFusedConv", "ConvInteger", "QLinearConv"],
  ...["Conv1D", "Conv2D", "Conv3D", "_FusedConv2D"],
]);

/** Multiply–accumulates of a convolution, and those of the two that would stand for it. */
interface Saving {
  readonly now: Expression;
  readonly separable: Expression;
}

/**
 * What depthwise-separable convolutions would save in place of all ordinary ones with windows of more than one
 * element; undefined: there are none, their costs are not known, or nothing would be saved.
 */
export function separableFact(index: ModelIndex, { costs }: Analysis): string | undefined {
  const all = [...weightUses(index).values()].flat().filter(isOrdinary);
  const savings = all.map((use) => savingOf(use, costs.get(use.node.id)?.macs));
  const known = savings.filter((one) => one !== undefined);
  if (known.length === 0 || known.length < savings.length) return undefined;
  const sum = (part: keyof Saving): Expression => sumOf(known.map((one) => one[part]));
  const [now, then] = [sum("now"), sum("separable")];
  const sample = batchOf(index);
  const ofOne = sample === undefined ? undefined : [exactQuotient(now, sample), exactQuotient(then, sample)];
  const what = counted(known.length, "{0} convolution", "{0} convolutions", whole(known.length));
  const [before, after] = ofOne ?? [now, then];
  if (!isInteger(before) || !isInteger(after)) {
    return t(
      "As depthwise-separable convolutions, its {0} with windows above 1 would take {1} MACs instead of {2}.",
      what,
      print(then),
      print(now),
    );
  }
  if (after >= before) return undefined;
  const percent = 100 - (100 * Number(after)) / Number(before);
  return t(
    ofOne === undefined
      ? "As depthwise-separable convolutions, its {0} with windows above 1 would take {1} MACs instead of {2}: {3} % less."
      : "As depthwise-separable convolutions, its {0} with windows above 1 would take {1} MACs a sample instead of {2}: {3} % less.",
    what,
    whole(after),
    whole(before),
    percent.toFixed(0),
  );
}

function isOrdinary({ node, slot, layout }: WeightUse): boolean {
  const groups = node.attributes.get("group") ?? node.attributes.get("groups");
  const grouped = groups?.kind === "int" && Number(groups.value) !== 1;
  return CONVOLUTIONS.has(node.operator) && !grouped && slot?.axes !== undefined && (layout?.kernel ?? 2) > 1;
}

/**
 * Per output position k²·C_in for the depthwise convolution and C_in·C_out for the pointwise one behind it, in place
 * of k²·C_in·C_out: 1/C_out + 1/k² of the cost (Howard et al. 2017, MobileNets, section 3.1).
 */
function savingOf({ layout }: WeightUse, now: Expression | undefined): Saving | undefined {
  if (now === undefined || layout === undefined) return undefined;
  const { kernel, fanOut } = layout;
  const [depthwise, pointwise] = [exactQuotient(now, fanOut / kernel), exactQuotient(now, kernel)];
  if (depthwise === undefined || pointwise === undefined) return undefined;
  return { now, separable: add(depthwise, pointwise) };
}

function whole(count: number | bigint): string {
  return count.toLocaleString("en-US");
}
