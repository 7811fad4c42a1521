import { formatReal, formatShare } from "../../../src/reports/format";
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
  const stage = new Stage("A threshold on a classifier's scores, and its ROC curve", HEIGHT);
  const threshold = stage.slider("Threshold", { from: -3, to: 5, step: 0.1 }, 1);
  const apart = stage.slider("Classes apart by", { from: 0, to: 4, step: 0.1 }, 1.5);
  const share = stage.slider("Positives", { from: 0.02, to: 0.5, step: 0.02 }, 0.3, formatShare);
  return stage.show((svg, width) => {
    const given = madeUp(apart(), share());
    const confusion = confusionAt(given, threshold());
    const curve = rocOf(given);
    const drawn = plot(svg, {
      width: Math.min(width, 420),
      height: HEIGHT,
      x: [0, 1],
      y: [0, 1],
      xTitle: "false positive rate",
      yTitle: "recall (true positive rate)",
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
      `True positives ${truePositives}, false positives ${falsePositives}, false negatives ${falseNegatives}, true negatives ${trueNegatives}.`,
      `Precision ${told(precisionOf(confusion))}, recall ${told(recallOf(confusion))}, accuracy ${told(accuracyOf(confusion))}.`,
      `Area under the curve ${formatReal(Number(areaUnder(curve).toFixed(3)))}.`,
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
