import type { Problem, Result } from "../../bytes/problem";

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

const STRING_OR_NOT_FINITE = /"(?:[^"\\]|\\[^])*"|-?\b(?:NaN|Infinity)\b/g;

function parseWithoutNumbers(file: string, text: string): Result<Json> {
  const plain = text.replace(STRING_OR_NOT_FINITE, (found) => (found.startsWith('"') ? found : "null"));
  try {
    return { ok: true, value: JSON.parse(plain) as Json };
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

/** How deep brackets nest, counted without recursion; those in strings do not count. */
function depthOf(text: string): number {
  let [depth, deepest, inString] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const letter = text[at];
    if (inString) {
      if (letter === "\\") at++;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
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

/** Sizes of dimensions, each a whole number from 0 on; undefined where one is not. */
export function sizesOf(json: Json): readonly number[] | undefined {
  if (!Array.isArray(json)) return undefined;
  const sizes = json.map(numberOf);
  return sizes.every((size) => size !== undefined && Number.isInteger(size) && size >= 0)
    ? (sizes as readonly number[])
    : undefined;
}
