import { formatReal, formatShare } from "../../../src/reports/format";
import { t } from "../../l10n";
import {
  accuracyOf,
  areaUnder,
  confusionAt,
  fallOutOf,
  precisionOf,
  recallOf,
  rocOf,
  type Scored,
} from "../mathematics/classifier";
import { normal } from "../mathematics/random";
import { plot } from "./plot";
import { Stage } from "./stage";

const EXAMPLES = 200;
const HEIGHT = 300;

/** A classifier's ROC curve, and what one threshold on it means. */
export function drawThreshold(): HTMLElement {
  const stage = new Stage(t("A threshold on a classifier's scores, and its ROC curve"), HEIGHT);
  const threshold = stage.slider(t("Threshold"), { from: -3, to: 5, step: 0.1 }, 1);
  const apart = stage.slider(t("Classes apart by"), { from: 0, to: 4, step: 0.1 }, 1.5);
  const share = stage.slider(t("Positives"), { from: 0.02, to: 0.5, step: 0.02 }, 0.3, formatShare);
  return stage.show((svg, width) => {
    const given = madeUp(apart(), share());
    const confusion = confusionAt(given, threshold());
    const curve = rocOf(given);
    const drawn = plot(svg, {
      width: Math.min(width, 420),
      height: HEIGHT,
      x: [0, 1],
      y: [0, 1],
      xTitle: t("false positive rate"),
      yTitle: t("recall (true positive rate)"),
    });
    drawn.curve(
      [
        [0, 0],
        [1, 1],
      ],
      "third",
    );
    drawn.curve(curve, "first");
    drawn.dots([[fallOutOf(confusion) ?? 0, recallOf(confusion) ?? 0]], "first", 6);
    const { truePositives, falsePositives, trueNegatives, falseNegatives } = confusion;
    const told = (value: number | undefined): string => formatShare(value ?? null);
    return [
      t(
        "True positives {0}, false positives {1}, false negatives {2}, true negatives {3}.",
        truePositives,
        falsePositives,
        falseNegatives,
        trueNegatives,
      ),
      t(
        "Precision {0}, recall {1}, accuracy {2}.",
        told(precisionOf(confusion)),
        told(recallOf(confusion)),
        told(accuracyOf(confusion)),
      ),
      t("Area under the curve {0}.", formatReal(Number(areaUnder(curve).toFixed(3)))),
    ].join(" ");
  });
}

function madeUp(apart: number, share: number): readonly Scored[] {
  const next = normal(11);
  return Array.from({ length: EXAMPLES }, (_, at) => {
    const positive = at < EXAMPLES * share;
    return { score: next() + (positive ? apart : 0), positive };
  });
}
