import type { Problem } from "../bytes/problem";
import type { ModelIndex } from "../analysis/model-index";
import type { Profile } from "../running/profile";
import type { Run } from "../running/run";
import type { ChannelSummary } from "../tensors/channels";
import { inDistribution } from "../running/in-distribution";
import { deadBound } from "../running/units";
import type { Values } from "../running/values";
import { numberAt } from "../running/values";
import type { WatchedValue } from "../running/watch";
import { reportStatistics } from "./statistics";
import type { ReportReal } from "./types/parts";
import type { RunOutput, RunReport, RunValue } from "./types/run";

/** Elements of an output that are told. */
const SHOWN = 16;
const TOP = 5;

/** The report of `layerscope run`. */
export function runReport(index: ModelIndex, run: Run, seed: number, profile?: Profile): RunReport {
  const { model } = index;
  const problems: readonly Problem[] = [...model.problems, ...run.problems];
  return {
    command: "run",
    file: model.file,
    format: model.format,
    engine: run.engine,
    inputs: run.inputs,
    samples: run.samples,
    seed,
    dimensions: Object.fromEntries(run.assumptions.dimensions),
    outputs: Array.from(run.outputs).flatMap(([name, [first]]) =>
      first === undefined ? [] : reportOutput(name, first),
    ),
    values: run.values.map(runValue),
    firstNonFinite: run.firstNonFinite?.name ?? null,
    inDistribution: inDistribution(index, run.values) ?? null,
    times: profile === undefined ? null : reportTimes(profile),
    problems,
  };
}

function reportTimes({ runs, milliseconds, nodes }: Profile): RunReport["times"] {
  return { runs, milliseconds, nodes: nodes.map((one) => ({ ...one, node: one.node?.name ?? null })) };
}

/** What is known of one value, as the report has it. */
export function runValue({
  name,
  node,
  dtype,
  shape,
  statistics,
  units,
  softmax,
  channels,
}: WatchedValue): RunValue {
  return {
    name,
    node: node.name,
    dtype,
    shape: shape.map((size) => size ?? null),
    ...reportStatistics(statistics),
    units: units === undefined ? null : { ...units, deadBound: deadBound(units.samples) },
    softmax: softmax ?? null,
    channels: channels === undefined ? null : reportChannels(channels),
  };
}

/** A channel without a finite element has null. */
function reportChannels({ axis, l2, mean, min, max, zero }: ChannelSummary): RunValue["channels"] {
  const finite = (values: readonly number[]): readonly (number | null)[] =>
    values.map((value) => (Number.isFinite(value) ? value : null));
  return { axis, l2: finite(l2), mean: finite(mean), min: finite(min), max: finite(max), zero };
}

/** @param least elements of a row that are scores of classes. */
export function reportOutput(name: string, values: Values, least = TOP): RunOutput {
  const { dtype, shape, data } = values;
  const shown = Math.min(SHOWN, data.length);
  const at = (index: number): ReportReal | string =>
    dtype === "string" ? String(data[index]) : reportReal(numberAt(values, index));
  const top = topOf(values, least);
  return {
    name,
    dtype,
    shape,
    values: Array.from({ length: shown }, (_, index) => at(index)),
    ...(top === undefined ? {} : { top }),
  };
}

/** The largest of the first row, as of scores of classes; undefined where there are too few, or no scores. */
function topOf(values: Values, least: number): RunOutput["top"] {
  const { dtype, shape } = values;
  const row = shape.at(-1) ?? 0;
  if (!dtype.startsWith("float") || row < least || shape.length > 2) return undefined;
  return Array.from({ length: row }, (_, index) => [index, numberAt(values, index)] as const)
    .sort(([, a], [, b]) => b - a)
    .slice(0, TOP)
    .map(([index, value]) => [index, reportReal(value)] as const);
}

function reportReal(value: number): ReportReal {
  if (Number.isFinite(value)) return value;
  return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
