import type { Rule } from "./rule";
import { declaredShape } from "./rules/declared-shape";
import { doubleSoftmax } from "./rules/double-softmax";
import { linearStack } from "./rules/linear-stack";
import { saturatingStack } from "./rules/saturating-stack";
import { trainingMode } from "./rules/training-mode";
import { unreachableNode } from "./rules/unreachable-node";
import { unusedTensor } from "./rules/unused-tensor";

/** Every rule: a rule is a file and a line here. */
export const RULES: readonly Rule[] = [
  doubleSoftmax,
  linearStack,
  trainingMode,
  saturatingStack,
  unusedTensor,
  unreachableNode,
  declaredShape,
];
