import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, ints, label } from "../label";
import type { Operator } from "../operator";

const drawn = (since: number): readonly Operator[] => [
  entry(since, "constant", "", "output", { label: label(ints("shape")) }),
];
const drawnLike = (since: number): readonly Operator[] => [entry(since, "constant", "input", "output")];

const window: readonly Operator[] = [entry(17, "constant", "size", "output", { slots: constants("size") })];

const BANDS = "num_mel_bins dft_length sample_rate lower_edge_hertz upper_edge_hertz";

export const constant: Family = {
  Constant: [entry(1, "constant", "", "output")],
  ConstantOfShape: [entry(9, "constant", "input", "output", { slots: constants("input") })],
  Range: [entry(11, "constant", "start limit delta", "output", { slots: constants("start limit delta") })],
  EyeLike: [entry(9, "constant", "input", "output", { label: label(int("k", "k", 0)) })],
  RandomNormal: drawn(1),
  RandomUniform: drawn(1),
  RandomNormalLike: drawnLike(1),
  RandomUniformLike: drawnLike(1),
  Bernoulli: [entry(15, "other", "input", "output")],
  Multinomial: [entry(7, "other", "input", "output", { label: label(int("sample_size", "samples", 1)) })],
  HannWindow: window,
  HammingWindow: window,
  BlackmanWindow: window,
  MelWeightMatrix: [entry(17, "constant", BANDS, "output", { slots: constants(BANDS) })],
};
