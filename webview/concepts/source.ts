import type { ConceptEntry, ConceptPage } from "../../src/document/protocol/concepts";
import type { Language } from "../../src/concepts/types";
import type { Host } from "../host";

export type { ConceptEntry, ConceptPage, ConceptPlace } from "../../src/document/protocol/concepts";

/** Whoever knows the concepts. */
export interface ConceptSource {
  readonly list: () => Promise<readonly ConceptEntry[]>;
  readonly page: (number: number, language: Language, signal: AbortSignal) => Promise<ConceptPage>;
}

/** The document knows them. */
export function conceptsOf(host: Host): ConceptSource {
  return {
    list: () => host.request("concepts", {}),
    page: (number, language, signal) => host.request("concept", { number, language }, { signal }),
  };
}
