import type { Finding } from "../findings/types";
import { counted } from "../words/texts";
import type { ConceptPlace } from "./in-model";

/** Findings that are listed, the worst first: the Findings view has all of them. */
const MOST_FOUND = 10;

/** Where the linter has found what a concept is about, but for what `told` says already. */
export function foundPlaces(
  number: number,
  findings: readonly Finding[],
  told: readonly ConceptPlace[],
): readonly ConceptPlace[] {
  const found = findings.filter(
    (finding) => finding.concept === number && !told.some((place) => says(place, finding)),
  );
  const more = found.length - MOST_FOUND;
  return [
    ...found.slice(0, MOST_FOUND).map(placeOf),
    ...(more > 0
      ? [
          {
            id: null,
            title: counted(more, "and {0} more finding", "and {0} more findings", more),
            detail: "",
          },
        ]
      : []),
  ];
}

function says({ id, title }: ConceptPlace, finding: Finding): boolean {
  return id === null ? finding.message.startsWith(title) : id === finding.id;
}

function placeOf({ id, node, tensor, value, message }: Finding): ConceptPlace {
  const name = node ?? tensor ?? value;
  return id === null || name === null
    ? { id: null, title: message, detail: "" }
    : { id, title: name, detail: message };
}
