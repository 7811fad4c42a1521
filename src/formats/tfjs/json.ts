import type { Problem, Result } from "../../bytes/problem";
import { MOST_AXES } from "../../model/shape";

/** What stands in a JSON document of which nothing is known yet. */
export type Json = unknown;

/** A model five models deep nests some sixty brackets; what nests deeper was made to exhaust a stack. */
const DEEPEST = 500;

/** V8 holds no longer strings than 512 MiB; a topology of a million nodes has half of that. */
export const MOST_JSON_BYTES = 256 * 2 ** 20;

/** The document, or the Problem that says where it is broken. Python's `NaN` and `Infinity` are read as null. */
export function parseJson(file: string, bytes: Uint8Array): Result<Json> {
  const text = new TextDecoder().decode(bytes);
  if (depthOf(text) > DEEPEST) {
    return broken(file, `brackets nest more than ${DEEPEST} deep, which no model does`);
  }
  try {
    return { ok: true, value: JSON.parse(text) as Json };
  } catch {
    return parseWithoutNumbers(file, text);
  }
}

function parseWithoutNumbers(file: string, text: string): Result<Json> {
  try {
    return { ok: true, value: JSON.parse(withNull(text)) as Json };
  } catch (error) {
    const [line = ""] = (error instanceof Error ? error.message : String(error)).split("\n");
    return broken(file, `this is broken JSON (${line}). Was the file cut short? Export or copy it again`);
  }
}

function broken(file: string, what: string): { readonly ok: false; readonly problem: Problem } {
  return {
    ok: false,
    problem: { severity: "error", code: "broken-json", message: `${file}: ${what}.`, where: "" },
  };
}

/** `null` for each `NaN` and `Infinity` outside of strings, which may be too long for a regular expression's stack. */
function withNull(text: string): string {
  const quoteOrNotFinite = /"|-?\b(?:NaN|Infinity)\b/g;
  const parts: string[] = [];
  let from = 0;
  for (let found = quoteOrNotFinite.exec(text); found !== null; found = quoteOrNotFinite.exec(text)) {
    if (found[0] === '"') quoteOrNotFinite.lastIndex = behindString(text, found.index + 1);
    else {
      parts.push(text.slice(from, found.index), "null");
      from = quoteOrNotFinite.lastIndex;
    }
  }
  return parts.join("") + text.slice(from);
}

/** The place behind the quote that ends a string, or the text's end. @param at behind the quote that begins it. */
function behindString(text: string, at: number): number {
  for (let place = at; place < text.length; place++) {
    if (text[place] === "\\") place++;
    else if (text[place] === '"') return place + 1;
  }
  return text.length;
}

/** How deep brackets nest, counted without recursion; those in strings do not count. */
function depthOf(text: string): number {
  let [depth, deepest] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (letter === '"') at = behindString(text, at + 1) - 1;
    else if (letter === "[" || letter === "{") deepest = Math.max(deepest, ++depth);
    else if (letter === "]" || letter === "}") depth--;
  }
  return deepest;
}

export type JsonObject = Readonly<Record<string, Json>>;

const NO_OBJECT: JsonObject = {};
const NO_LIST: readonly Json[] = [];

export function isObject(json: Json): json is JsonObject {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** The object, or an empty one where something else stands. */
export function objectOf(json: Json): JsonObject {
  return isObject(json) ? json : NO_OBJECT;
}

/** The list, or an empty one where something else stands. */
export function listOf(json: Json): readonly Json[] {
  return Array.isArray(json) ? (json as readonly Json[]) : NO_LIST;
}

/** The text; undefined where something else stands. */
export function textOf(json: Json): string | undefined {
  return typeof json === "string" ? json : undefined;
}

/** The number, also where it is written as a string, as protobuf's JSON writes 64 bits; undefined for anything else. */
export function numberOf(json: Json): number | undefined {
  if (typeof json === "number") return json;
  if (typeof json !== "string" || json.trim() === "") return undefined;
  const number = Number(json);
  return Number.isNaN(number) ? undefined : number;
}

/** Sizes of dimensions, each a whole number from 0 on; undefined where one is not, or where they are too many. */
export function sizesOf(json: Json): readonly number[] | undefined {
  if (!Array.isArray(json) || json.length > MOST_AXES) return undefined;
  const sizes = json.map(numberOf);
  return sizes.every((size) => size !== undefined && Number.isInteger(size) && size >= 0)
    ? (sizes as readonly number[])
    : undefined;
}
