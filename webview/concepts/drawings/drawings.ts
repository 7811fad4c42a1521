import { drawActivation } from "./activation";
import { drawAttention } from "./attention";
import { drawBatchNorm } from "./batch-norm";
import { drawBiasVariance } from "./bias-variance";
import { drawClipping } from "./clipping";
import { drawDepth } from "./depth";
import { drawDescent } from "./descent";
import { drawDropout } from "./dropout";
import { drawEarlyStopping } from "./early-stopping";
import { drawFit } from "./fit";
import { drawLosses } from "./losses";
import { drawMemory } from "./memory";
import { drawPenalties } from "./penalties";
import { drawQuantise } from "./quantise";
import { drawSoftmax } from "./softmax";
import { drawThreshold } from "./threshold";
import { drawConvolution, drawPooling } from "./window";

/** By the number of the concept; some stand beside more than one. */
export const DRAWINGS: ReadonlyMap<number, () => HTMLElement> = new Map([
  [4, drawActivation],
  [6, drawDepth],
  [7, drawFit],
  [8, drawBiasVariance],
  [9, drawConvolution],
  [11, drawPooling],
  [12, drawDropout],
  [13, drawBatchNorm],
  [16, drawMemory],
  [17, drawDepth],
  [18, drawMemory],
  [19, drawAttention],
  [22, drawLosses],
  [23, drawSoftmax],
  [27, drawDescent],
  [28, drawDescent],
  [29, drawPenalties],
  [34, drawThreshold],
  [36, drawThreshold],
  [37, drawThreshold],
  [39, drawEarlyStopping],
  [41, drawDropout],
  [42, drawClipping],
  [45, drawQuantise],
  [49, drawActivation],
]);
