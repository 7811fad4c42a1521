import { formatReal } from "../../../src/reports/format";
import { t } from "../../l10n";
import { lstmOver, rnnOver } from "../mathematics/recurrent";
import { plot, type Point } from "./plot";
import { Stage } from "./stage";

const STEPS = 20;
/** Something is said once, then nothing more. */
const PULSE = Array.from({ length: STEPS }, (_, step) => (step === 0 ? 1 : 0));

/** How long a first input is remembered: by an LSTM's cell and by a simple recurrent unit. */
export function drawMemory(): HTMLElement {
  const stage = new Stage(t("What is left of the first of 20 inputs"), 260);
  const gate = { from: 0, to: 1, step: 0.01 };
  const forget = stage.slider(t("Forget gate"), gate, 0.97);
  const input = stage.slider(t("Input gate"), gate, 1);
  const output = stage.slider(t("Output gate"), gate, 1);
  const weight = stage.slider(t("Weight of the simple unit"), { from: 0, to: 1.5, step: 0.05 }, 0.8);
  return stage.show((svg, width) => {
    const { curve, label } = plot(svg, {
      width,
      height: 260,
      x: [0, STEPS - 1],
      y: [0, 1],
      xTitle: t("time step"),
      yTitle: t("state"),
    });
    const lstm = lstmOver(PULSE, { forget: forget(), input: input(), output: output() });
    const series = [
      [t("cell of the LSTM"), "first", lstm.map(({ cell }) => cell)],
      [t("its output"), "second", lstm.map(({ hidden }) => hidden)],
      [t("simple unit"), "third", rnnOver(PULSE, weight())],
    ] as const;
    const told = series.map(([name, style, values], at) => {
      curve(
        values.map((value, step): Point => [step, value]),
        style,
      );
      const step = 4 + 4 * at;
      label(name, [step, values[step] ?? 0], style);
      return `${name} ${formatReal(values.at(-1) ?? null)}`;
    });
    return t("After {0} steps: {1}.", STEPS, told.join(", "));
  });
}
