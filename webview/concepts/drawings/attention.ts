import { formatShare } from "../../../src/reports/format";
import { t } from "../../l10n";
import { attention } from "../mathematics/softmax";
import { drawGrid } from "./grid";
import { Stage } from "./stage";

const WORDS = ["the", "cat", "sat", "on", "its", "mat"] as const;
/** Made up so that `its` looks for `cat`, and verbs and prepositions for nouns. */
const QUERIES = [
  [0, 1, 0],
  [1, 0, 1],
  [2, 1, 0],
  [0, 3, 0],
  [4, 0, 0],
  [0, 2, 1],
] as const;
const KEYS = [
  [0, 0, 1],
  [3, 1, 0],
  [1, 0, 2],
  [0, 1, 1],
  [1, 0, 0],
  [0, 3, 0],
] as const;
const CELL = 46;
const LEFT = 44;
const TOP = 40;

/** How much each word of a sentence attends to each other. */
export function drawAttention(): HTMLElement {
  const stage = new Stage(
    t("Attention: each row's word looks at the columns' words"),
    TOP + CELL * WORDS.length + 6,
  );
  const temperature = stage.slider(t("Temperature"), { from: 0.1, to: 4, step: 0.1 }, 1);
  const row = stage.slider(t("Word"), { from: 1, to: WORDS.length, step: 1 }, 5, (at) => WORDS[at - 1] ?? "");
  return stage.show((svg) => {
    const weights = attention(QUERIES, KEYS, temperature());
    drawGrid(svg, weights, {
      left: LEFT,
      top: TOP,
      cell: CELL,
      title: "",
      marked: (down) => down === row() - 1,
      share: (value) => value,
    });
    WORDS.forEach((word, at) => {
      const middle = (at + 0.5) * CELL;
      svg
        .append("text")
        .attr("class", "word")
        .attr("x", LEFT + middle)
        .attr("y", TOP - 8)
        .attr("text-anchor", "middle")
        .text(word);
      svg
        .append("text")
        .attr("class", "word")
        .attr("x", LEFT - 8)
        .attr("y", TOP + middle)
        .attr("dy", "0.35em")
        .attr("text-anchor", "end")
        .text(word);
    });
    const shares = weights[row() - 1] ?? [];
    const told = WORDS.map((word, at) => `${word} ${formatShare(shares[at] ?? null)}`).join(", ");
    return t(
      "“{0}” attends to {1}. Each row sums to 1. The vectors are made up.",
      WORDS[row() - 1] ?? "",
      told,
    );
  });
}
