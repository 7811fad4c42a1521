import { attention as contribAttention } from "./contrib/attention";
import { activations as contribActivations, others } from "./contrib/elementwise";
import { normalization as contribNormalization } from "./contrib/normalization";
import { convolutions as contribConvolutions, products as contribProducts } from "./contrib/product";
import { quantization as contribQuantization } from "./contrib/quantization";
import type { Family } from "./entry";
import { withGradients } from "./entry";
import { kerasFamilies } from "./keras/families";
import { machineLearning } from "./ml/ml";
import { activations } from "./onnx/activation";
import { arithmetic, logic } from "./onnx/arithmetic";
import { attention, previewAttention } from "./onnx/attention";
import { constant } from "./onnx/constant";
import { control, sequences } from "./onnx/control";
import { convolutions } from "./onnx/convolution";
import { gathering } from "./onnx/gather";
import { GRADIENTS } from "./onnx/gradient/rules";
import { losses, training } from "./onnx/loss";
import { normalization } from "./onnx/normalization";
import { pooling } from "./onnx/pooling";
import { products } from "./onnx/product";
import { quantization } from "./onnx/quantization";
import { recurrence } from "./onnx/recurrent";
import { reductions } from "./onnx/reduction";
import { resizing } from "./onnx/resize";
import { pieces } from "./onnx/piece";
import { shapes } from "./onnx/shape";
import { signal } from "./onnx/signal";
import { strings } from "./onnx/text";
import { tensorflowFamilies } from "./tfjs/families";

/** All families by domain, `ai.onnx` spelled out. */
export const FAMILIES: Readonly<Record<string, readonly Family[]>> = {
  "ai.onnx": [
    activations,
    arithmetic,
    attention,
    constant,
    control,
    convolutions,
    gathering,
    logic,
    losses,
    normalization,
    pieces,
    pooling,
    products,
    quantization,
    recurrence,
    reductions,
    resizing,
    sequences,
    shapes,
    signal,
    strings,
  ].map((family) => withGradients(family, GRADIENTS)),
  "ai.onnx.ml": [machineLearning],
  "ai.onnx.preview": [previewAttention],
  "ai.onnx.preview.training": [training],
  "com.microsoft": [
    contribActivations,
    contribAttention,
    contribConvolutions,
    contribNormalization,
    contribProducts,
    contribQuantization,
    others,
  ],
  keras: kerasFamilies,
  tf: tensorflowFamilies,
};
