import { loadavg } from "node:os";
import { rounds } from "../extension/leaks/build";
import type { Holding } from "../extension/leaks/rounds";
import { amount, printSection } from "./section";

const ROUNDS = Number(process.env["LAYERSCOPE_ROUNDS"] ?? 50);
const MODELS = 20;
/** The rounds that are shown: what leaks shows in their differences. */
const SHOWN = [1, 2, 5, 10, 20, 30, 40, 50];

function rowOf(round: number, one: Holding): readonly string[] {
  const { heap, external, resident, resources, files, threads, listeners } = one;
  const counts = [resources, files ?? "", threads ?? "", listeners];
  return [String(round), amount(heap), amount(external), amount(resident), ...counts.map(String)];
}

const held = await rounds(ROUNDS, MODELS);
printSection(
  "Leaks",
  `${String(MODELS)} models opened at once by the extension in a stand-in for VS Code, drawn, measured, some of them run, ` +
    "and closed in the middle of something; what the process holds after each round. The first round also loads what " +
    "is loaded once. What is resident and not in use is kept by the allocator for the next workers. Load " +
    `${loadavg()
      .map((load) => load.toFixed(0))
      .join(", ")}.`,
  ["round", "heap", "external", "resident", "resources", "open files", "threads", "listeners"],
  held.flatMap((one, at) => (SHOWN.includes(at + 1) || at + 1 === held.length ? [rowOf(at + 1, one)] : [])),
);
