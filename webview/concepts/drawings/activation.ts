import { formatReal } from "../../../src/reports/format";
import { listed, t } from "../../l10n";
import { ACTIVATIONS, flatSpans } from "../mathematics/activation";
import { plot, sampled } from "./plot";
import { Stage } from "./stage";

const SPAN = [-6, 6] as const;
/** Below this a layer passes less than a hundredth of a gradient on. */
const FLAT = 0.01;

/** Activation functions with their derivatives; where these are nearly 0 is shaded. */
export function drawActivation(): HTMLElement {
  const stage = new Stage(t("Activation functions and their derivatives"), 280);
  const [first, ...others] = ACTIVATIONS;
  const name = stage.choice(t("Function"), [
    [first.name, first.name],
    ...others.map((one) => [one.name, one.name] as const),
  ]);
  const at = stage.slider("x", { from: -6, to: 6, step: 0.1 }, 1);
  return stage.show((svg, width) => {
    const { of, derivative } = ACTIVATIONS.find((one) => one.name === name()) ?? ACTIVATIONS[0];
    const { inner, x, y, curve, dots, label } = plot(svg, {
      width,
      height: 280,
      x: SPAN,
      y: [-1.2, 2.2],
      xTitle: "x",
      yTitle: t("value"),
    });
    const spans = flatSpans(derivative, SPAN, FLAT);
    for (const [from, to] of spans)
      inner
        .append("rect")
        .attr("class", "shaded")
        .attr("x", x(from))
        .attr("width", Math.max(1, x(to) - x(from)))
        .attr("y", 0)
        .attr("height", y(-1.2));
    curve(sampled(of, SPAN), "first");
    curve(sampled(derivative, SPAN), "second");
    dots([[at(), of(at())]], "first", 5);
    dots([[at(), derivative(at())]], "second", 5);
    label("f(x)", [5.6, Math.min(2, of(1.4))], "first");
    label("f′(x)", [-5.4, derivative(-1.2) + 0.1], "second");
    const flat = listed(spans.map(([from, to]) => t("{0} to {1}", formatReal(from), formatReal(to))));
    const told = `f(${formatReal(at())}) = ${formatReal(of(at()))}, f′ = ${formatReal(derivative(at()))}.`;
    const where =
      flat === ""
        ? t("Nowhere here is |f′| below {0}.", FLAT)
        : t("Shaded, {1}: |f′| below {0}.", FLAT, flat);
    return `${told} ${where}`;
  });
}
