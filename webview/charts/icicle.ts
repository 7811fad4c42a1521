import { select as pick } from "d3";
import type { Breakdown } from "../../src/document/protocol/requests";
import { make } from "../dom";
import { fitted } from "../graph/letters";
import type { Tooltip } from "../graph/tooltip";
import { t } from "../l10n";
import { iconButton, row, setPressed, toggleButton } from "../toolkit";
import { addAxisTitles } from "./axis-titles";
import { costTree, seen, stepFrom, type Place, type Step } from "./cost-tree";
import { MEASURES, openText, shareText, unknownText, type Measure } from "./measures";

const ROW = 22;
/** Levels at once: more would be a wall, and Enter goes deeper. */
const LEVELS = 5;
const TEXT_SIZE = 11;
const EDGE = 5;

const ARROWS: Readonly<Record<string, Step>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

interface IcicleEvents {
  /** A node or group; "" is the model. */
  readonly onselect: (id: string) => void;
  readonly announce: (text: string) => void;
}

/** Where the parameters, MACs or bytes of a model are: each part as wide as its share, what is in it below it. */
export class Icicle {
  readonly element = make("figure", { class: "chart icicle" });
  private readonly buttons = MEASURES.map((measure) => ({
    measure,
    element: toggleButton(measure.title, () => this.measureBy(measure)),
  }));
  private readonly out = iconButton("zoom-out", t("Zoom out"), () => this.zoomOut(), "Escape");
  private readonly svg = pick(this.element)
    .append("svg")
    .attr("role", "tree")
    .attr("aria-label", t("Where the cost is"));
  private readonly note = make("p", { class: "quiet" });
  private breakdown: Breakdown | undefined;
  private measure: Measure = MEASURES[0];
  private root: Place | undefined;
  private focus: Place | undefined;
  private current: Place | undefined;
  private selected = "";
  private width = 0;

  constructor(
    private readonly tooltip: Tooltip,
    private readonly events: IcicleEvents,
  ) {
    const head = row(
      "chart-head",
      make("figcaption", { text: t("Where the cost is") }),
      ...this.buttons.map(({ element }) => element),
      this.out,
    );
    this.element.prepend(head);
    addAxisTitles(this.svg.node(), {
      below: t("width: share of the uppermost bar, in the order of the model"),
    });
    this.element.append(this.note);
    this.svg.node()?.addEventListener("keydown", (event) => this.key(event));
    this.pressButtons();
  }

  show(breakdown: Breakdown): void {
    this.breakdown = breakdown;
    this.build();
  }

  resize(width: number): void {
    this.width = width;
    this.draw();
  }

  select(id: string): void {
    this.selected = id;
    this.draw();
  }

  private measureBy(measure: Measure): void {
    this.measure = measure;
    this.pressButtons();
    this.build();
  }

  private pressButtons(): void {
    for (const { measure, element } of this.buttons) setPressed(element, measure === this.measure);
  }

  /** Keeps what is zoomed in on, where it is still there. */
  private build(): void {
    if (this.breakdown === undefined) return;
    const [focus, current] = [this.focus, this.current].map((place) => place && idOf(place));
    this.root = costTree(this.breakdown.parts, this.measure);
    this.focus = this.root.find((place) => idOf(place) === focus && (place.value ?? 0) > 0) ?? this.root;
    this.current = this.root.find((place) => idOf(place) === current) ?? this.focus;
    this.note.textContent = this.noteText(this.breakdown);
    this.draw();
  }

  /** What is not in the picture. */
  private noteText({ parts, open }: Breakdown): string {
    const unknown = parts.filter((part) => this.measure.of(part) === null).length;
    if (unknown > 0) return `${unknownText(unknown)} ${openText(open)}`;
    return (this.root?.value ?? 0) === 0 ? t("This model has none: {0}.", this.measure.title) : "";
  }

