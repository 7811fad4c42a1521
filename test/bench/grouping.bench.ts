import { flat, scoped } from "./generate";
import { cpuTimes } from "./measure";
import { hierarchyOf, read } from "./models";
import { toBytes } from "./protobuf";
import { milliseconds, printSection } from "./section";

const NODES = [1000, 10_000, 100_000];
const RUNS = 3;

const rows: string[][] = [];
for (const nodes of NODES) {
  const times: string[] = [];
  for (const bytes of [toBytes(flat(nodes)), toBytes(scoped(nodes))]) {
    const model = await read("generated.onnx", bytes);
    const { first, best } = await cpuTimes(RUNS, () => hierarchyOf(model));
    times.push(milliseconds(first), milliseconds(best));
  }
  rows.push([nodes.toLocaleString("en"), ...times]);
}
printSection(
  "Grouping",
  "The hierarchy of groups of a graph: by structure, where names say nothing (flat), and by the scopes in names. " +
    `Processor time, of the first and the best of ${String(RUNS)} runs; compared over the number of nodes, in which it ` +
    "should be linear.",
  ["nodes", "flat, first", "flat, best", "scoped, first", "scoped, best"],
  rows,
);
