import { formatReal } from "../../../src/reports/format";
import { clipNorm, clipValue } from "../mathematics/clipping";
import { plot } from "./plot";
import { Stage } from "./stage";

/** A gradient of two weights before and after it is clipped. */
export function drawClipping(): HTMLElement {
  const stage = new Stage("A gradient, clipped", 300);
  const kind = stage.choice("Clip by", ["Norm", "Value"]);
  const length = stage.slider("Length", { from: 0, to: 5, step: 0.1 }, 4);
  const angle = stage.slider("Direction", { from: 0, to: 90, step: 1 }, 25, (degrees) => `${degrees}°`);
  const most = stage.slider("At most", { from: 0.2, to: 4, step: 0.1 }, 1.5);
  return stage.show((svg, width) => {
    const radians = (angle() * Math.PI) / 180;
    const gradient = [length() * Math.cos(radians), length() * Math.sin(radians)] as const;
    const clipped = kind() === "Norm" ? clipNorm(gradient, most()) : clipValue(gradient, most());
    const { curve, dots, label } = plot(svg, {
      width: Math.min(width, 360),
      height: 300,
      x: [-0.2, 5.2],
      y: [-0.2, 5.2],
      xTitle: "of the first weight",
      yTitle: "of the second",
    });
    curve([[0, 0], gradient], "second");
    curve([[0, 0], clipped], "first");
    dots([gradient], "second", 5);
    dots([clipped], "first", 5);
    label("gradient", gradient, "second");
    label("clipped", clipped, "first");
    const turned = Math.abs(Math.atan2(clipped[1], clipped[0]) - radians) * (180 / Math.PI);
    return `Length ${formatReal(length())} becomes ${formatReal(Math.hypot(...clipped))}; the direction turns by ${length() === 0 ? 0 : Number(turned.toFixed(1))}°.`;
  });
}
