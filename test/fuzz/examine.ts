import { memorySource } from "../../src/bytes/memory";
import type { Answer } from "../../src/document/answer";
import { Document } from "../../src/document/document";
import type { RequestName, Requests } from "../../src/document/protocol/requests";
import type { ModelFiles } from "./seeds";

/** How an input ended: with a report, or with a problem that says why there is none. */
export type Outcome = "report" | "problem";

/** Nodes whose details are asked for. */
const NODES = 6;

/**
 * Does with a model what an editor does: reads it, infers, counts, draws, measures the weights, lints, and makes the
 * messages for the page. Throws where anything of that throws.
 */
export async function examine({ name, bytes, siblings }: ModelFiles): Promise<Outcome> {
  const document = new Document({
    open: () => Promise.resolve({ ok: true, value: memorySource(name, bytes, siblings) }),
    now: () => performance.now(),
    onTimings: () => undefined,
  });
  const ask = async <N extends RequestName>(
    request: N,
    params: Requests[N]["params"],
  ): Promise<Requests[N]["result"] | undefined> => {
    const answer: Answer<Requests[N]["result"]> = await document.ask(request, params);
    // What cannot be written cannot be sent to the page.
    JSON.stringify(answer);
    return "ok" in answer ? answer.ok : undefined;
  };
  const facts = await ask("facts", {});
  if (facts === undefined) return "problem";
  const report = await ask("inspect", {});
  await ask("picture", { graph: "", open: null });
  await ask("layers", {});
  await ask("breakdown", {});
  await ask("metrics", { graph: "", metric: "macs" });
  await ask("lint", { configuration: null, weights: true });
  await ask("find", { query: "op:Conv kernel:3", limit: 20 });
  await ask("details", { id: "" });
  for (const node of report?.nodes.slice(0, NODES) ?? []) {
    const place = await ask("locate", { id: node.name });
    await ask("details", { id: node.name });
    if (place !== undefined) await ask("picture", { graph: place.graph, open: place.groups });
  }
  return "report";
}
