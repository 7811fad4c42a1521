import { select, type Selection } from "d3";
import type { Box, GroupBox, NodeBox, ValueBox } from "../../src/layout/picture";
import { formatInteger } from "../../src/reports/format";
import { plural } from "../l10n";
import { badgeText, type Badge } from "./badges";
import type { Paint, Painter } from "./colour-by";
import { countOf, describe, kindMark, type Ends } from "./describe";
import { fitted, widthOf } from "./letters";
import { FOLDED_GLYPH, GLYPHS, OPEN_GLYPH } from "./roles";

/** How much of a box can be read at the zoom: only its place, its title, or everything. */
export type Detail = "shape" | "title" | "all";

/** Below these scales letters of 11 and of 13 pixels are too small to read. */
const TITLE_FROM = 0.34;
const ALL_FROM = 0.6;

export function detailAt(scale: number): Detail {
  if (scale < TITLE_FROM) return "shape";
  return scale < ALL_FROM ? "title" : "all";
}

type Layer = Selection<SVGGElement, unknown, null, undefined>;
type Drawn = Selection<SVGGElement, Box, null, undefined>;

const TITLE_SIZE = 12;
const TEXT_SIZE = 11;
/** Height of the line with the title, in a node and on an open group's frame. */
const TITLE_HEIGHT = 26;
const EDGE = 10;
const GLYPH_ROOM = 18;
/** A title is not cut below this for a value beside it. */
const SHORTEST_TITLE = 40;

/** Draws these boxes and no others; a box whose look did not change keeps its elements. */
export function drawBoxes(
  layer: Layer,
  boxes: readonly Box[],
  ends: Ends,
  detail: Detail,
  painter: Painter,
): void {
  const look = (box: Box): string =>
    `${detail}:${JSON.stringify({ ...box, ...inside(box, detail), paint: paintOf(box, painter) })}`;
  layer
    .selectAll<SVGGElement, Box>("g.box")
    .data(boxes, (box) => box.id)
    .join("g")
    .attr("transform", (box) => placeOf(box, detail))
    .each(function (box) {
      const wanted = look(box);
      if (LOOKS.get(this) === wanted) return;
      LOOKS.set(this, wanted);
      drawBox(this, box, ends, detail, paintOf(box, painter));
    })
    .order();
}

/**
 * Where a box's element stands. Mere shapes may be thousands, and each transform of its own costs the browser time in
 * every frame: they stand at the origin and their rectangles have coordinates.
 */
export function placeOf({ x, y }: Box, detail: Detail): string | null {
  return detail === "shape" ? null : `translate(${x},${y})`;
}

/** Where a box's content begins in its element. */
function inside({ x, y }: Box, detail: Detail): { readonly x: number; readonly y: number } {
  return detail === "shape" ? { x, y } : { x: 0, y: 0 };
}

const LOOKS = new WeakMap<SVGGElement, string>();

const NO_PAINT: Paint = { look: "", text: "", bare: "" };

export function paintOf(box: Box, painter: Painter): Paint {
  return box.kind === "node" || box.kind === "group" ? painter(box) : NO_PAINT;
}

function drawBox(element: SVGGElement, box: Box, ends: Ends, detail: Detail, paint: Paint): void {
  element.replaceChildren();
  const drawn: Drawn = select(element)
    .datum(box)
    .attr("class", `${classOf(box)} ${paint.look}`)
    .attr("data-id", box.id)
    .attr("role", "treeitem")
    .attr("tabindex", -1)
    .attr("aria-label", describe(box, ends, amountOf(paint)));
  if (box.kind === "group") drawn.attr("aria-expanded", String(box.open));
  if (box.kind === "group" && !box.open && box.repeat > 1) drawStack(drawn, box);
  drawn
    .append("rect")
    .attr("class", "body")
    .attr("x", inside(box, detail).x)
    .attr("y", inside(box, detail).y)
    .attr("width", box.width)
    .attr("height", box.height)
    .attr("rx", detail === "shape" ? null : radiusOf(box));
  switch (box.kind) {
    case "node":
      drawNode(drawn, box, detail, paint);
      break;
    case "group":
      if (box.open) drawFrame(drawn, box, detail);
      else drawGroup(drawn, box, detail, paint);
      break;
    case "input":
    case "output":
      drawValue(drawn, box, detail);
      break;
  }
  if (paint.badge !== undefined) drawBadge(drawn, box, detail, paint.badge);
}

