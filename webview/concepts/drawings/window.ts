import { t } from "../../l10n";
import { average, correlate, largest, outputSize, slide, under, type Grid } from "../mathematics/windows";
import { drawGrid } from "./grid";
import { Stage } from "./stage";

const INPUT: Grid = [
  [1, 2, 0, 3, 1, 0],
  [0, 5, 1, 4, 2, 1],
  [2, 1, 6, 7, 0, 2],
  [3, 0, 8, 9, 1, 1],
  [1, 2, 4, 3, 5, 0],
  [0, 1, 2, 0, 1, 4],
];
const SIZE = INPUT.length;
const HEIGHT = 330;
const TOP = 26;
/** Pixels between input and output. */
const GAP = 30;

const KERNELS: Readonly<Record<"edges" | "blur" | "sharpen", Grid>> = {
  edges: [
    [1, 0, -1],
    [1, 0, -1],
    [1, 0, -1],
  ],
  blur: [
    [1 / 9, 1 / 9, 1 / 9],
    [1 / 9, 1 / 9, 1 / 9],
    [1 / 9, 1 / 9, 1 / 9],
  ],
  sharpen: [
    [0, -1, 0],
    [-1, 5, -1],
    [0, -1, 0],
  ],
};

/** A kernel that goes over an input with a stride and padding. */
export function drawConvolution(): HTMLElement {
  const stage = new Stage(t("A 3×3 kernel over a 6×6 input"), HEIGHT);
  const kernel = stage.choice(t("Kernel"), [
    ["edges", t("Vertical edges")],
    ["blur", t("Blur")],
    ["sharpen", t("Sharpen")],
  ]);
  return drawWindow(stage, () => ({ window: 3, of: correlate(KERNELS[kernel()]) }), 2);
}

/** A window that keeps the largest or the mean of what is in it. */
export function drawPooling(): HTMLElement {
  const stage = new Stage(t("Pooling over a 6×6 input"), HEIGHT);
  const kind = stage.choice(t("Pooling"), [
    ["maximum", t("Maximum")],
    ["average", t("Average")],
  ]);
  const window = stage.slider(t("Window"), { from: 2, to: 4, step: 1 }, 2);
  return drawWindow(stage, () => ({ window: window(), of: kind() === "maximum" ? largest : average }), 0);
}

interface Looking {
  readonly window: number;
  readonly of: (numbers: Grid) => number;
}

function drawWindow(stage: Stage, looking: () => Looking, mostPadding: number): HTMLElement {
  const stride = stage.slider(t("Stride"), { from: 1, to: 3, step: 1 }, mostPadding === 0 ? 2 : 1);
  const padding =
    mostPadding === 0 ? () => 0 : stage.slider(t("Padding"), { from: 0, to: mostPadding, step: 1 }, 0);
  const place = stage.slider(
    t("Place"),
    { from: 0, to: 1, step: 0.02 },
    0,
    (share) => `${Math.round(share * 100)} %`,
  );
  return stage.show((svg, width) => {
    const { window, of } = looking();
    const sliding = { size: SIZE, window, stride: stride(), padding: padding() };
    const side = outputSize(sliding);
    const around = SIZE + 2 * padding();
    const cell = Math.floor(Math.min((width - GAP) / (around + side), (HEIGHT - TOP - 4) / around));
    const at = Math.round(place() * (side * side - 1));
    const [row, column] = [Math.floor(at / side), at % side];
    const inside = (start: number, index: number): boolean =>
      index >= start * stride() && index < start * stride() + window;
    const padded = under(INPUT, { ...sliding, window: around, stride: 1 }, 0, 0);
    drawGrid(svg, padded, {
      left: 0,
      top: TOP,
      cell,
      title: padding() === 0 ? t("Input") : t("Input with padding"),
      marked: (down, right) => inside(row, down) && inside(column, right),
    });
    const output = slide(INPUT, sliding, of);
    drawGrid(svg, output, {
      left: around * cell + GAP,
      top: TOP,
      cell,
      title: t("Output"),
      marked: (down, right) => down === row && right === column,
    });
    const value = Number((output[row]?.[column] ?? 0).toFixed(2));
    const formula = `⌊(${SIZE} + 2·${padding()} − ${window}) / ${stride()}⌋ + 1 = ${side}`;
    return t("Side of the output: {0}. The marked window gives {1}.", formula, value);
  });
}
