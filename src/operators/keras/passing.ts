import type { Rule } from "../elementwise";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { entry } from "../entry";
import type { Part } from "../label";
import { float, int, label, text } from "../label";
import type { Operator } from "../operator";
import { tensor } from "../value";

/** Layers that hand on what they take when the model is used: they only act in training, or on values alone. */
const passing = (...parts: readonly Part[]): readonly Operator[] => [
  entry(1, "other", "input", "output", { label: label(...parts), infer: like() }),
];

const dropout = passing(float("rate", "p"));
const noise = passing(float("stddev", "σ"), float("rate", "rate"));
const augmentation = passing();

/** Categories become numbers, one for one. */
const indices = (...parts: readonly Part[]): readonly Operator[] => [
  entry(1, "other", "input", "output", { label: label(...parts), infer: like(0, "int64") }),
];

/** A number per category in place of the last axis, or of each sample. */
const encoded: Rule = (node) => {
  const shape = node.shape(0);
  const tokens = node.int("num_tokens");
  const oneHot = node.text("output_mode", "multi_hot").toLowerCase().replace("_", "") === "onehot";
  const last = shape?.at(-1);
  const rest = oneHot && last !== 1 ? shape : shape?.slice(0, -1);
  return [tensor("float32", rest && [...rest, tokens])];
};

/** What these compute stands in no file: Python code, or another framework's model. */
const opaque: readonly Operator[] = [{ since: 1, role: "other", inputs: ["inputs…"], outputs: ["outputs…"] }];

const AUGMENTATIONS = (
  "AugMix AutoContrast CutMix Equalization MixUp RandAugment RandomBrightness RandomColorDegeneration " +
  "RandomColorJitter RandomContrast RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur " +
  "RandomGrayscale RandomHue RandomInvert RandomPerspective RandomPosterization RandomRotation RandomSaturation " +
  "RandomSharpness RandomShear RandomTranslation RandomZoom Solarization"
).split(" ");

const OPAQUE = (
  "Backbone BytePairTokenizer FlaxLayer GPT2Backbone GPT2CausalLM GPT2CausalLMPreprocessor GPT2Preprocessor " +
  "GPT2Tokenizer JaxLayer Lambda MaxNumBoundingBoxes MelSpectrogram Pipeline Preprocessor STFTSpectrogram " +
  "StackedRNNCells StartEndPacker TFSMLayer TextVectorization TorchModuleWrapper TransformerDecoder Wrapper"
).split(" ");

export const passes: Family = {
  Dropout: dropout,
  AlphaDropout: dropout,
  GaussianDropout: dropout,
  SpatialDropout1D: dropout,
  SpatialDropout2D: dropout,
  SpatialDropout3D: dropout,
  GaussianNoise: noise,
  ActivityRegularization: passing(),
  Identity: passing(),
  Masking: passing(float("mask_value", "mask", 0)),
  Rescaling: passing(float("scale", "scale"), float("offset", "offset", 0)),
  Hashing: indices(int("num_bins", "bins")),
  HashedCrossing: indices(int("num_bins", "bins")),
  Discretization: indices(int("num_bins", "bins")),
  IntegerLookup: indices(int("max_tokens", "tokens")),
  StringLookup: indices(int("max_tokens", "tokens")),
  CategoryEncoding: [
    entry(1, "other", "input", "output", {
      label: label(int("num_tokens", "tokens"), text("output_mode", "multi_hot")),
      infer: encoded,
    }),
  ],
  ...Object.fromEntries(AUGMENTATIONS.map((name) => [name, augmentation])),
  ...Object.fromEntries(OPAQUE.map((name) => [name, opaque])),
};
