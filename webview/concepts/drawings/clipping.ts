import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { clipNorm, clipValue } from "../mathematics/clipping";
import { plot } from "./plot";
import { Stage } from "./stage";

/** A gradient of two weights before and after it is clipped. */
export function drawClipping(): HTMLElement {
  const stage = new Stage(t("A gradient, clipped"), 300);
  const kind = stage.choice(t("Clip by"), [
    ["norm", t("Norm")],
    ["value", t("Value")],
  ]);
  const length = stage.slider(t("Length"), { from: 0, to: 5, step: 0.1 }, 4);
  const angle = stage.slider(t("Direction"), { from: 0, to: 90, step: 1 }, 25, (degrees) => `${degrees}°`);
  const most = stage.slider(t("At most"), { from: 0.2, to: 4, step: 0.1 }, 1.5);
  return stage.show((svg, width) => {
    const radians = (angle() * Math.PI) / 180;
    const gradient = [length() * Math.cos(radians), length() * Math.sin(radians)] as const;
    const clipped = kind() === "norm" ? clipNorm(gradient, most()) : clipValue(gradient, most());
    const { curve, dots, label } = plot(svg, {
      width: Math.min(width, 360),
      height: 300,
      x: [-0.2, 5.2],
      y: [-0.2, 5.2],
      xTitle: t("of the first weight"),
      yTitle: t("of the second"),
    });
    curve([[0, 0], gradient], "second");
    curve([[0, 0], clipped], "first");
    dots([gradient], "second", 5);
    dots([clipped], "first", 5);
    label(t("gradient"), gradient, "second");
    label(t("clipped"), clipped, "first");
    const turned = Math.abs(Math.atan2(clipped[1], clipped[0]) - radians) * (180 / Math.PI);
    const [before, after] = [formatReal(length()), formatReal(Math.hypot(...clipped))];
    const degrees = length() === 0 ? 0 : Number(turned.toFixed(1));
    return t("Length {0} becomes {1}; the direction turns by {2}°.", before, after, degrees);
  });
}
