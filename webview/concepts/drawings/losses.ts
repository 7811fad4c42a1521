import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { absolute, crossEntropy, hinge, huber, logistic, squared } from "../mathematics/losses";
import { plot, sampled } from "./plot";
import { Stage } from "./stage";

const HEIGHT = 280;

/** Losses of regression against the error, or of classification against the margin. */
export function drawLosses(): HTMLElement {
  const stage = new Stage(t("Loss functions"), HEIGHT);
  const kind = stage.choice(t("For"), [
    ["numbers", t("Numbers")],
    ["classes", t("Two classes")],
  ]);
  const at = stage.slider(t("Error or margin"), { from: -3, to: 3, step: 0.1 }, 1.5);
  const delta = stage.slider(t("δ of Huber"), { from: 0.2, to: 3, step: 0.1 }, 1);
  return stage.show((svg, width) => {
    const numbers = kind() === "numbers";
    const span = [-3, 3] as const;
    const { curve, dots, label } = plot(svg, {
      width,
      height: HEIGHT,
      x: span,
      y: [0, 5],
      xTitle: numbers ? t("prediction − target") : t("score × true class (1 or −1)"),
      yTitle: t("loss value"),
    });
    const series: readonly (readonly [string, (x: number) => number, string])[] = numbers
      ? [
          [t("squared (MSE)"), squared, "first"],
          [t("absolute (MAE)"), absolute, "second"],
          ["Huber", (x) => huber(x, delta()), "third"],
        ]
      : [
          [t("cross-entropy"), logistic, "first"],
          [t("hinge"), hinge, "second"],
        ];
    const told = series.map(([name, of, style], index) => {
      curve(sampled(of, span), style);
      dots([[at(), of(at())]], style, 5);
      label(name, [-2.1 + 0.3 * index, of(-2.1 + 0.3 * index)], style);
      return `${name} ${formatReal(Number(of(at()).toFixed(3)))}`;
    });
    const chance = 1 / (1 + Math.exp(-at()));
    const more = numbers
      ? ""
      : t(
          "The true class has the probability {0}, and −ln of it is {1}.",
          formatReal(chance),
          formatReal(crossEntropy(chance)),
        );
    return [t("At {0}: {1}.", formatReal(at()), told.join(", ")), more].join(" ").trimEnd();
  });
}
