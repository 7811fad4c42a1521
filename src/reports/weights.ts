import type { ModelIndex } from "../analysis/model-index";
import type { Problem } from "../bytes/problem";
import { elementsOf, valueTypeOf } from "../model/tensor";
import type { ChannelSummary } from "../tensors/channels";
import type { Weights } from "../tensors/weights";
import { NO_STATISTICS, reportStatistics } from "./statistics";
import type { WeightsChannels, WeightsReport, WeightsTensor } from "./types/weights";

/** The report of `layerscope weights`, without tensors for which the model has no data at all. */
export function weightsReport(index: ModelIndex, weights: Weights): WeightsReport {
  const { model } = index;
  const { measured } = weights;
  return {
    command: "weights",
    file: model.file,
    format: model.format,
    tensors: Array.from(measured.keys())
      .filter((name) => index.stored.get(name)?.tensor.location.kind !== "absent")
      .map((name) => weightsTensor(index, weights, name)),
    problems: [...model.problems, ...measuringProblems(index, weights)],
  };
}

/** Why tensors could not be measured, each reason once; without what the model itself says already. */
export function measuringProblems({ model }: ModelIndex, { measured }: Weights): readonly Problem[] {
  const known = new Set(model.problems.map(({ message }) => message));
  const problems = Array.from(measured.values())
    .filter((one): one is Problem => "severity" in one)
    // A file that is not there is said once; that texts are no numbers is no problem of the file.
    .filter(({ code, message }) => code !== "no-numbers" && !known.has(message));
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}

/** What is known of one stored tensor; without statistics where it was not measured. */
export function weightsTensor(
  { stored, roles }: ModelIndex,
  { uses: allUses, measured: all }: Weights,
  name: string,
): WeightsTensor {
  const uses = allUses.get(name) ?? [];
  const one = all.get(name);
  const measured = one === undefined || "severity" in one ? undefined : one;
  const tensor = stored.get(name)?.tensor;
  const shape = tensor?.shape ?? [];
  const use = uses.find(({ layout }) => layout !== undefined) ?? uses[0];
  const statistics = measured === undefined ? UNREAD : reportStatistics(measured.summary);
  return {
    name,
    dtype: tensor === undefined ? "" : valueTypeOf(tensor),
    shape,
    role: roles.get(name) ?? "constant",
    ...statistics,
    count: elementsOf(shape),
    channels: measured?.channels === undefined ? null : channelsOf(measured.channels),
    node: use?.node.name ?? null,
    word: use?.slot?.word ?? null,
    fanIn: use?.layout?.fanIn ?? null,
    fanOut: use?.layout?.fanOut ?? null,
  };
}

/** An element that was not read may be anything. */
const UNREAD = { ...NO_STATISTICS, nan: null, inf: null };

function channelsOf({ axis, l2, min, max, mean, zero }: ChannelSummary): WeightsChannels {
  return { axis, l2, min, max, mean, zero };
}
