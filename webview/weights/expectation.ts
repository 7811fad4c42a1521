import { t } from "../l10n";
/** Initialisations that keep the scale of a signal through a layer, by what follows it. */
export const INITIALISATIONS = ["he", "glorot", "lecun"] as const;
export type Initialisation = (typeof INITIALISATIONS)[number];

interface InitialisationText {
  readonly title: string;
  /** Of the standard deviation. */
  readonly formula: string;
  /** Where the formula is from, and for which layers. */
  readonly source: string;
}

export const TEXTS: Readonly<Record<Initialisation, InitialisationText>> = {
  he: {
    title: "He",
    formula: "√(2 / fan-in)",
    source: t("He et al. 2015, “Delving Deep into Rectifiers”: before ReLU"),
  },
  glorot: {
    title: "Glorot",
    formula: "√(2 / (fan-in + fan-out))",
    source: t("Glorot and Bengio 2010: before tanh and sigmoid"),
  },
  lecun: {
    title: "LeCun",
    formula: "√(1 / fan-in)",
    source: t("LeCun et al. 1998; Klambauer 2017: before SELU"),
  },
};

/** The standard deviation that an initialisation gives a layer with so many inputs and outputs of each unit. */
export function expectedDeviation(kind: Initialisation, fanIn: number, fanOut: number): number {
  switch (kind) {
    case "he":
      return Math.sqrt(2 / fanIn);
    case "glorot":
      return Math.sqrt(2 / (fanIn + fanOut));
    case "lecun":
      return Math.sqrt(1 / fanIn);
  }
}

/** How many of `count` numbers a normal distribution around zero puts into a bin of this width at `x`. */
export function expectedCount(x: number, deviation: number, count: number, width: number): number {
  const density = Math.exp(-((x / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));
  return count * width * density;
}
