import { bin, extent } from "d3";
import { formatReal } from "../../../src/reports/format";
import { plural, t } from "../../l10n";
import { quantise, rootMeanSquare } from "../mathematics/quantise";
import { normal } from "../mathematics/random";
import { plot } from "./plot";
import { Stage } from "./stage";

const COUNT = 2000;
const BINS = 60;

/** Weights of a layer and the levels that whole numbers leave them. */
export function drawQuantise(): HTMLElement {
  const next = normal(5);
  const ordinary = Array.from({ length: COUNT }, () => 0.1 * next());
  const stage = new Stage(t("2,000 weights, and the levels that are left for them"), 260);
  const bits = stage.slider(t("Bits"), { from: 2, to: 8, step: 1 }, 4);
  const outlier = stage.slider(t("Largest weight"), { from: 0.4, to: 4, step: 0.1 }, 0.4);
  return stage.show((svg, width) => {
    const weights = [...ordinary, outlier()];
    const { scale, most, levels, restored } = quantise(weights, bits());
    const bins = bin().thresholds(BINS)(weights);
    const [, tallest = 1] = extent(bins, ({ length }) => length);
    const edge = outlier() * 1.05;
    const { inner, x, y } = plot(svg, {
      width,
      height: 260,
      x: [-edge, edge],
      y: [0, tallest],
      xTitle: t("weight"),
      yTitle: t("how many"),
    });
    for (const { x0 = 0, x1 = 0, length } of bins)
      inner
        .append("rect")
        .attr("class", "bar")
        .attr("x", x(x0))
        .attr("width", Math.max(1, x(x1) - x(x0) - 1))
        .attr("y", y(length))
        .attr("height", y(0) - y(length));
    for (let level = -most; level <= most; level++)
      inner
        .append("line")
        .attr("class", "level")
        .attr("x1", x(level * scale))
        .attr("x2", x(level * scale))
        .attr("y1", y(0) - 14)
        .attr("y2", y(0));
    const used = new Set(levels).size;
    return [
      plural(
        2 * most + 1,
        "{0} level, one every {1}; the weights use {2} of them.",
        "{0} levels, one every {1}; the weights use {2} of them.",
        formatReal(scale),
        used,
      ),
      t(
        "Root mean square error {0}, at most {1}.",
        formatReal(rootMeanSquare(weights, restored)),
        formatReal(scale / 2),
      ),
    ].join(" ");
  });
}
