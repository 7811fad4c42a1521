import { Cancelled, RequestFailed, type Host } from "../host";

/** What a node or group costs, a line each; none where the document has no answer: the tooltip does without. */
export async function costLines(host: Host, id: string): Promise<readonly string[]> {
  try {
    const { costs } = await host.request("details", { id });
    return costs.map(([label, text]) => `${label}: ${text}`);
  } catch (error) {
    if (error instanceof RequestFailed || error instanceof Cancelled) return [];
    throw error;
  }
}
