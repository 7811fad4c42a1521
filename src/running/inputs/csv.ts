import type { Result } from "../../bytes/problem";
import type { Values } from "../values";
import type { InputFile } from "./problem";
import { badInput } from "./problem";

/** Rows of numbers, between commas, semicolons or tabs; a first row of names is passed over. One row is one axis. */
export function readCsv({ name, bytes }: InputFile): Result<Values> {
  const lines = new TextDecoder()
    .decode(bytes)
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "");
  const rows = lines.map((line) =>
    line.split(/[,;\t]/).map((cell) => (cell.trim() === "" ? NaN : Number(cell))),
  );
  if (rows[0]?.every(Number.isNaN) === true) rows.shift();
  const [first] = rows;
  if (first === undefined) return badInput(name, "holds no row of numbers.");
  for (const [index, row] of rows.entries()) {
    const place = `row ${index + 1} of numbers`;
    if (row.length !== first.length) {
      return badInput(name, `has ${row.length} cells in ${place} and ${first.length} in the first.`);
    }
    if (row.some(Number.isNaN)) return badInput(name, `has a cell in ${place} that is no number.`);
  }
  const shape = rows.length === 1 ? [first.length] : [rows.length, first.length];
  return { ok: true, value: { dtype: "float64", shape, data: Float64Array.from(rows.flat()) } };
}
