import type { ModelIndex } from "../analysis/model-index";
import type { Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { weightsTensor } from "../reports/weights";
import { measureWeights } from "../tensors/weights";
import type { RequestOptions } from "./answer";
import type { ParameterGradient } from "./protocol/gradients";
import type { MeasuredWeights } from "./measured-weights";
import type { Runs } from "./runs";

/** A parameter beside its last gradient. Where the weights have not been measured, this one alone is. */
export async function parameterGradient(
  index: ModelIndex,
  source: ByteSource,
  { weights, runs }: { readonly weights: MeasuredWeights; readonly runs: Runs },
  name: string,
  { signal }: RequestOptions,
): Promise<Result<ParameterGradient>> {
  const known =
    (await weights.known()) ??
    (await measureWeights(index, source, signal === undefined ? {} : { signal }, [name]));
  const gradient = runs.gradientHistograms.get(name) ?? null;
  return { ok: true, value: { gradient, weight: { ...weightsTensor(index, known, name), channels: null } } };
}
