import { bin, extent } from "d3";
import { formatReal } from "../../../src/reports/format";
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
  const stage = new Stage("2,000 weights, and the levels that are left for them", 260);
  const bits = stage.slider("Bits", { from: 2, to: 8, step: 1 }, 4);
  const outlier = stage.slider("Largest weight", { from: 0.4, to: 4, step: 0.1 }, 0.4);
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
      xTitle: "weight",
      yTitle: "how many",
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
    return `${2 * most + 1} levels, one every ${formatReal(scale)}; the weights use ${used} of them. Root mean square error ${formatReal(rootMeanSquare(weights, restored))}, at most ${formatReal(scale / 2)}.`;
  });
}
