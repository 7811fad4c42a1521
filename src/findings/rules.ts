import type { Rule } from "./rule";
import { blockedParameter } from "./rules/blocked-parameter";
import { constantOutput } from "./rules/constant-output";
import { constantWeight } from "./rules/constant-weight";
import { deadBatchNorm } from "./rules/dead-batch-norm";
import { deadBranch } from "./rules/dead-branch";
import { deadChannel } from "./rules/dead-channel";
import { deadRelu } from "./rules/dead-relu";
import { declaredShape } from "./rules/declared-shape";
import { degenerateBatchNorm } from "./rules/degenerate-batch-norm";
import { doubleSoftmax } from "./rules/double-softmax";
import { duplicateChannel } from "./rules/duplicate-channel";
import { explodingActivation } from "./rules/exploding-activation";
import { explodingGradient } from "./rules/exploding-gradient";
import { explodingWeight } from "./rules/exploding-weight";
import { halfOverflow } from "./rules/half-overflow";
import { halfRange } from "./rules/half-range";
import { halfUnderflow } from "./rules/half-underflow";
import { infWeight } from "./rules/inf-weight";
import { linearStack } from "./rules/linear-stack";
import { nanWeight } from "./rules/nan-weight";
import { nonFiniteActivation } from "./rules/non-finite-activation";
import { outlierWeight } from "./rules/outlier-weight";
import { quantisationRange } from "./rules/quantisation-range";
import { saturatedActivation } from "./rules/saturated-activation";
import { saturatingStack } from "./rules/saturating-stack";
import { trainingMode } from "./rules/training-mode";
import { unreachableNode } from "./rules/unreachable-node";
import { unusedTensor } from "./rules/unused-tensor";
import { vanishingActivation } from "./rules/vanishing-activation";
import { vanishingGradient } from "./rules/vanishing-gradient";
import { vanishingWeight } from "./rules/vanishing-weight";
import { zeroGradient } from "./rules/zero-gradient";
import { zeroWeight } from "./rules/zero-weight";

/** Every rule: a rule is a file and a line here. */
export const RULES: readonly Rule[] = [
  nanWeight,
  infWeight,
  zeroWeight,
  constantWeight,
  deadChannel,
  duplicateChannel,
  explodingWeight,
  vanishingWeight,
  outlierWeight,
  halfOverflow,
  halfUnderflow,
  degenerateBatchNorm,
  deadBatchNorm,
  quantisationRange,
  doubleSoftmax,
  linearStack,
  trainingMode,
  saturatingStack,
  unusedTensor,
  unreachableNode,
  declaredShape,
  deadRelu,
  saturatedActivation,
  constantOutput,
  nonFiniteActivation,
  explodingActivation,
  vanishingActivation,
  halfRange,
  vanishingGradient,
  explodingGradient,
  zeroGradient,
  blockedParameter,
  deadBranch,
];
