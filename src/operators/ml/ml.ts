import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { label, text } from "../label";
import type { Operator } from "../operator";

/** What was learned stands in attributes: there are no weights in the inputs. */
const predictor = (since: number, outputs = "Y"): readonly Operator[] => [
  entry(since, "other", "X", outputs, { label: label(text("post_transform", "NONE")) }),
];

const mapping = (output = "Y"): readonly Operator[] => [entry(1, "other", "X", output)];

export const machineLearning: Family = {
  LinearClassifier: predictor(1, "Y Z"),
  LinearRegressor: predictor(1),
  SVMClassifier: predictor(1, "Y Z"),
  SVMRegressor: predictor(1),
  TreeEnsembleClassifier: predictor(1, "Y Z"),
  TreeEnsembleRegressor: predictor(1),
  TreeEnsemble: [entry(5, "other", "X", "Y")],
  ArrayFeatureExtractor: [entry(1, "shape", "X Y", "Z", { slots: constants("Y") })],
  Binarizer: mapping(),
  CastMap: mapping(),
  CategoryMapper: mapping(),
  DictVectorizer: mapping(),
  FeatureVectorizer: [entry(1, "other", "X…", "Y")],
  Imputer: mapping(),
  LabelEncoder: mapping(),
  Normalizer: [entry(1, "normalization", "X", "Y", { label: label(text("norm", "MAX")) })],
  OneHotEncoder: mapping(),
  Scaler: mapping(),
  ZipMap: mapping("Z"),
};