/** At the upper right corner: how many findings, in a form and colour of the worst; far out only the mark. */
function drawBadge(drawn: Drawn, box: Box, detail: Detail, { severity, count }: Badge): void {
  const [size, text] = detail === "shape" ? [box.height / 2, ""] : [16, formatInteger(count)];
  const width = Math.max(size, widthOf(text, 10) + 9);
  const { x, y } = inside(box, detail);
  const badge = drawn
    .append("g")
    .attr("class", `badge ${severity}`)
    .attr("transform", `translate(${x + box.width - width + 6},${y - size / 2})`);
  badge
    .append("rect")
    .attr("width", width)
    .attr("height", size)
    .attr("rx", severity === "error" ? size / 2 : 3);
  if (text !== "")
    badge
      .append("text")
      .attr("x", width / 2)
      .attr("y", size / 2)
      .attr("dy", "0.35em")
      .attr("text-anchor", "middle")
      .text(text);
}

/** What is said of a box beside what it is: the value that colours it, and how many findings there are. */
function amountOf({ text, badge }: Paint): string {
  return [text, badge === undefined ? "" : badgeText(badge)].filter((part) => part !== "").join(", ");
}

function classOf(box: Box): string {
  switch (box.kind) {
    case "node":
      return "box node";
    case "group":
      return `box group ${box.open ? "open" : "folded"}`;
    case "input":
    case "output":
      return `box value ${box.kind}`;
  }
}

function radiusOf(box: Box): number {
  if (box.kind === "group") return 8;
  return box.kind === "node" ? 4 : box.height / 2;
}

function drawNode(drawn: Drawn, box: NodeBox, detail: Detail, paint: Paint): void {
  if (detail === "shape") return;
  drawn.append("path").attr("class", "bar").attr("d", barPath(box.height));
  const lines = detail === "all" ? linesOf(box) : [];
  const head = lines.length === 0 && box.height < 2 * TITLE_HEIGHT ? box.height : TITLE_HEIGHT;
  const opens = box.graphs.length > 0;
  const used = opens ? 14 : 0;
  const taken = detail === "all" ? drawAmount(drawn, paint, box.width - used, head / 2, box.operator) : 0;
  drawHead(drawn, box, box.operator, head, GLYPHS[box.role], used + taken);
  if (opens)
    drawn
      .append("path")
      .attr("class", "opens")
      .attr("d", `M${box.width - 19} ${head / 2 - 3.5}h4v-4M${box.width - 15} ${head / 2 - 3.5}v7h-7v-7z`);
  const room = box.height - head - 4;
  lines.forEach((line, index) => {
    const y = head + (room * (index + 0.5)) / lines.length;
    drawLine(drawn, line, y, box.width);
  });
}

/** One line below the title: text at the left and, for weights, the shape at the right. */
interface Line {
  readonly kind: "name" | "label" | "weight";
  readonly text: string;
  readonly right: string;
}

function linesOf({ name, label, weights }: NodeBox): readonly Line[] {
  const lines: Line[] = [];
  if (name !== "") lines.push({ kind: "name", text: name, right: "" });
  if (label !== "") lines.push({ kind: "label", text: label, right: "" });
  for (const weight of weights) lines.push({ kind: "weight", text: weight.name, right: weight.shape });
  return lines;
}

