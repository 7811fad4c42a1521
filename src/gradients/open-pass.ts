import { storedBytes } from "../analysis/stored-bytes";
import type { Result } from "../bytes/problem";
import { segmentsOf } from "../running/segments";
import type { Pass, PassSetting } from "./pass";
import { SegmentedPass } from "./segmented-pass";
import { WholePass } from "./whole-pass";

/** Bytes of weights in one session: the runtime holds them, while it opens, twice, and their gradients beside them. */
const SESSION_WEIGHTS = 5e8;

/**
 * A pass that keeps all values where they fit a budget, else one that goes in segments.
 *
 * @param budget bytes that values may take, kept from the way forwards to the way back.
 */
export async function openPass(setting: PassSetting, budget: number): Promise<Result<Pass>> {
  const { index, analysis } = setting.straight;
  const wanted = outputsOf(setting);
  const { activationBytes } = analysis.totals;
  const kept = typeof activationBytes === "number" ? activationBytes : 0;
  if (kept <= budget && weightBytes(setting) <= SESSION_WEIGHTS) return await WholePass.open(setting, wanted);
  // Values of a segment, what is kept between segments, and cotangents.
  const segments = segmentsOf(index, analysis, { weights: SESSION_WEIGHTS, values: budget / 3 });
  if (segments.length <= 1) return await WholePass.open(setting, wanted);
  return { ok: true, value: new SegmentedPass(setting, segments, wanted) };
}

function weightBytes({ straight }: PassSetting): number {
  let bytes = 0;
  for (const { tensor } of straight.index.stored.values()) bytes += storedBytes(tensor) ?? 0;
  return bytes;
}

/** The graph's outputs, and what the nodes that make them take: losses are of either. */
function outputsOf({ straight }: PassSetting): ReadonlySet<string> {
  const { model, uses } = straight.index;
  return new Set(
    model.graph.outputs.flatMap(({ name }) => [name, ...(uses.producers.get(name)?.node.inputs ?? [])]),
  );
}
