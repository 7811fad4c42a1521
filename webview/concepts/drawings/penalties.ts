import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { contour, lossAt, withL1, withL2, type Loss, type Weights } from "../mathematics/penalties";
import { plot, type Point } from "./plot";
import { Stage } from "./stage";

const LOSS: Loss = { best: [1.6, 0.7], hessian: [1, 0.3, 0.8] };
const HEIGHT = 300;

/** Where a loss and a penalty on two weights meet: a diamond for L1, a circle for L2. */
export function drawPenalties(): HTMLElement {
  const stage = new Stage(t("A penalty on the weights"), HEIGHT);
  const kind = stage.choice(t("Penalty"), [
    ["L1", "L1"],
    ["L2", "L2"],
  ]);
  const strength = stage.slider("λ", { from: 0, to: 2, step: 0.05 }, 0.5);
  return stage.show((svg, width) => {
    const first = kind() === "L1";
    const weights = first ? withL1(LOSS, strength()) : withL2(LOSS, strength());
    const { curve, dots, label } = plot(svg, {
      width: Math.min(width, 420),
      height: HEIGHT,
      x: [-2, 3],
      y: [-2, 2],
      xTitle: "w₁",
      yTitle: "w₂",
    });
    for (const height of [0.1, 0.4, 0.9]) curve(contour(LOSS, height), "third");
    curve(contour(LOSS, Math.max(1e-6, lossAt(LOSS, weights))), "second");
    curve(first ? diamond(weights) : circle(weights), "first");
    dots([LOSS.best], "second", 4);
    dots([weights], "first", 5);
    label(t("without penalty"), LOSS.best, "second");
    const [one, two] = weights.map((weight) => formatReal(Number(weight.toFixed(3))));
    const best = [formatReal(strength()), one ?? "", two ?? "", ...LOSS.best];
    const told = t(
      "With {0} and λ = {1} the best weights are {2} and {3}; without, {4} and {5}.",
      kind(),
      ...best,
    );
    return weights.some((weight) => weight === 0) ? `${told} ${t("A weight is exactly 0.")}` : told;
  });
}

function diamond([first, second]: Weights): readonly Point[] {
  const side = Math.abs(first) + Math.abs(second);
  return [
    [side, 0],
    [0, side],
    [-side, 0],
    [0, -side],
    [side, 0],
  ];
}

function circle([first, second]: Weights): readonly Point[] {
  const radius = Math.hypot(first, second);
  return Array.from({ length: 73 }, (_, at): Point => {
    const angle = (Math.PI * at) / 36;
    return [radius * Math.cos(angle), radius * Math.sin(angle)];
  });
}
