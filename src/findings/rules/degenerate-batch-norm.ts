import { t } from "../../words/texts";
import type { Found, Limits } from "../rule";
import { rule } from "../rule";
import type { BatchNorm } from "../batch-norm";
import { batchNorms } from "../batch-norm";
import { channelsText } from "../layer-weight";

/** Channels of a batch normalisation whose statistics or scale say nothing. */
export const degenerateBatchNorm = rule({
  id: "degenerate-batch-norm",
  title: "Degenerate batch normalisation",
  severity: "warning",
  needs: ["weights"],
  concept: 13,
  thresholds: {
    variance: {
      value: 1e-8,
      reason: "Below the usual epsilon of 1e-5 by far: the channel never changed in training.",
    },
  },
  check: (evidence, limits) => batchNorms(evidence).flatMap((norm) => found(norm, limits)),
});

function found(
  { node, id, variance, scale, tensors }: BatchNorm,
  { variance: least }: Limits<"variance">,
): readonly Found[] {
  const still = channelsWhere(variance, (value) => !(value >= least));
  const off = channelsWhere(scale, (value) => value === 0);
  const findings: Found[] = [];
  if (still.length > 0) {
    findings.push({
      message: t(
        "{0}: the variance of {1} is negative, not finite or below {2}: the channel is constant, or its statistics are broken.",
        node,
        channelsText(still, variance?.length ?? 0),
        least,
      ),
      node,
      tensor: tensors.variance ?? null,
      id,
      channels: still,
      measured: still.length,
      threshold: 0,
    });
  }
  if (off.length > 0) {
    findings.push({
      message: t(
        "{0}: the scale of {1} is exactly zero: the channel is switched off, as pruning does on purpose.",
        node,
        channelsText(off, scale?.length ?? 0),
      ),
      node,
      tensor: tensors.scale ?? null,
      id,
      severity: "info",
      channels: off,
      measured: off.length,
      threshold: 0,
    });
  }
  return findings;
}

function channelsWhere(
  values: readonly number[] | undefined,
  test: (value: number) => boolean,
): readonly number[] {
  return (values ?? []).flatMap((value, channel) => (test(value) ? [channel] : []));
}
