import Papa from "papaparse";
import type { Hierarchy } from "../analysis/hierarchy";
import type { ModelIndex } from "../analysis/model-index";
import type { Problem, Result } from "../bytes/problem";
import { qualify } from "../model/model";
import type { AmountReport } from "./metrics";
import { largestInside } from "./largest-inside";
import { amountReport } from "./metrics";

/** A file with a number for each name: a profile, a sensitivity, a quantisation error. */
export interface MetricFile {
  readonly name: string;
  readonly text: string;
}

interface UserMetric {
  /** What the file calls the numbers: a column's title; empty where it has no word for them. */
  readonly title: string;
  /** By name; rows of one name are added up, as a profile has one for each run of a node. */
  readonly values: ReadonlyMap<string, number>;
  /** Names that stood there more than once. */
  readonly repeated: number;
  /** Rows that hold no finite number, or no name: they are left out. */
  readonly skipped: number;
}

/** How well a file fits the model. */
export interface UserMetricReport extends AmountReport {
  readonly title: string;
  /** Names of the file that are those of nodes or values, in whatever graph. */
  readonly matched: number;
  readonly unmatched: number;
  /** The first of those that are not. */
  readonly examples: readonly string[];
  readonly repeated: number;
  readonly skipped: number;
}

const EXAMPLES_SHOWN = 3;

/**
 * Reads a metric: JSON where the text begins like it, else a table with separators.
 *
 * JSON is `{name: number}`, `[{name, value}]`, or a trace of onnxruntime: `[{name, dur, cat}]`, durations in µs
 * (https://onnxruntime.ai/docs/performance/tune-performance/profiling-tools.html).
 */
