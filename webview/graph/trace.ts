import type { Host } from "../host";
import type { Trace } from "../state";
import type { Lit } from "./canvas";

/** Asks which boxes a trace lights: nodes, and the groups that hold some of them. */
export async function traced(host: Host, trace: Trace, signal: AbortSignal): Promise<Lit> {
  const { nodes, groups } =
    trace.kind === "paths"
      ? await host.request("paths", { a: trace.a, b: trace.b }, { signal })
      : await host.request("reach", { id: trace.id, direction: trace.kind }, { signal });
  const chosen = trace.kind === "paths" ? [trace.a, trace.b] : [trace.id];
  return { boxes: new Set([...nodes, ...groups, ...chosen]) };
}
