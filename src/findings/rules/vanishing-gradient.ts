import { trendRule } from "../gradient-trend";

/** Gradients that shrink steadily on their way from the output to the input. */
export const vanishingGradient = trendRule({
  id: "vanishing-gradient",
  title: "Gradients vanish",
  kind: "vanishing",
});
