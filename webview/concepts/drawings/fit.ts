import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { errorOf, examples, fitPolynomial, truth } from "../mathematics/fit";
import { plot, sampled, type Point } from "./plot";
import { Stage } from "./stage";

const SPAN = [-1, 1] as const;
const OTHERS = examples(41, 4);

/** Polynomials of a chosen degree through noisy examples: too stiff, right, too supple. */
export function drawFit(): HTMLElement {
  const stage = new Stage(t("Polynomials fitted to noisy examples"), 280);
  const degree = stage.slider(t("Degree"), { from: 0, to: 11, step: 1 }, 3);
  const count = stage.slider(t("Examples"), { from: 12, to: 60, step: 4 }, 12);
  return stage.show((svg, width) => {
    const training = examples(count(), 3);
    const fitted = fitPolynomial(training, degree());
    const { curve, dots, label } = plot(svg, {
      width,
      height: 280,
      x: SPAN,
      y: [-2, 2],
      xTitle: "x",
      yTitle: "y",
    });
    curve(sampled(truth, SPAN), "second");
    curve(sampled(fitted, SPAN), "first");
    dots(
      training.map(({ x, y }): Point => [x, y]),
      "first",
    );
    label(t("fitted"), [0.2, fitted(0.2)], "first");
    label(t("truth"), [-0.5, truth(-0.5)], "second");
    const [seen, unseen] = [errorOf(fitted, training), errorOf(fitted, OTHERS)];
    return t(
      "Degree {0}: error {1} on the training examples, {2} on others (root mean square; the noise alone is 0.25).",
      degree(),
      formatReal(seen),
      formatReal(unseen),
    );
  });
}
