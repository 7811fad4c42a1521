import type { Facts } from "../../src/document/protocol/model";
import type { ReportCount } from "../../src/reports/types/parts";
import { formatBytes, formatCount, formatShort } from "../../src/reports/format";
import { make } from "../dom";
import { plural, t } from "../l10n";

/** The line on top: what the file is, in a few numbers with their units. */
export function drawFacts(line: HTMLElement, facts: Facts, costConvention: string): void {
  const opsets = Object.entries(facts.opsets).map(([domain, version]) => `${domain} ${version}`);
  const weights =
    facts.weightBytes === null ? undefined : t("{0} of weights", formatBytes(facts.weightBytes));
  line.replaceChildren(
    make("h1", { text: facts.file.replace(/^.*[\\/]/, ""), title: facts.file }),
    fact(facts.format, t("Format of the file")),
    ...(facts.producer === null ? [] : [fact(facts.producer, t("What wrote the file"))]),
    ...(opsets.length === 0
      ? []
      : [fact(`opset ${opsets.join(", ").replace(/^ai\.onnx /, "")}`, opsets.join("\n"))]),
    fact(plural(facts.nodes, "{0} node", "{0} nodes"), t("Nodes of all graphs, each counted once")),
    fact(
      plural(facts.parameters, "{1} parameter", "{1} parameters", formatShort(facts.parameters)),
      t(
        "{0} elements of stored parameters and statistics, {1} of them trainable",
        formatCount(facts.parameters),
        formatCount(facts.trainable),
      ),
    ),
    ...(weights === undefined
      ? []
      : [fact(weights, t("Stored bytes of parameters and statistics: {0}", formatCount(facts.weightBytes)))]),
    costBy(facts, costConvention),
    memory(facts),
    fact(t("{0} file", formatBytes(facts.size)), t("{0} bytes", formatCount(facts.size))),
  );
}

/** What one run costs, by the chosen convention; the others' counts are in its tooltip. */
function costBy(facts: Facts, chosen: string): HTMLElement {
  if (chosen === "keras") {
    const fixed = formatCount(facts.parameters - facts.trainable);
    return fact(
      t("{0} trainable, {1} non-trainable (Keras)", formatCount(facts.trainable), fixed),
      t("Keras counts parameters only, no operations"),
    );
  }
  const own = { id: "layerscope", title: "Layerscope", unit: "MACs", count: facts.macs };
  const all = [own, ...facts.conventions];
  const shown = all.find(({ id }) => id === chosen) ?? own;
  const others = all
    .filter((one) => one !== shown && typeof one.count === "number")
    .map(({ title, unit, count }) => `${title}: ${formatCount(count)} ${unit}`);
  const unit = shown === own ? shown.unit : `${shown.unit} (${shown.title})`;
  const meaning = t("Multiply–accumulates of all contractions, for one run");
  return cost(shown.count, unit, [shown === own ? meaning : t("As counted by {0}", shown.title), ...others]);
}

/** The most bytes of activations that are alive at once. */
function memory({ peakActivationBytes: bytes }: Facts): HTMLElement {
  return cost(
    bytes,
    t("memory"),
    [t("The most bytes of activations alive at once, without reuse in place")],
    true,
  );
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
  const exact = count === null ? t("not known") : typeof count === "number" ? formatCount(count) : whole;
  const title = [`${meaning}: ${exact}`, ...more].join("\n");
  if (count === null) return fact(t("{0} unknown", unit), title);
  const long = typeof count === "string" && short.length > LONGEST_EXPRESSION;
  return fact(long ? t("{0} by size", unit) : `${short} ${unit}`, title);
}

function fact(text: string, title: string): HTMLElement {
  return make("span", { class: "fact", text, title });
}
