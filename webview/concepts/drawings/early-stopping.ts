import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { madeUpCourse, stopEarly } from "../mathematics/early-stopping";
import { plot, type Point } from "./plot";
import { Stage } from "./stage";

const EPOCHS = 80;

/** Losses over epochs; where training stops by its patience. */
export function drawEarlyStopping(): HTMLElement {
  const stage = new Stage(t("Early stopping (made-up losses)"), 280);
  const patience = stage.slider(t("Patience"), { from: 1, to: 30, step: 1 }, 8);
  const seed = stage.slider(t("Training"), { from: 1, to: 10, step: 1 }, 1);
  return stage.show((svg, width) => {
    const { training, validation } = madeUpCourse(EPOCHS, seed());
    const { best, stopped } = stopEarly(validation, patience());
    const { inner, x, y, curve, dots, label } = plot(svg, {
      width,
      height: 280,
      x: [0, EPOCHS - 1],
      y: [0, 1.2],
      xTitle: t("epoch"),
      yTitle: t("loss value"),
    });
    const points = (losses: readonly number[]): readonly Point[] =>
      losses.map((loss, epoch) => [epoch, loss]);
    inner
      .append("rect")
      .attr("class", "shaded")
      .attr("x", x(stopped))
      .attr("y", 0)
      .attr("width", x(EPOCHS))
      .attr("height", y(0));
    curve(points(training), "second");
    curve(points(validation), "first");
    dots([[best, validation[best] ?? 0]], "first", 6);
    label(t("validation"), [12, validation[12] ?? 0], "first");
    label(t("training"), [60, training[60] ?? 0], "second");
    return t(
      "Stops after epoch {0}; takes the weights of epoch {1}, where the validation loss is {2}. Shaded: what is not trained.",
      stopped,
      best,
      formatReal(validation[best] ?? null),
    );
  });
}
