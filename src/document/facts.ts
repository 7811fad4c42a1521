import type { Analysis } from "../analysis/analyse";
import { inputSymbols } from "../analysis/assumptions";
import type { ModelIndex } from "../analysis/model-index";
import type { InspectSummary } from "../reports/types/inspect";
import type { Facts } from "./protocol/model";

/**
 * The line of facts over a page, and what the details of the model say.
 *
 * @param timings what each phase took so far, in milliseconds
 */
export function factsOf(
  { model }: ModelIndex,
  { assumptions }: Analysis,
  { totals, ...report }: InspectSummary,
  timings: Facts["timings"],
): Facts {
  return {
    file: model.file,
    format: model.format,
    size: model.size,
    producer: report.producer,
    irVersion: report.irVersion,
    opsets: report.opsets,
    nodes: totals.nodes,
    parameters: totals.parameters,
    trainable: totals.trainable,
    weightBytes: totals.weightBytes,
    macs: totals.macs,
    conventions: totals.conventions,
    peakActivationBytes: totals.peakActivationBytes,
    dimensions: Array.from(inputSymbols(model), ([name, kind]) => ({
      name,
      kind,
      size: assumptions.dimensions.get(name) ?? null,
    })),
    inputs: report.inputs,
    outputs: report.outputs,
    metadata: [...model.metadata],
    docString: model.docString,
    problems: report.problems,
    timings,
  };
}
