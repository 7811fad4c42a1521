import type { DrawnNode, DrawnValue, StoredInput } from "../analysis/drawn";
import type { Group } from "../analysis/group";
import { summaryOf } from "../analysis/group";
import type { ValueType } from "../model/shape";
import type { GroupBox, NodeBox, ValueBox } from "./picture";
import { NAME_SIZE, TITLE_SIZE, WEIGHT_SIZE, textWidth } from "./text";
import { printType } from "../model/print-type";

type Content<Box> = Omit<Box, "x" | "y" | "parent">;

const TITLE_HEIGHT = 26;
const LINE_HEIGHT = 16;
const PADDING = 10;
/** The glyph before a title. */
const GLYPH = 20;
/** Room for what stands at the right of a group's title: marks for what is alike and what passes by. */
const MARKS = 70;
const MIN_WIDTH = 120;
const MAX_WIDTH = 240;
/** The shapes of more weights than these would make a node a table: the details have them all. */
const WEIGHTS_SHOWN = 6;

export function nodeContent({ id, node, operator, weights, graphs }: DrawnNode): Content<NodeBox> {
  const label = operator?.label?.(node) ?? "";
  const shown = weights.filter((weight) => isShown(weight)).slice(0, WEIGHTS_SHOWN);
  const lines = shown.map(({ word, tensor }) => ({ name: word, shape: tensor.shape.join("×") || "scalar" }));
  const widths = [
    textWidth(node.operator, TITLE_SIZE) + GLYPH + (graphs.length > 0 ? 16 : 0),
    Math.min(textWidth(node.name, NAME_SIZE), 150),
    textWidth(label, NAME_SIZE),
    ...lines.map(({ name, shape }) => textWidth(`${name}    ${shape}`, WEIGHT_SIZE + 1)),
  ];
  const width = boxWidth(widths);
  const rows = 1 + (label === "" ? 0 : 1) + lines.length;
  return {
    kind: "node",
    id,
    operator: node.operator,
    name: node.name,
    label,
    role: operator?.role ?? "other",
    weights: lines,
    graphs,
    width,
    height: TITLE_HEIGHT + LINE_HEIGHT * rows + 6,
  };
}

/** Single numbers, axes and shapes say little on a box; what was learned says much. */
function isShown({ kind, tensor }: StoredInput): boolean {
  switch (kind) {
    case "learned":
    case "statistic":
      return true;
    case "constant":
      return false;
    case "unknown":
      return tensor.shape.length > 0 && !tensor.dtype.startsWith("int");
  }
}

export function groupContent(group: Group, open: boolean, passing: number): Content<GroupBox> {
  const summary = summaryOf(group);
  const title = group.repeat > 1 ? `${group.title} ×${String(group.repeat)}` : group.title;
  const width = boxWidth([
    textWidth(title, TITLE_SIZE) + GLYPH + MARKS,
    Math.min(textWidth(summary, NAME_SIZE), 200),
  ]);
  return {
    kind: "group",
    id: group.id,
    title: group.title,
    name: group.name,
    repeat: group.repeat,
    open,
    nodes: group.nodes,
    alike: group.alike,
    passing,
    summary,
    role: group.role,
    width,
    height: TITLE_HEIGHT + 2 * LINE_HEIGHT + 6,
  };
}

export function valueContent(
  { kind, id, value, info }: DrawnValue,
  type: ValueType | undefined,
): Content<ValueBox> {
  const text = printType(type ?? info.type);
  const width = boxWidth([textWidth(value, TITLE_SIZE) + 12, textWidth(text, NAME_SIZE) + 12]);
  return { kind, id, name: value, type: text, width, height: text === "" ? 28 : 40 };
}

function boxWidth(widths: readonly number[]): number {
  const wanted = Math.max(MIN_WIDTH, ...widths.map((width) => width + 2 * PADDING + 4));
  return Math.min(MAX_WIDTH, Math.ceil(wanted / 10) * 10);
}
