import type { WeightsTensor } from "../../src/reports/types/weights";
import { againstHe } from "./columns";

const HEADS = [
  "tensor",
  "node",
  "role",
  "dtype",
  "shape",
  "elements",
  "mean",
  "std",
  "timesHe",
  "min",
  "max",
  "l2",
  "zeroFraction",
  "kurtosis",
  "nan",
  "inf",
] as const;

/** The list as a table for other programs (RFC 4180), numbers in full. */
export function tensorsCsv(tensors: readonly WeightsTensor[]): string {
  const rows = tensors.map((tensor) => {
    const { name, node, role, word, dtype, shape, count, mean, std, min, max, l2 } = tensor;
    const { zeroFraction, kurtosis, nan, inf } = tensor;
    const texts = [name, node ?? "", word ?? role, dtype, shape.join("x")];
    const numbers = [count, mean, std, againstHe(tensor), min, max, l2, zeroFraction, kurtosis, nan, inf];
    return [...texts, ...numbers.map((number) => String(number ?? ""))];
  });
  return [HEADS, ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
