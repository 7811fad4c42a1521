import type fc from "fast-check";
import { broadcasting, shapeKeeping } from "./elementwise";
import type { RandomNode } from "./node";
import { cropping, gathering, joining, padding, slicing } from "./pieces";
import { attention, products, recurrence } from "./products";
import { choosing, reduction } from "./reductions";
import { gridding, resizing } from "./resizing";
import { regions, signals } from "./signals";
import { rearranging, viewing } from "./views";
import { convolution, pooling, transposedConvolution } from "./windows";

/** Random nodes, by what they have in common. */
export const FAMILIES: [name: string, nodes: fc.Arbitrary<RandomNode>][] = [
  ["convolution", convolution],
  ["transposed convolution", transposedConvolution],
  ["pooling", pooling],
  ["broadcasting", broadcasting],
  ["what keeps the shape", shapeKeeping],
  ["gathering", gathering],
  ["slicing", slicing],
  ["padding", padding],
  ["joining and parting", joining],
  ["cropping", cropping],
  ["views", viewing],
  ["rearranging", rearranging],
  ["reduction", reduction],
  ["choosing", choosing],
  ["resizing", resizing],
  ["grids", gridding],
  ["products", products],
  ["recurrence", recurrence],
  ["attention", attention],
  ["signals", signals],
  ["regions", regions],
];

/** Nodes of each family in one test; more with LAYERSCOPE_RUNS=1000, and then others each time. */
const USUAL_RUNS = 40;
const SEED = 17;
const asked = process.env.LAYERSCOPE_RUNS;

export const SAMPLING =
  asked === undefined ? { numRuns: USUAL_RUNS, seed: SEED } : { numRuns: Number(asked) };
