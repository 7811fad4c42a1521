import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, ints, label } from "../label";
import type { Operator } from "../operator";

const ownAxes = label(ints("axes", "axes"));

/** The axes are an attribute until they become an input at `movedAt`. */
const reduce = (movedAt: number): readonly Operator[] => [
  entry(1, "reduction", "data", "reduced", { label: ownAxes }),
  entry(movedAt, "reduction", "data axes", "reduced", { slots: constants("axes") }),
];

const argument = [entry(1, "reduction", "data", "reduced", { label: label(int("axis", "axis", 0)) })];

export const reductions: Family = {
  ReduceSum: reduce(13),
  ReduceMean: reduce(18),
  ReduceMax: reduce(18),
  ReduceMin: reduce(18),
  ReduceProd: reduce(18),
  ReduceL1: reduce(18),
  ReduceL2: reduce(18),
  ReduceLogSum: reduce(18),
  ReduceLogSumExp: reduce(18),
  ReduceSumSquare: reduce(18),
  ArgMax: argument,
  ArgMin: argument,
};