export function parseUserMetric(file: MetricFile): Result<UserMetric> {
  const text = file.text.replace(/^\uFEFF/, "");
  const rows = /^\s*[[{]/.test(text) ? jsonRows(text) : csvRows(text);
  if (typeof rows === "string") return { ok: false, problem: unusable(file.name, rows) };
  const values = new Map<string, number>();
  const repeated = new Set<string>();
  let skipped = 0;
  for (const { name, value } of rows.rows) {
    if (name === "" || value === undefined || !Number.isFinite(value)) {
      skipped++;
      continue;
    }
    const before = values.get(name);
    if (before !== undefined) repeated.add(name);
    values.set(name, (before ?? 0) + value);
  }
  if (values.size === 0) {
    return { ok: false, problem: unusable(file.name, "holds no name with a number beside it") };
  }
  return { ok: true, value: { title: rows.title, values, repeated: repeated.size, skipped } };
}

function unusable(file: string, what: string): Problem {
  const message = `${file}: ${what}. A metric is a CSV file with a column of node names and one of numbers, or JSON: {"name": 1.5}.`;
  return { severity: "error", code: "unusable-metric", message, where: file };
}

interface Row {
  readonly name: string;
  readonly value: number | undefined;
}

/** What a file says; a text instead is what is wrong with it. */
type Rows = { readonly title: string; readonly rows: readonly Row[] } | string;

/** Titles of columns and keys of objects that hold names and numbers, the likeliest first. */
const NAME_KEYS = ["name", "node", "node_name", "layer", "layer_name", "value_name", "tensor", "op_name"];
const VALUE_KEYS = ["value", "metric", "dur", "duration", "time", "latency", "score", "error"];

function csvRows(text: string): Rows {
  const { data } = Papa.parse<string[]>(text, { skipEmptyLines: "greedy" });
  const [first, second] = data;
  if (first === undefined || Math.max(first.length, second?.length ?? 0) < 2) {
    return "has no two columns";
  }
  const titles = first.map((title) => title.trim().toLowerCase());
  // Where the first row has a number it is no row of titles.
  const headed = !first.some((cell) => numberIn(cell) !== undefined);
  const body = headed ? data.slice(1) : data;
  const named = headed ? NAME_KEYS.map((key) => titles.indexOf(key)).find((at) => at >= 0) : undefined;
  const nameAt = named ?? 0;
  const numeric = titles.flatMap((_, at) =>
    at !== nameAt && body.some((row) => numberIn(row[at]) !== undefined) ? [at] : [],
  );
  const known = VALUE_KEYS.map((key) => titles.indexOf(key)).find((at) => numeric.includes(at));
  const valueAt = (headed ? known : undefined) ?? numeric[0];
  if (valueAt === undefined) return "has no column of numbers";
  return {
    title: headed ? (first[valueAt] ?? "").trim() : "",
    rows: body.map((row) => ({ name: (row[nameAt] ?? "").trim(), value: numberIn(row[valueAt]) })),
  };
}

/** An empty cell is no 0. */
function numberIn(cell: string | undefined): number | undefined {
  const text = cell?.trim() ?? "";
  const number = Number(text);
  return text === "" || !Number.isFinite(number) ? undefined : number;
}

function jsonRows(text: string): Rows {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (thrown) {
    return `is no JSON: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  }
  if (!Array.isArray(parsed)) {
    const rows = Object.entries(parsed as object).map(([name, value]) => ({
      name,
      value: typeof value === "number" ? value : undefined,
    }));
    return { title: "", rows };
  }
  const objects = parsed.filter(isObject);
  if (objects.some((one) => typeof one["dur"] === "number")) {
    return { title: "µs", rows: objects.filter(isKernel).map(kernelRow) };
  }
  const nameKey = NAME_KEYS.find((key) => objects.some((one) => typeof one[key] === "string"));
  const valueKey = VALUE_KEYS.find((key) => objects.some((one) => typeof one[key] === "number"));
  if (nameKey === undefined || valueKey === undefined) return "has no objects with a name and a value";
  return {
    title: valueKey === "value" ? "" : valueKey,
    rows: objects.map((one) => ({ name: textIn(one[nameKey]), value: finiteIn(one[valueKey]) })),
  };
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null;
}

/** A trace also times the session as a whole and the fences around each kernel: they are no node's time. */
function isKernel({ cat, name }: Json): boolean {
  return (cat === undefined || cat === "Node") && !/_fence_(?:before|after)$/.test(textIn(name));
}

function kernelRow({ name, dur }: Json): Row {
  return { name: textIn(name).replace(/_kernel_time$/, ""), value: finiteIn(dur) };
}

function textIn(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function finiteIn(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

/**
 * A person's metric of the nodes and groups of one graph. A name is that of a node, in whatever graph, else of a value,
 * whose producer has the number; a group has the largest number of its nodes.
 */
export function userMetricOf(
  index: ModelIndex,
  hierarchy: Hierarchy,
  { title, values, repeated, skipped }: UserMetric,
): UserMetricReport {
  const nodesByName = namesOf(index);
  const byNode = new Map<string, number>();
  const unmatched: string[] = [];
  for (const [name, value] of values) {
    const nodes = nodesByName.get(name) ?? [];
    if (nodes.length === 0) unmatched.push(name);
    for (const id of nodes) byNode.set(id, (byNode.get(id) ?? 0) + value);
  }
  const { shown, missing } = largestInside(hierarchy.root, byNode);
  return {
    ...amountReport(title, shown, missing, []),
    title,
    matched: values.size - unmatched.length,
    unmatched: unmatched.length,
    examples: unmatched.slice(0, EXAMPLES_SHOWN),
    repeated,
    skipped,
  };
}

/** Ids of nodes by every name that a file may have for them; nodes' own names go before those of values. */
function namesOf({ uses }: ModelIndex): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  for (const [id, { node }] of uses.nodes) {
    for (const name of new Set([node.name, id])) {
      const ids = names.get(name);
      if (ids === undefined) names.set(name, [id]);
      else ids.push(id);
    }
  }
  for (const [id, { node, graph }] of uses.nodes) {
    for (const name of node.outputs) {
      for (const one of new Set([name, qualify(graph, name)])) if (!names.has(one)) names.set(one, [id]);
    }
  }
  return names;
}
