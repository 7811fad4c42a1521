import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { flag, int, label } from "../label";

const sides = [flag("inverse", "inverse"), flag("onesided", "one-sided")];

export const signal: Family = {
  DFT: [
    entry(17, "other", "input dft_length", "output", {
      slots: constants("dft_length"),
      label: label(int("axis", "axis", 1), ...sides),
    }),
    entry(20, "other", "input dft_length axis", "output", {
      slots: constants("dft_length axis"),
      label: label(...sides),
    }),
  ],
  STFT: [
    entry(17, "other", "signal frame_step window frame_length", "output", {
      slots: constants("frame_step frame_length"),
    }),
  ],
};
