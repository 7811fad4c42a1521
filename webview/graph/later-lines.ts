import type { Language } from "../../src/concepts/types";
import { Cancelled, RequestFailed, type Host } from "../host";

/** A tooltip has room for so many letters of a concept's summary; the details of the selected node have all of it. */
const SUMMARY_LETTERS = 180;

/** What a node or group costs, a line each; none where the document has no answer: the tooltip does without. */
export async function costLines(host: Host, id: string): Promise<readonly string[]> {
  return await linesOr(async () => {
    const { costs } = await host.request("details", { id });
    return costs.map(([label, text]) => `${label}: ${text}`);
  });
}

/** What explains a node, in a line; none for what nothing explains. */
export async function conceptLines(host: Host, id: string, language: Language): Promise<readonly string[]> {
  return await linesOr(async () => {
    const found = await host.request("conceptOf", { id, language });
    if (found === null) return [];
    const { title, summary } = found;
    const text =
      summary.length > SUMMARY_LETTERS ? `${summary.slice(0, SUMMARY_LETTERS).trimEnd()}…` : summary;
    return [`${title}: ${text}`];
  });
}

/** A concept's title and summary, in a line; none where the document has no answer. */
export async function summaryLines(
  host: Host,
  number: number,
  language: Language,
): Promise<readonly string[]> {
  return await linesOr(async () => {
    const { title, summary } = await host.request("conceptSummary", { number, language });
    return [`${title}: ${summary}`];
  });
}

async function linesOr(ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RequestFailed || error instanceof Cancelled) return [];
    throw error;
  }
}
