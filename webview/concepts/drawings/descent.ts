import { formatReal } from "../../../src/reports/format";
import { plural, t } from "../../l10n";
import { descend, heightOf, largestRate } from "../mathematics/descent";
import { plot } from "./plot";
import { Stage } from "./stage";

const BOWL = { along: 1, across: 8 };
const START = [-4.2, 1.4] as const;
const HEIGHT = 300;

/** The path of gradient descent in a bowl that is eight times as steep across as along. */
export function drawDescent(): HTMLElement {
  const stage = new Stage(t("Gradient descent in a bowl"), HEIGHT);
  const rate = stage.slider(t("Learning rate"), { from: 0.005, to: 0.5, step: 0.005 }, 0.1);
  const momentum = stage.slider(t("Momentum"), { from: 0, to: 0.95, step: 0.05 }, 0);
  const steps = stage.slider(t("Steps"), { from: 1, to: 100, step: 1 }, 30);
  return stage.show((svg, width) => {
    const { inner, x, y, curve, dots } = plot(svg, {
      width,
      height: HEIGHT,
      x: [-5, 5],
      y: [-2, 2],
      xTitle: t("first weight"),
      yTitle: t("second weight"),
    });
    for (const height of [0.3, 1.5, 4, 8, 14])
      inner
        .append("ellipse")
        .attr("class", "contour")
        .attr("cx", x(0))
        .attr("cy", y(0))
        .attr("rx", x(Math.sqrt((2 * height) / BOWL.along)) - x(0))
        .attr("ry", y(0) - y(Math.sqrt((2 * height) / BOWL.across)));
    const path = descend(BOWL, START, { rate: rate(), momentum: momentum() }, steps());
    curve(path, "first");
    dots(path, "first", 2.5);
    const limit = largestRate(BOWL.across, momentum());
    const end = heightOf(BOWL, path.at(-1) ?? START);
    const fate = rate() > limit ? t("it leaves the bowl") : t("it comes to rest in the end");
    return [
      plural(
        steps(),
        "After {0} step the loss is {1} (at first {2}).",
        "After {0} steps the loss is {1} (at first {2}).",
        formatReal(end),
        formatReal(heightOf(BOWL, START)),
      ),
      t("The largest rate is 2·(1 + β) / λ = {0}: {1}.", formatReal(limit), fate),
    ].join(" ");
  });
}
