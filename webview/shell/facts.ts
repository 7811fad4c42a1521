import type { Facts } from "../../src/document/protocol";
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
    fact(`${formatBytes(facts.size)} file`, `${formatCount(facts.size)} bytes`),
  );
}

function fact(text: string, title: string): HTMLElement {
  return make("span", { class: "fact", text, title });
}
