import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { splitError } from "../mathematics/bias-variance";
import { plot, type Point } from "./plot";
import { Stage } from "./stage";

const DEGREES = [...new Array(11).keys()];

/** Where the error of models comes from that were fitted to different examples. */
export function drawBiasVariance(): HTMLElement {
  const splits = DEGREES.map(splitError);
  const stage = new Stage(t("Bias and variance of polynomials, over 60 sets of examples"), 280);
  const degree = stage.slider(t("Degree"), { from: 0, to: 10, step: 1 }, 3);
  return stage.show((svg, width) => {
    const { curve, dots, label } = plot(svg, {
      width,
      height: 280,
      x: [0, 10],
      y: [0, 0.6],
      xTitle: t("degree"),
      yTitle: t("squared error"),
    });
    const series = [
      [t("bias²"), "first", splits.map(({ bias }) => bias), 1],
      [t("variance"), "second", splits.map(({ variance }) => variance), 9],
      [t("sum"), "third", splits.map(({ error }) => error), 4],
    ] as const;
    for (const [name, style, values, at] of series) {
      curve(
        values.map((value, x): Point => [x, value]),
        style,
      );
      dots([[degree(), values[degree()] ?? 0]], style, 5);
      label(name, [at, values[at] ?? 0], style);
    }
    const { bias = 0, variance = 0, error = 0 } = splits[degree()] ?? {};
    return t(
      "Degree {0}: bias² {1} + variance {2} = {3}.",
      degree(),
      formatReal(bias),
      formatReal(variance),
      formatReal(error),
    );
  });
}
