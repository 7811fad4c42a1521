import type { ReportCount, ReportShape } from "./types/parts";

/** What stands where something is not known: never 0, never empty in a table. */
export const UNKNOWN = "unknown";

/** `1,171,841`: digits in threes. Not by the machine's locale, so that page, terminal and tests say the same. */
export function formatInteger(value: number | bigint): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

/** A count as people read it; the numbers in an expression are grouped, its symbols kept: `1,024*batch`. */
export function formatCount(count: ReportCount): string {
  if (count === null) return UNKNOWN;
  if (typeof count === "number") return formatInteger(count);
  return count.replace(/(?<![\w.`])\d+(?![\w.`])/g, (digits) => formatInteger(BigInt(digits)));
}

const UNITS = ["B", "kB", "MB", "GB", "TB", "PB"] as const;

/** Bytes with a decimal unit and two or three significant digits: `4.7 MB`, `812 B`. Expressions keep `B`. */
export function formatBytes(bytes: ReportCount): string {
  if (bytes === null) return UNKNOWN;
  if (typeof bytes === "string") return `${formatCount(bytes)} B`;
  return scaled(bytes, UNITS, " ");
}

const MAGNITUDES = ["", "k", "M", "G", "T", "P"] as const;

/** A short form for places where the whole number does not fit: `1.17M`. Expressions stay whole. */
export function formatShort(count: ReportCount): string {
  if (count === null) return UNKNOWN;
  if (typeof count === "string") return formatCount(count);
  return scaled(count, MAGNITUDES, "");
}

/** Below 1000 as it is; else to three significant digits, without trailing zeros, in the unit that fits. */
function scaled(value: number, units: readonly string[], gap: string): string {
  let unit = 0;
  let rest = value;
  while (Math.abs(Number(rest.toPrecision(3))) >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  const digits = unit === 0 ? String(value) : String(Number(rest.toPrecision(3)));
  return `${digits}${gap}${units[unit] ?? ""}`.trimEnd();
}

const DIGITS = 4;

/** To four significant digits, as people compare magnitudes: `0.01234`, `1.235e+7`; a dash for what is not there. */
export function formatReal(value: number | string | null): string {
  if (value === null) return "–";
  return typeof value === "string" ? value : String(Number(value.toPrecision(DIGITS)));
}

/** `12.5 %`; what is little, but there, is not shown as none. */
export function formatShare(share: number | null): string {
  if (share === null) return "–";
  if (share > 0 && share < 0.001) return "< 0.1 %";
  return `${String(Number((100 * share).toFixed(1)))} %`;
}

/** `1×64×56×56`, `batch×?`, `scalar`; empty where not even the rank is known. */
export function formatShape(shape: ReportShape): string {
  if (shape === null) return "";
  if (shape.length === 0) return "scalar";
  return shape.map((dimension) => (dimension === null ? "?" : formatDimension(dimension))).join("×");
}

/** Sums stand in brackets within a shape, so that `(2*n + 1)×3` cannot be misread. */
function formatDimension(dimension: number | string): string {
  const text = String(dimension);
  return /\s[+-]\s/.test(text) ? `(${text})` : text;
}

/** `float32 1×3×224×224`, as far as it is known. */
export function formatType(dtype: string | null, shape: ReportShape): string {
  return [dtype ?? "", formatShape(shape)].filter((part) => part !== "").join(" ");
}

/** `1 node`, `1,204 nodes`. */
export function formatPlural(count: number, one: string, many = `${one}s`): string {
  return `${formatInteger(count)} ${count === 1 ? one : many}`;
}
