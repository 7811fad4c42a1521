import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { moments, normalise } from "../mathematics/batch-norm";
import { normal } from "../mathematics/random";
import { plot, type Point } from "./plot";
import { Stage } from "./stage";

const BATCH = 24;

/** The values of one channel over a batch, before and after. */
export function drawBatchNorm(): HTMLElement {
  const next = normal(7);
  const noise = Array.from({ length: BATCH }, next);
  const stage = new Stage(t("One channel of a batch, before and after normalisation"), 220);
  const mean = stage.slider(t("Mean before"), { from: -5, to: 5, step: 0.5 }, 3);
  const spread = stage.slider(t("Spread before"), { from: 0.2, to: 3, step: 0.1 }, 1.6);
  const gamma = stage.slider("γ", { from: 0, to: 3, step: 0.1 }, 1);
  const beta = stage.slider("β", { from: -3, to: 3, step: 0.1 }, 0);
  return stage.show((svg, width) => {
    const before = noise.map((value) => mean() + spread() * value);
    const after = normalise(before, gamma(), beta());
    const { dots, label } = plot(svg, {
      width,
      height: 220,
      x: [-10, 10],
      y: [0, 3],
      xTitle: t("value"),
      yTitle: "",
    });
    dots(
      before.map((value): Point => [value, 2]),
      "first",
    );
    dots(
      after.map((value): Point => [value, 1]),
      "second",
    );
    label(t("before"), [-9.5, 2], "first");
    label(t("after"), [-9.5, 1], "second");
    const told = (values: readonly number[]): string => {
      const { mean: centre, variance } = moments(values);
      const [middle, deviation] = [centre, Math.sqrt(variance)].map((one) =>
        formatReal(Number(one.toFixed(3))),
      );
      return t("mean {0}, standard deviation {1}", middle ?? "", deviation ?? "");
    };
    return t("Before: {0}. After: {1}.", told(before), told(after));
  });
}
