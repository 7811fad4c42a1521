import { formatReal, formatShare } from "../../../src/reports/format";
import { t } from "../../l10n";
import { entropyBits, softmax } from "../mathematics/softmax";
import { Stage } from "./stage";

const CLASSES = [t("cat"), t("dog"), t("fox"), t("owl")] as const;
const OTHERS = [1, 0.5, -1] as const;
const BAR = 34;
const NAME = 130;

/** Scores of classes become probabilities, sharper or flatter by the temperature. */
export function drawSoftmax(): HTMLElement {
  const stage = new Stage(t("Scores become probabilities"), CLASSES.length * BAR);
  const first = stage.slider(t("Score of cat"), { from: -4, to: 6, step: 0.1 }, 2);
  const temperature = stage.slider(t("Temperature"), { from: 0.1, to: 5, step: 0.1 }, 1);
  return stage.show((svg, width) => {
    const scores = [first(), ...OTHERS];
    const shares = softmax(scores, temperature());
    CLASSES.forEach((name, at) => {
      const share = shares[at] ?? 0;
      const bar = svg.append("g").attr("transform", `translate(0,${at * BAR})`);
      bar
        .append("text")
        .attr("class", "word")
        .attr("y", BAR / 2)
        .attr("dy", "0.35em")
        .text(t("{0}, score {1}", name, formatReal(scores[at] ?? 0)));
      bar
        .append("rect")
        .attr("class", "bar")
        .attr("x", NAME)
        .attr("y", 5)
        .attr("height", BAR - 10)
        .attr("width", Math.max(1, share * (width - NAME - 60)));
      bar
        .append("text")
        .attr("class", "word")
        .attr("x", NAME + share * (width - NAME - 60) + 6)
        .attr("y", BAR / 2)
        .attr("dy", "0.35em")
        .text(formatShare(share));
    });
    return t(
      "The probabilities sum to 1; they hold {0} bits of doubt of at most {1}.",
      formatReal(entropyBits(shares)),
      Math.log2(CLASSES.length),
    );
  });
}
