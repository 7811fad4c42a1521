import type { RoleShare } from "../../src/document/protocol/requests";
import { formatCount, formatInteger, formatShort } from "../../src/reports/format";
import { make } from "../dom";
import { GLYPHS, ROLE_NAMES } from "../graph/roles";
import { plural, t } from "../l10n";
import { openText, shareText, unknownText } from "./measures";

const SVG = "http://www.w3.org/2000/svg";

/** The MACs of a model by what its operators do, as bars with their numbers. */
export class RoleBars {
  readonly element = make("figure", { class: "chart roles" });
  private readonly bars = make("div", { class: "bars", role: "list" });
  private readonly note = make("p", { class: "quiet" });

  constructor() {
    const head = make(
      "div",
      { class: "chart-head" },
      make("figcaption", { text: t("MACs by operator role") }),
    );
    this.element.append(head, this.bars, this.note);
  }

  show(roles: readonly RoleShare[], open: readonly string[]): void {
    const total = roles.reduce((sum, { macs }) => sum + macs, 0);
    const costly = roles.filter(({ macs }) => macs > 0);
    const [first] = costly;
    this.bars.replaceChildren(...costly.flatMap((one) => barOf(one, total, first?.macs ?? 1)));
    this.note.textContent = noteOf(roles, open);
  }
}

function barOf({ role, macs, nodes }: RoleShare, total: number, longest: number): readonly HTMLElement[] {
  const bar = make("span", { class: `bar role-${role}` });
  bar.style.width = `${(100 * macs) / longest}%`;
  const share = shareText(macs, total);
  const numbers = make("span", { class: "number", text: `${formatShort(macs)} MACs, ${share}` });
  const title = [
    `${ROLE_NAMES[role]}: ${formatCount(macs)} MACs`,
    t("{0} of the model", share),
    plural(nodes, "{0} node", "{0} nodes"),
  ].join(", ");
  return [
    make(
      "div",
      { class: "role-row", role: "listitem", title, "aria-label": title },
      make("span", { class: `role-name role-${role}` }, glyphOf(role), ROLE_NAMES[role]),
      make("span", { class: "track" }, bar),
      numbers,
    ),
  ];
}

function glyphOf(role: RoleShare["role"]): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "role-glyph");
  svg.setAttribute("viewBox", "0 0 12 12");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", GLYPHS[role]);
  svg.append(path);
  return svg;
}

/** Roles that cost nothing, and what is not known. */
function noteOf(roles: readonly RoleShare[], open: readonly string[]): string {
  const free = roles.filter(({ macs, unknown }) => macs === 0 && unknown === 0);
  const unknown = roles.reduce((sum, one) => sum + one.unknown, 0);
  return [
    free.length === 0
      ? ""
      : t(
          "Nodes without MACs: {0}.",
          free.map(({ role, nodes }) => `${ROLE_NAMES[role]} ${formatInteger(nodes)}`).join(", "),
        ),
    unknown === 0 ? "" : `${unknownText(unknown)} ${openText(open)}`,
  ]
    .filter((sentence) => sentence !== "")
    .join(" ");
}
