import type { Result } from "../../bytes/problem";
import { elementsOf } from "../../model/tensor";
import type { Values } from "../values";
import type { InputFile } from "./problem";
import { badInput } from "./problem";

/**
 * Numbers, booleans or texts in nested lists, whose nesting is the shape: `[[1, 2], [3, 4]]`; or flat with a shape:
 * `{"shape": [2, 2], "data": [1, 2, 3, 4]}`. An object whose member is called like the input gives that.
 */
export function readJson({ name, bytes }: InputFile, input: string): Result<Values> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    return badInput(name, `is no JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
  const named = isRecord(parsed) ? (parsed[input] ?? parsed) : parsed;
  if (!isRecord(named)) return ofLists(name, named, undefined);
  const { shape, data } = named;
  if (!Array.isArray(shape) || !shape.every(isSize)) {
    return badInput(name, `holds neither a list of numbers nor one for '${input}', nor "shape" and "data".`);
  }
  return ofLists(name, data, shape);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function ofLists(file: string, nested: unknown, given: readonly number[] | undefined): Result<Values> {
  const nesting = shapeOf(nested);
  const flat: unknown[] = Array.isArray(nested) ? nested.flat(nesting.length) : [nested];
  const shape = given ?? nesting;
  if (flat.length !== elementsOf(shape)) {
    return badInput(file, `has ${flat.length} elements where its shape asks for ${elementsOf(shape)}.`);
  }
  if (flat.every((one) => typeof one === "string")) {
    return { ok: true, value: { dtype: "string", shape, data: flat } };
  }
  const wrong = flat.find((one) => typeof one !== "number" && typeof one !== "boolean");
  if (wrong !== undefined) return badInput(file, `holds ${JSON.stringify(wrong)} among its numbers.`);
  return { ok: true, value: { dtype: "float64", shape, data: Float64Array.from(flat, Number) } };
}

function shapeOf(nested: unknown): readonly number[] {
  const shape: number[] = [];
  for (let at = nested; Array.isArray(at); at = at[0] as unknown) shape.push(at.length);
  return shape;
}
