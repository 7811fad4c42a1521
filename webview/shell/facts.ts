import type { Facts } from "../../src/document/protocol";
import type { ReportCount } from "../../src/reports/types";
import { formatBytes, formatCount, formatInteger, formatShort } from "../../src/reports/format";
import { make } from "../dom";

/** The line on top: what the file is, in a few numbers with their units. */
export function drawFacts(line: HTMLElement, facts: Facts): void {
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
    cost(facts.macs, (text) => `${text} MACs`, "Multiply–accumulates of all contractions, for one run"),
    cost(
      facts.peakActivationBytes,
      (text) => `${text} memory`,
      "The most bytes of activations alive at once, without reuse in place",
      true,
    ),
    fact(`${formatBytes(facts.size)} file`, `${formatCount(facts.size)} bytes`),
  );
}

/** Expressions longer than this stand in the tooltip only. */
const LONGEST_EXPRESSION = 32;

/** A cost in short; one that hangs on open sizes as an expression, where it is short enough to read. */
function cost(
  count: ReportCount,
  say: (text: string) => string,
  meaning: string,
  inBytes = false,
): HTMLElement {
  const whole = inBytes ? formatBytes(count) : formatCount(count);
  const short = inBytes ? whole : formatShort(count);
  if (count === null) return fact(say("unknown"), `${meaning}: not known`);
  const text = typeof count === "string" && short.length > LONGEST_EXPRESSION ? "open" : short;
  return fact(say(text), `${meaning}: ${typeof count === "number" ? formatCount(count) : whole}`);
}

function fact(text: string, title: string): HTMLElement {
  return make("span", { class: "fact", text, title });
}
