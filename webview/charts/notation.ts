import { formatReal } from "../../src/reports/format";

/** Texts for the numbers of an axis: where one of them has to be written with a power of ten, all are. */
export function notationOf(values: readonly number[]): (value: number | { valueOf(): number }) => string {
  const powers = values.some((value) => formatReal(value).includes("e"));
  return (value) => (powers ? powerText(value.valueOf()) : formatReal(value.valueOf()));
}

/** `1e-6`, as formatReal writes what is smaller. */
function powerText(value: number): string {
  return value === 0 ? "0" : Number(formatReal(value)).toExponential().replace("+", "");
}
