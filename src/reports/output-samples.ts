import type { ModelIndex } from "../analysis/model-index";
import type { Run } from "../running/run";
import type { Values } from "../running/values";
import { reportOutput } from "./run";
import type { RunOutput } from "./types/run";

/** An output of the model over the samples of a run. */
export interface OutputSamples {
  readonly name: string;
  readonly dtype: string;
  /** Of one run. */
  readonly shape: readonly number[];
  /** Whether it ends with a softmax: then its elements are shares. */
  readonly shares: boolean;
  /** The first samples, as the report has an output; several may come of one run. */
  readonly samples: readonly Pick<RunOutput, "values" | "top">[];
}

/** What the outputs were, sample by sample. */
export function outputSamples({ uses }: ModelIndex, run: Run): readonly OutputSamples[] {
  const sideBySide = Math.max(1, Math.round(run.samples / Math.max(1, run.runs)));
  return Array.from(run.outputs).flatMap(([name, runs]) => {
    const [first] = runs;
    if (first === undefined) return [];
    const shares = uses.producers.get(name)?.node.operator === "Softmax";
    const samples = runs.flatMap((values) => split(values, sideBySide));
    return {
      name,
      dtype: first.dtype,
      shape: first.shape,
      shares,
      samples: samples.map((one) => reportOutput(name, one, shares ? 2 : undefined)),
    };
  });
}

/** The samples that lie side by side along the first axis; the whole where they do not. */
function split(values: Values, sideBySide: number): readonly Values[] {
  const { shape, data } = values;
  if (sideBySide === 1 || shape[0] !== sideBySide) return [values];
  const each = data.length / sideBySide;
  return Array.from({ length: sideBySide }, (_, at) => ({
    ...values,
    shape: [1, ...shape.slice(1)],
    data: data.slice(at * each, (at + 1) * each),
  }));
}