  private draw(): void {
    const { root, focus } = this;
    if (root === undefined || focus === undefined || this.width === 0) return;
    this.out.hidden = focus === root;
    const empty = (root.value ?? 0) === 0;
    const places = empty ? [] : seen(focus, this.width, LEVELS);
    if (this.current === undefined || !places.includes(this.current)) this.current = focus;
    const scale = this.width / (focus.x1 - focus.x0);
    const bottom = places.reduce((depth, place) => Math.max(depth, place.depth), focus.depth);
    this.svg
      .classed("empty", empty)
      .attr("width", this.width)
      .attr("height", empty ? 0 : (bottom - focus.depth + 1) * ROW)
      .selectAll<SVGGElement, Place>("g")
      .data(places, idOf)
      .join((enter) => {
        const group = enter.append("g").attr("role", "treeitem");
        group.append("rect").attr("height", ROW - 1);
        group
          .append("text")
          .attr("x", EDGE)
          .attr("y", ROW / 2)
          .attr("dy", "0.32em");
        this.listen(group.nodes());
        return group;
      })
      .attr("class", (place) => `part role-${place.data.part?.role ?? "other"}`)
      .classed("selected", (place) => idOf(place) === this.selected && this.selected !== "")
      .attr("data-id", idOf)
      .attr("tabindex", (place) => (place === this.current ? 0 : -1))
      .attr("aria-level", ({ depth }) => depth + 1)
      .attr("aria-selected", (place) => String(idOf(place) === this.selected))
      .attr("aria-label", (place) => this.describe(place).join(", "))
      .attr(
        "transform",
        ({ x0, depth }) => `translate(${(x0 - focus.x0) * scale},${(depth - focus.depth) * ROW})`,
      )
      .each((place, index, groups) => {
        const group = groups[index];
        if (group !== undefined) this.drawPart(group, place, (place.x1 - place.x0) * scale);
      })
      .order();
  }

  private drawPart(group: SVGGElement, place: Place, width: number): void {
    const room = width - 2 * EDGE;
    pick(group)
      .select("rect")
      .attr("width", Math.max(0.5, width - 1));
    pick(group)
      .select("text")
      .text(labelOf(place, this.measure, room));
  }

  private listen(groups: readonly SVGGElement[]): void {
    for (const group of groups) {
      const place = (): Place => pick<SVGGElement, Place>(group).datum();
      group.addEventListener("click", () => {
        this.moveTo(place());
        this.events.onselect(idOf(place()));
      });
      group.addEventListener("dblclick", () => this.zoomTo(place()));
      group.addEventListener("pointerenter", ({ clientX, clientY }) => {
        const [title = "", ...lines] = this.describe(place());
        this.tooltip.show({ title, lines }, clientX, clientY);
      });
      group.addEventListener("pointerleave", () => this.tooltip.hide());
    }
  }

  /** Name, number with its unit, share of the model and of what is around. */
  private describe(place: Place): readonly string[] {
    const value = place.value ?? 0;
    const whole = this.root?.value ?? 0;
    const around = place.parent;
    return [
      nameOf(place),
      ...(place.data.part === undefined ? [] : [place.data.part.name]),
      this.measure.exact(value),
      ...(around === null ? [] : [t("{0} of the model", shareText(value, whole))]),
      ...(around === null || around.parent === null
        ? []
        : [t("{0} of the group {1}", shareText(value, around.value ?? 0), nameOf(around))]),
    ].filter((line) => line !== "");
  }

  private key(event: KeyboardEvent): void {
    const { current, focus } = this;
    if (current === undefined || focus === undefined) return;
    const step = ARROWS[event.key];
    if (step !== undefined) {
      const next = stepFrom(seen(focus, this.width, LEVELS), current, step);
      if (next !== undefined) this.moveTo(next);
    } else if (event.key === "Enter") this.zoomTo(current);
    else if (event.key === "Escape") this.zoomOut();
    else if (event.key === " ") this.events.onselect(idOf(current));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private moveTo(place: Place): void {
    this.current = place;
    this.draw();
    this.svg.node()?.querySelector<SVGGElement>('g[tabindex="0"]')?.focus();
  }

  /** Goes into a part that holds others; a node has nothing inside. */
  private zoomTo(place: Place): void {
    if (place.children === undefined) return;
    this.tooltip.hide();
    this.focus = place;
    this.moveTo(place);
    this.events.announce(this.describe(place).join(", "));
  }

  private zoomOut(): void {
    const outer = this.focus?.parent ?? null;
    if (outer === null) return;
    const inner = this.focus;
    this.tooltip.hide();
    this.focus = outer;
    this.moveTo(inner ?? outer);
  }
}

function idOf({ data }: Place): string {
  return data.part?.id ?? "";
}

function nameOf({ data }: Place): string {
  return data.part?.title ?? t("Model");
}

/** The name, and the number where there is room for both; nothing where not even a few letters fit. */
function labelOf(place: Place, measure: Measure, room: number): string {
  const name = nameOf(place);
  const whole = `${name}  ${measure.short(place.value ?? 0)}`;
  if (fitted(whole, room, TEXT_SIZE, "end") === whole) return whole;
  const text = fitted(name, room, TEXT_SIZE, "end");
  return text.length < Math.min(name.length, 4) ? "" : text;
}
