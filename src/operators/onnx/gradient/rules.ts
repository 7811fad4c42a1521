import type { Gradient } from "../../recipe";
import { binaryGradients } from "./binary";
import { convGradient } from "./convolution";
import {
  batchNormalizationGradient,
  groupNormalizationGradient,
  instanceNormalizationGradient,
  logSoftmaxGradient,
  softmaxGradient,
} from "./normalization";
import { gemmGradient, matMulGradient } from "./product";
import { reductionGradients } from "./reduction";
import { unaryGradients } from "./unary";
import { viewGradients } from "./view";

/** The gradients of the operators that most networks are made of. */
export const GRADIENTS: Readonly<Record<string, Gradient>> = {
  ...unaryGradients,
  ...binaryGradients,
  ...reductionGradients,
  ...viewGradients,
  MatMul: matMulGradient,
  Gemm: gemmGradient,
  Conv: convGradient,
  BatchNormalization: batchNormalizationGradient,
  InstanceNormalization: instanceNormalizationGradient,
  GroupNormalization: groupNormalizationGradient,
  Softmax: softmaxGradient,
  LogSoftmax: logSoftmaxGradient,
};
