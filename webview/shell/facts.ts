import type { Facts } from "../../src/document/protocol";
import type { ReportCount } from "../../src/reports/types";
import { formatBytes, formatCount, formatInteger, formatShort } from "../../src/reports/format";
import { make } from "../dom";

/** The line on top: what the file is, in a few numbers with their units. */
export function drawFacts(line: HTMLElement, facts: Facts, costConvention: string): void {
  const opsets = Object.entries(facts.opsets).map(([domain, version]) => `${domain} ${version}`);
  const weights = facts.weightBytes === null ? undefined : `${formatBytes(facts.weightBytes)} of weights`;
  line.replaceChildren(
    make("h1", { text: facts.file.replace(/^.*[\\/]/, ""), title: facts.file }),
    fact(facts.format, "Format of the file"),
    ...(facts.producer === null ? [] : [fact(facts.producer, "What wrote the file")]),
    ...(opsets.length === 0
      ? []
      : [fact(`opset ${opsets.join(", ").replace(/^ai\.onnx /, "")}`, opsets.join("\n"))]),
    fact(`${formatInteger(facts.nodes)} nodes`, "Nodes of all graphs, each counted once"),
    fact(
      `${formatShort(facts.parameters)} parameters`,
      `${formatCount(facts.parameters)} elements of stored parameters and statistics, ${formatCount(facts.trainable)} of them trainable`,
    ),
    ...(weights === undefined
      ? []
      : [fact(weights, `Stored bytes of parameters and statistics: ${formatCount(facts.weightBytes)}`)]),
    costBy(facts, costConvention),
    memory(facts),
    fact(`${formatBytes(facts.size)} file`, `${formatCount(facts.size)} bytes`),
  );
}

/** What one run costs, by the chosen convention; the others' counts are in its tooltip. */
function costBy(facts: Facts, chosen: string): HTMLElement {
  if (chosen === "keras") {
    const fixed = formatCount(facts.parameters - facts.trainable);
    return fact(
      `${formatCount(facts.trainable)} trainable, ${fixed} non-trainable (Keras)`,
      "Keras counts parameters only, no operations",
    );
  }
  const own = { id: "layerscope", title: "Layerscope", unit: "MACs", count: facts.macs };
  const all = [own, ...facts.conventions];
  const shown = all.find(({ id }) => id === chosen) ?? own;
  const others = all
    .filter((one) => one !== shown && typeof one.count === "number")
    .map(({ title, unit, count }) => `${title}: ${formatCount(count)} ${unit}`);
  const unit = shown === own ? shown.unit : `${shown.unit} (${shown.title})`;
  const meaning = "Multiply–accumulates of all contractions, for one run";
  return cost(shown.count, unit, [shown === own ? meaning : `As counted by ${shown.title}`, ...others]);
}

/** The most bytes of activations that are alive at once. */
function memory({ peakActivationBytes: bytes }: Facts): HTMLElement {
  return cost(bytes, "memory", ["The most bytes of activations alive at once, without reuse in place"], true);
}

/** Expressions longer than this stand in the tooltip only. */
const LONGEST_EXPRESSION = 32;

/** A cost in short; one that hangs on open sizes as an expression, where it is short enough to read. */
function cost(
  count: ReportCount,
  unit: string,
  [meaning = "", ...more]: readonly string[],
  inBytes = false,
): HTMLElement {
  const whole = inBytes ? formatBytes(count) : formatCount(count);
  const short = inBytes ? whole : formatShort(count);
  const exact = count === null ? "not known" : typeof count === "number" ? formatCount(count) : whole;
  const title = [`${meaning}: ${exact}`, ...more].join("\n");
  if (count === null) return fact(`${unit} unknown`, title);
  const long = typeof count === "string" && short.length > LONGEST_EXPRESSION;
  return fact(long ? `${unit} by size` : `${short} ${unit}`, title);
}

function fact(text: string, title: string): HTMLElement {
  return make("span", { class: "fact", text, title });
}
