import { formatReal, formatShape, formatShare } from "../../src/reports/format";
import type { GradientState, ReportParameterGradient } from "../../src/reports/types/gradients";
import type { ReportReal } from "../../src/reports/types/parts";
import { t } from "../l10n";
import type { Column, Columns } from "../table/columns";
import { longName } from "../table/long-name";

export type ColumnId = "name" | "shape" | "state" | "l2" | "mean" | "std" | "max" | "ratio" | "half";

/** What each answer means: three ways to have no gradient are three different things. */
export const STATES: Readonly<Record<GradientState, string>> = {
  ok: t("a gradient"),
  zero: t("zero"),
  blocked: t("blocked"),
  unknown: t("unknown"),
};

/** The same in a sentence. */
export const MEANINGS: Readonly<Record<GradientState, string>> = {
  ok: t("A finite gradient reaches it, and not all of it is zero."),
  zero: t("A gradient reaches it, but all of it is zero: nothing would move it on this input."),
  blocked: t(
    "No gradient reaches it: there is no way to the loss, or the way ends at an operator whose derivative is zero by definition, or in a branch that this input does not take.",
  ),
  unknown: t(
    "Its ways to the loss lead only through operators without a rule: nothing is known of its gradient.",
  ),
};

/** The concepts of where gradients come from, and of the learning rate that a step is measured by. */
export const BACKPROPAGATION = 5;
const LEARNING_RATE = 27;

function real(
  head: string,
  meaning: string,
  of: (parameter: ReportParameterGradient) => ReportReal | null,
  concept: number,
): Column<ReportParameterGradient> {
  return {
    head,
    concept,
    meaning,
    numeric: true,
    key: (parameter) => {
      const value = of(parameter);
      return typeof value === "number" ? value : undefined;
    },
    text: (parameter) => formatReal(of(parameter)),
  };
}

/** In the order in which they are shown. */
export const COLUMNS: Columns<ReportParameterGradient, ColumnId> = {
  name: {
    head: t("Parameter"),
    meaning: t("The file's name of the tensor"),
    numeric: false,
    key: ({ name }) => name,
    text: ({ name }) => name,
    draw: ({ name }) => longName(name),
  },
  shape: {
    head: t("Shape"),
    meaning: t("As it is stored; sorted by the number of elements"),
    numeric: false,
    key: ({ shape }) => shape.reduce((all, one) => all * one, 1),
    text: ({ shape }) => formatShape(shape),
  },
  state: {
    head: t("State"),
    meaning: t(
      "A gradient; zero: reached, but by nothing but zeros; blocked: no way to the loss, or one that ends where derivatives are zero by definition; unknown: only through operators without a rule",
    ),
    numeric: false,
    key: ({ state }) => state,
    text: ({ state }) => STATES[state],
  },
  l2: real(
    t("L2 norm"),
    t("Norm of the gradient; over several passes the root of its mean square"),
    ({ l2 }) => l2,
    BACKPROPAGATION,
  ),
  mean: real(t("Mean"), t("Mean of the gradient's elements"), ({ mean }) => mean, BACKPROPAGATION),
  std: real(t("Std"), t("Standard deviation of the gradient's elements"), ({ std }) => std, BACKPROPAGATION),
  max: real(t("Largest"), t("Largest absolute element of the gradient"), ({ max }) => max, BACKPROPAGATION),
  ratio: real(
    t("To weight"),
    t("Norm of the gradient, as a part of the parameter's own norm"),
    ({ ratio }) => ratio,
    LEARNING_RATE,
  ),
  half: {
    head: t("fp16 loses"),
    meaning: t("Of the gradient's elements that are not zero, those that float16 would make zero"),
    numeric: true,
    key: ({ halfUnderflow }) => halfUnderflow ?? undefined,
    text: ({ halfUnderflow }) => formatShare(halfUnderflow),
  },
};
