import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { RELU, SIGMOID, TANH } from "../mathematics/activation";
import { gradientsBack } from "../mathematics/depth";
import { plot, type Point } from "./plot";
import { Stage } from "./stage";

const LEAST = 1e-12;
const MOST = 1e6;
const SERIES = [
  { activation: SIGMOID, series: "first" },
  { activation: TANH, series: "second" },
  { activation: RELU, series: "third" },
] as const;

/** What is left of a gradient that goes back through layers: a product of derivatives. */
export function drawDepth(): HTMLElement {
  const stage = new Stage(t("A gradient on its way back through the layers"), 280);
  const depth = stage.slider(t("Layers"), { from: 1, to: 40, step: 1 }, 12);
  const weight = stage.slider(t("Weight"), { from: 0.2, to: 2, step: 0.1 }, 1);
  const skip = stage.choice(t("Connections"), [
    ["plain", t("Plain")],
    ["skips", t("With skips")],
  ]);
  return stage.show((svg, width) => {
    const { curve, label } = plot(svg, {
      width,
      height: 280,
      x: [0, depth()],
      y: [LEAST, MOST],
      xTitle: t("layers behind"),
      yTitle: t("gradient"),
      logarithmic: true,
    });
    const courses = SERIES.map(({ activation, series }) => {
      const chain = { activation, weight: weight(), depth: depth(), skip: skip() === "skips" };
      const gradients = gradientsBack(chain);
      const points = gradients.map((gradient, layer): Point => [layer, Math.max(LEAST, gradient)]);
      return { name: activation.name, series, points, last: gradients.at(-1) ?? null };
    });
    for (const { points, series } of courses) curve(points, series);
    const named = courses.map(({ name, series, points }) => {
      const at = points[Math.ceil(depth() * 0.6)] ?? ([0, 1] as const);
      return { name, series, at };
    });
    // From the top down: a name that gives way to others goes below them, as its curve does.
    for (const { name, series, at } of named.toSorted((a, b) => b.at[1] - a.at[1])) label(name, at, series);
    const told = courses.map(({ name, last }) => `${name} ${formatReal(last)}`);
    return t("What reaches the first layer of 1 at the output: {0}.", told.join(", "));
  });
}
