import type { Box, Edge, GroupBox, NodeBox, Picture, Stub, ValueBox } from "../../src/layout/picture";
import { formatInteger } from "../../src/reports/format";
import { plural, t } from "../l10n";

/** A tooltip: a heading and lines below it. */
export interface Tip {
  readonly title: string;
  readonly lines: readonly string[];
}

/** What enters and leaves the boxes of a picture, as far as its edges and stubs say. */
export interface Ends {
  readonly inputs: ReadonlyMap<string, readonly string[]>;
  readonly outputs: ReadonlyMap<string, readonly string[]>;
}

export function endsOf(picture: Picture): Ends {
  const inputs = new Map<string, Set<string>>();
  const outputs = new Map<string, Set<string>>();
  const note = (map: Map<string, Set<string>>, box: string, label: string): void => {
    if (label === "") return;
    const labels = map.get(box) ?? new Set();
    map.set(box, labels.add(label));
  };
  for (const { from, to, label } of picture.edges) {
    note(outputs, from, label);
    note(inputs, to, label);
  }
  for (const { box, side, label } of picture.stubs) note(side === "in" ? inputs : outputs, box, label);
  const listed = (map: Map<string, Set<string>>) =>
    new Map([...map].map(([box, labels]): [string, string[]] => [box, [...labels]]));
  return { inputs: listed(inputs), outputs: listed(outputs) };
}

/** What a screen reader says of a box: operator, name, what colours it, attribute, shapes. */
export function describe(box: Box, ends: Ends, amount = ""): string {
  return [headingOf(box), amount, ...factsOf(box), ...shapesOf(box, ends)].filter(filled).join(", ");
}

export function tipOf(box: Box, ends: Ends): Tip {
  switch (box.kind) {
    case "node":
      return { title: box.operator, lines: [box.name, ...factsOf(box), ...shapesOf(box, ends)] };
    case "group":
      return { title: titleOf(box), lines: [box.name, ...factsOf(box), ...shapesOf(box, ends)] };
    case "input":
    case "output":
      return { title: box.name, lines: [kindOf(box), ...factsOf(box)] };
  }
}

function kindOf({ kind }: ValueBox): string {
  return kind === "input" ? t("graph input") : t("graph output");
}

/** What a screen reader says of a stub. */
export function describeStub({ side, value, label, peers }: Stub): string {
  const count = peers.length;
  const ends =
    side === "in"
      ? plural(count, "{0} producer", "{0} producers")
      : plural(count, "{0} consumer", "{0} consumers");
  return [value, label, ends].filter(filled).join(", ");
}

export function tipOfEdge(edge: Edge): Tip {
  const [first = "", ...more] = edge.values;
  return {
    title: edge.values.length === 1 ? first : plural(edge.values.length, "{0} value", "{0} values"),
    lines: edge.values.length === 1 ? [edge.label].filter(filled) : listed([first, ...more]),
  };
}

/** `Bottleneck ×3`. */
function titleOf(group: GroupBox): string {
  return group.title + countOf(group);
}

/** What follows a repeated group's title: ` ×3`. */
export function countOf({ repeat }: GroupBox): string {
  return repeat > 1 ? ` ×${formatInteger(repeat)}` : "";
}

/** A, B … Z, AA, AB…: groups of one kind have the same letter. */
export function kindMark(alike: number): string {
  const letter = String.fromCharCode(65 + (alike % 26));
  return alike < 26 ? letter : kindMark(Math.floor(alike / 26) - 1) + letter;
}

/** What a box is called in a line of text: `Conv layer1/conv`. */
export function headingOf(box: Box): string {
  switch (box.kind) {
    case "node":
      return `${box.operator} ${box.name}`;
    case "group":
      return box.open ? t("open group {0}", titleOf(box)) : t("folded group {0}", titleOf(box));
    case "input":
    case "output":
      return `${kindOf(box)} ${box.name}`;
  }
}

function factsOf(box: Box): readonly string[] {
  switch (box.kind) {
    case "node":
      return nodeFacts(box);
    case "group":
      return groupFacts(box);
    case "input":
    case "output":
      return [box.type].filter(filled);
  }
}

function nodeFacts({ label, weights, graphs }: NodeBox): readonly string[] {
  const stored = weights.map(({ name, shape }) => `${name} ${shape}`);
  const opens = plural(graphs.length, "opens {0} graph (Enter)", "opens {0} graphs (Enter)");
  return [label, ...listed(stored), graphs.length > 0 ? opens : ""].filter(filled);
}

function groupFacts({ nodes, summary, passing, alike }: GroupBox): readonly string[] {
  return [
    plural(nodes, "{0} node", "{0} nodes"),
    summary,
    passing > 0 ? plural(passing, "{0} skip connection passes it", "{0} skip connections pass it") : "",
    alike === null ? "" : t("same structure as every other group marked {0}", kindMark(alike)),
  ].filter(filled);
}

function shapesOf(box: Box, ends: Ends): readonly string[] {
  const inputs = ends.inputs.get(box.id) ?? [];
  const outputs = ends.outputs.get(box.id) ?? [];
  return [
    inputs.length > 0 ? t("input {0}", listed(inputs).join(", ")) : "",
    outputs.length > 0 ? t("output {0}", listed(outputs).join(", ")) : "",
  ].filter(filled);
}

/** Long lists are cut: a tooltip is read in a glance. */
const MAX_LISTED = 6;

function listed(texts: readonly string[]): readonly string[] {
  if (texts.length <= MAX_LISTED) return texts;
  return [...texts.slice(0, MAX_LISTED), t("{0} more", formatInteger(texts.length - MAX_LISTED))];
}

function filled(text: string): boolean {
  return text !== "";
}
