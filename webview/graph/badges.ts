import type { Place } from "../../src/document/protocol/places";
import type { Finding, Severity } from "../../src/findings/types";
import { plural } from "../l10n";
import { Latest } from "../latest";
import type { Page } from "../page";
import { severityCount } from "../severity";
import { graphOf, type State } from "../state";

/** What the linter says of a box: of a group, of all that is inside. */
export interface Badge {
  /** The worst. */
  readonly severity: Marked;
  readonly count: number;
  /** The first messages, and how many more there are. */
  readonly lines: readonly string[];
}

/** The worst first. Hints stand in their list alone: on boxes they would hide what is wrong. */
const MARKED = ["error", "warning", "info"] as const satisfies readonly Severity[];
type Marked = (typeof MARKED)[number];

const isMarked = ({ severity }: Finding): boolean => MARKED.some((one) => one === severity);
const MESSAGES_SHOWN = 2;

export type Badges = ReadonlyMap<string, Badge>;

/** `1 warning`, `3 findings`; an info is a finding. */
export function badgeText({ severity, count }: Badge): string {
  return count === 1 && severity !== "info"
    ? severityCount(severity, count)
    : plural(count, "{0} finding", "{0} findings");
}

/** The badges of one graph, by box. Findings come the worst first. */
export function badgesOf(
  findings: readonly Finding[],
  places: readonly (Place | null)[],
  graph: string,
): Badges {
  const byBox = new Map<string, Finding[]>();
  findings.forEach((finding, at) => {
    const place = places[at];
    if (place?.graph !== graph) return;
    for (const box of [...place.groups, place.box]) {
      const before = byBox.get(box);
      if (before === undefined) byBox.set(box, [finding]);
      else before.push(finding);
    }
  });
  return new Map(Array.from(byBox, ([box, found]) => [box, badgeOf(found)]));
}

function badgeOf(found: readonly Finding[]): Badge {
  const lines = found.slice(0, MESSAGES_SHOWN).map(({ message }) => message);
  const more = found.length - lines.length;
  return {
    severity: MARKED.find((one) => found.some(({ severity }) => severity === one)) ?? "info",
    count: found.length,
    lines: more === 0 ? lines : [...lines, plural(more, "and {0} finding more", "and {0} findings more")],
  };
}

/** Follows what the linter finds, and tells the graph that is shown its badges. */
export class FindingBadges {
  private readonly places = new Latest();
  private found: { readonly findings: readonly Finding[]; readonly places: readonly (Place | null)[] } = {
    findings: [],
    places: [],
  };

  constructor(
    private readonly page: Page,
    private readonly onbadges: (badges: Badges) => void,
  ) {
    page.store.subscribe((state, before) => {
      if (state.findings !== before.findings) void this.load(state);
      else if (graphOf(state) !== graphOf(before)) this.tell(state);
    });
  }

  private async load({ findings: report }: State): Promise<void> {
    const findings = (report?.findings ?? []).filter(isMarked);
    const ids = findings.map(({ id }) => id ?? "");
    const places = await this.places.run((signal) =>
      ids.length === 0 ? Promise.resolve([]) : this.page.host.request("places", { ids }, { signal }),
    );
    if (places === undefined) return;
    this.found = { findings, places };
    this.tell(this.page.store.get());
  }

  private tell(state: State): void {
    this.onbadges(badgesOf(this.found.findings, this.found.places, graphOf(state)));
  }
}
