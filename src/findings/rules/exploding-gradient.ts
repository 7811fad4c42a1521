import { trendRule } from "../gradient-trend";

/** Gradients that grow steadily on their way from the output to the input. */
export const explodingGradient = trendRule({
  id: "exploding-gradient",
  title: "Gradients explode",
  kind: "exploding",
});