function drawLine(drawn: Drawn, { kind, text, right }: Line, y: number, width: number): void {
  const room = width - 2 * EDGE - 2;
  const shape = fitted(right, room * 0.75, TEXT_SIZE, "end");
  const left = room - (shape === "" ? 0 : widthOf(shape, TEXT_SIZE) + 8);
  drawText(drawn, kind, EDGE + 2, y, fitted(text, left, TEXT_SIZE, kind === "name" ? "middle" : "end"));
  if (shape !== "") drawText(drawn, "shape", width - EDGE, y, shape).attr("text-anchor", "end");
}

/** The title is cut where it is too long; what follows it (`×3`) never is. */
function drawHead(
  drawn: Drawn,
  box: Box,
  title: string,
  height: number,
  glyph: string,
  used: number,
  after = "",
): void {
  drawn
    .append("path")
    .attr("class", "glyph")
    .attr("d", glyph)
    .attr("transform", `translate(${EDGE + 2},${height / 2 - 6})`);
  if (box.kind === "group")
    drawn
      .append("rect")
      .attr("class", "fold")
      .attr("x", EDGE - 2)
      .attr("y", height / 2 - 10)
      .attr("width", 20)
      .attr("height", 20);
  drawText(drawn, "title", EDGE + GLYPH_ROOM, height / 2, headText(box, title, used, after));
}

function headText({ width }: Box, title: string, used: number, after: string): string {
  const room = width - 2 * EDGE - GLYPH_ROOM - used - widthOf(after, TITLE_SIZE, true);
  return fitted(title, room, TITLE_SIZE, "end", true) + after;
}

/** A folded group: title, what is in it, and marks for what is alike and what passes by. */
function drawGroup(drawn: Drawn, box: GroupBox, detail: Detail, paint: Paint): void {
  if (detail === "shape") return;
  drawn.append("path").attr("class", "bar").attr("d", barPath(box.height, 8));
  const marks = drawMarks(drawn, box, detail);
  drawHead(drawn, box, box.title, TITLE_HEIGHT, FOLDED_GLYPH, marks, countOf(box));
  if (detail === "title") return;
  const lines = [plural(box.nodes, "{0} node", "{0} nodes"), box.summary].filter((line) => line !== "");
  const room = box.height - TITLE_HEIGHT - 4;
  lines.forEach((text, index) => {
    const y = TITLE_HEIGHT + (room * (index + 0.5)) / lines.length;
    const kind = index === 0 ? "label" : "name";
    const taken = index === 0 ? drawAmount(drawn, paint, box.width, y, text) : 0;
    drawText(drawn, kind, EDGE + 2, y, fitted(text, box.width - 2 * EDGE - 2 - taken, TEXT_SIZE, "end"));
  });
}

/** A value at the right end of a line, as far as the title's first letters still fit; answers how wide it is. */
function drawAmount(drawn: Drawn, { text, bare }: Paint, right: number, y: number, title: string): number {
  const kept = Math.min(widthOf(title, TITLE_SIZE, true), SHORTEST_TITLE);
  const room = right - 2 * EDGE - GLYPH_ROOM - kept;
  const amount = [text, bare].find((one) => amountWidth(one) <= room);
  if (amount === undefined || amount === "") return 0;
  drawText(drawn, "amount", right - EDGE, y, amount).attr("text-anchor", "end");
  return amountWidth(amount);
}

function amountWidth(amount: string): number {
  return widthOf(amount, TEXT_SIZE, true) + 14;
}

/** An open group: a frame whose title line folds it again. */
function drawFrame(drawn: Drawn, box: GroupBox, detail: Detail): void {
  if (detail === "shape") return;
  const marks = drawMarks(drawn, box, detail);
  drawHead(drawn, box, box.title, TITLE_HEIGHT, OPEN_GLYPH, marks, countOf(box));
}

