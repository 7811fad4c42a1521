import { analyse } from "../analysis/analyse";
import type { Problem, Result } from "../bytes/problem";
import type { Part } from "./part";
import { partsOf } from "./parts";
import { fetchesOf, timesOf } from "./times";
import type { RunOptions } from "./run";
import type { Values } from "./values";
import { convertValues } from "./values";

/**
 * One value in one of the runs, whole; of a value inside of a loop, that of its first step. Only this value leaves the
 * runtime; of a model that is run in segments, also what they hand on.
 */
export async function fetchValue(
  { engine, source, index, inputs, budget, sessionWeights, signal }: RunOptions,
  name: string,
  run: number,
): Promise<Result<Values>> {
  const given = inputs.feeds(run);
  if (!given.ok) return given;
  const fed = given.value.get(name);
  if (fed !== undefined) return { ok: true, value: fed };
  const analysis = analyse(index, inputs.assumptions);
  const parts = partsOf({ engine, source, index, analysis }, budget, sessionWeights, name);
  const known = new Map(given.value);
  for (const part of parts) {
    signal?.throwIfAborted();
    const problem = await addValues(known, part);
    if (problem !== undefined) return { ok: false, problem };
    const wanted = known.get(name);
    if (wanted !== undefined) return { ok: true, value: wanted };
  }
  const isInside = index.uses.producers.get(name)?.graph !== index.model.graph;
  const why = isInside ? "it was not computed in this run" : "the runtime does not let it out";
  const message = `${index.model.file}: the value '${name}' cannot be looked at: ${why}.`;
  return { ok: false, problem: { severity: "error", code: "values-not-observed", message, where: name } };
}

/** Runs one part on what is known and adds what it shows. */
async function addValues(known: Map<string, Values>, part: Part): Promise<Problem | undefined> {
  const opened = await part.open(known);
  if (!opened.ok) return opened.problem;
  const { session, seen, wide } = opened.value;
  try {
    const feeds = new Map<string, Values>();
    for (const name of session.inputs) {
      const values = known.get(name);
      if (values === undefined) continue;
      const widened = wide && values.dtype === "float16" ? convertValues(values, "float32") : undefined;
      feeds.set(name, widened?.ok === true ? widened.value : values);
    }
    const results = await session.run(feeds, seen.values.flatMap(fetchesOf));
    if (!results.ok) return results.problem;
    for (const one of seen.values) {
      const [values] = timesOf(one, results.value);
      if (values !== undefined) known.set(one.name, values);
    }
  } finally {
    await session.release();
  }
  return undefined;
}
