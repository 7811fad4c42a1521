import { formatReal, formatShare } from "../../../src/reports/format";
import { t } from "../../l10n";
import { keptScale, keptUnits } from "../mathematics/dropout";
import { Stage } from "./stage";

/** Units of each layer; only the hidden ones are dropped. */
const LAYERS = [4, 8, 8, 3] as const;
const HIDDEN = LAYERS[1] + LAYERS[2];
const HEIGHT = 260;

/** A net in training: units that are dropped, and what the others are scaled by. */
export function drawDropout(): HTMLElement {
  const stage = new Stage(t("Dropout in one training step"), HEIGHT);
  const p = stage.slider("p", { from: 0, to: 0.9, step: 0.05 }, 0.5);
  const seed = stage.slider(t("Step"), { from: 1, to: 20, step: 1 }, 1);
  return stage.show((svg, width) => {
    const kept = keptUnits(HIDDEN, p(), seed());
    const units = LAYERS.map((count, layer) =>
      Array.from({ length: count }, (_, at) => ({
        x: (width * (layer + 0.5)) / LAYERS.length,
        y: (HEIGHT * (at + 0.5)) / count,
        stays: layer === 0 || layer === 3 || kept[(layer - 1) * LAYERS[1] + at] === true,
      })),
    );
    units.slice(1).forEach((after, layer) => {
      for (const from of units[layer] ?? [])
        for (const to of after)
          if (from.stays && to.stays)
            svg
              .append("line")
              .attr("class", "link-line")
              .attr("x1", from.x)
              .attr("y1", from.y)
              .attr("x2", to.x)
              .attr("y2", to.y);
    });
    for (const { x, y, stays } of units.flat())
      svg
        .append("circle")
        .attr("class", stays ? "unit" : "unit dropped")
        .attr("cx", x)
        .attr("cy", y)
        .attr("r", 9);
    const dropped = kept.filter((stays) => !stays).length;
    return t(
      "{0} of {1} hidden units are dropped ({2}); the values of the others are multiplied by 1 / (1 − p) = {3}. Without training nothing is dropped.",
      dropped,
      HIDDEN,
      formatShare(dropped / HIDDEN),
      formatReal(keptScale(p())),
    );
  });
}