/** The titles of open groups once more, above the lines, which go into a group through its title. */
export function drawFrameTitles(layer: Layer, boxes: readonly Box[], detail: Detail): void {
  const frames =
    detail === "shape" ? [] : boxes.filter((box) => box.kind === "group").filter((box) => box.open);
  layer
    .selectAll<SVGTextElement, GroupBox>("text.frame-title")
    .data(frames, ({ id }) => id)
    .join("text")
    .attr("class", "title frame-title")
    .attr("x", ({ x }) => x + EDGE + GLYPH_ROOM)
    .attr("y", ({ y }) => y + TITLE_HEIGHT / 2)
    .attr("dy", "0.35em")
    .text((box) => headText(box, box.title, marksWidth(box, detail), countOf(box)));
}

const MARK_GAP = 4;

function marksOf({ alike, passing, open }: GroupBox, detail: Detail): readonly (readonly [string, string])[] {
  if (detail !== "all") return [];
  return [
    ...(alike === null ? [] : [["alike", `≅ ${kindMark(alike)}`] as const]),
    ...(passing === 0 || open ? [] : [["passing", `↷ ${formatInteger(passing)}`] as const]),
  ];
}

const markWidth = (text: string): number => widthOf(text, 10) + 10;

function marksWidth(box: GroupBox, detail: Detail): number {
  return marksOf(box, detail).reduce((sum, [, text]) => sum + markWidth(text) + MARK_GAP, 0);
}

/** Marks at the right of a group's title; answers how wide they are. */
function drawMarks(drawn: Drawn, box: GroupBox, detail: Detail): number {
  let right = box.width - EDGE;
  for (const [kind, text] of marksOf(box, detail)) {
    const width = markWidth(text);
    right -= width;
    const place = drawn
      .append("g")
      .attr("class", `mark ${kind}`)
      .attr("transform", `translate(${right},${TITLE_HEIGHT / 2})`);
    place.append("rect").attr("y", -7).attr("width", width).attr("height", 14).attr("rx", 7);
    place
      .append("text")
      .attr("x", width / 2)
      .attr("dy", "0.35em")
      .attr("text-anchor", "middle")
      .text(text);
    right -= MARK_GAP;
  }
  return marksWidth(box, detail);
}

/** The other blocks of a repeated group, as cards behind the first. */
function drawStack(drawn: Drawn, box: GroupBox): void {
  for (const offset of [8, 4])
    drawn
      .append("rect")
      .attr("class", "card")
      .attr("x", offset)
      .attr("y", offset)
      .attr("width", box.width)
      .attr("height", box.height)
      .attr("rx", radiusOf(box));
}

function drawValue(drawn: Drawn, box: ValueBox, detail: Detail): void {
  if (detail === "shape") return;
  const room = box.width - 2 * EDGE;
  const middle = box.width / 2;
  const type = detail === "all" ? fitted(box.type, room, TEXT_SIZE, "end") : "";
  const apart = type === "" ? 0 : 7.5;
  const name = fitted(box.name, room, TITLE_SIZE, "middle", true);
  drawText(drawn, "title", middle, box.height / 2 - apart, name).attr("text-anchor", "middle");
  if (type !== "")
    drawText(drawn, "name", middle, box.height / 2 + apart, type).attr("text-anchor", "middle");
}

function drawText(drawn: Drawn, kind: string, x: number, y: number, text: string) {
  return drawn.append("text").attr("class", kind).attr("x", x).attr("y", y).attr("dy", "0.35em").text(text);
}

/** The coloured left edge of a box, round where the box is. */
function barPath(height: number, radius = 4): string {
  const width = 4;
  const rise = Math.sqrt(radius * radius - Math.max(0, radius - width) ** 2);
  const inset = radius - rise;
  return (
    `M${width} ${inset}A${radius} ${radius} 0 0 0 0 ${radius}V${height - radius}` +
    `A${radius} ${radius} 0 0 0 ${width} ${height - inset}Z`
  );
}
