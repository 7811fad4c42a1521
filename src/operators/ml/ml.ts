import type { DataType } from "../../model/dtype";
import type { Dimension, ValueType } from "../../model/shape";
import { elementsOf } from "../../model/tensor";
import type { Context } from "../context";
import type { Rule } from "../elementwise";
import { like } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { label, text } from "../label";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { sequence, tensor, UNKNOWN } from "../value";

/** What was learned stands in attributes: there are no weights in the inputs. */
const predictor = (infer: Rule, outputs = "Y"): readonly Operator[] => [
  entry(1, "other", "X", outputs, { label: label(text("post_transform", "NONE")), infer }),
];

const mapping = (infer: Rule, output = "Y"): readonly Operator[] => [
  entry(1, "other", "X", output, { infer }),
];

/** Rows of a table; a single row may come without its axis. */
function rowsOf(node: Context): Dimension {
  return node.rank(0) === 1 ? 1 : node.dimension(0, 0);
}

/** Classes by name or by number: how many, and the type of a label. */
function classesOf(node: Context, names: string, numbers: string): { count?: number; dtype: DataType } {
  const [strings, ints] = [node.strings(names), node.ints(numbers)];
  const count = strings?.length ?? ints?.length;
  const dtype = strings === undefined || strings.length === 0 ? "int64" : "string";
  return count === undefined ? { dtype } : { count, dtype };
}

/** A label per row, and a score per row and class. */
const classified =
  (names: string, numbers: string): Rule =>
  (node) => {
    const { count, dtype } = classesOf(node, names, numbers);
    const rows = rowsOf(node);
    return [tensor(dtype, [rows]), tensor("float32", [rows, count])];
  };

/** A number per row and target. */
const predicted =
  (targets: (node: Context) => number): Rule =>
  (node) => [tensor("float32", [rowsOf(node), targets(node)])];

/** https://onnx.ai/onnx/operators/onnx_aionnxml_LabelEncoder.html: the type of the values decides. */
function encoded(node: Context): readonly Value[] {
  const dtype: DataType | undefined =
    node.tensor("values_tensor")?.dtype ??
    (node.strings("values_strings") !== undefined
      ? "string"
      : node.ints("values_int64s") !== undefined
        ? "int64"
        : node.floats("values_floats") !== undefined
          ? "float32"
          : node.dtype(0) === "string"
            ? "int64"
            : "string");
  return [tensor(dtype, node.shape(0))];
}

/** One more axis, with a place for each category. */
function categories(node: Context): readonly Value[] {
  const count = node.strings("cats_strings")?.length ?? node.ints("cats_int64s")?.length;
  const shape = node.shape(0);
  return [tensor("float32", shape && [...shape, count])];
}

/** The columns that the second input names. */
function columns(node: Context): readonly Value[] {
  const [shape, chosen] = [node.shape(0), node.shape(1)];
  const count = chosen?.length === 0 ? 1 : chosen?.at(-1);
  const rest = shape?.length === 1 ? [1] : shape?.slice(0, -1);
  return [tensor(node.dtype(0), rest && [...rest, count])];
}

/** The columns of all inputs side by side. */
function joined(node: Context): readonly Value[] {
  const widths = node.ints("inputdimensions");
  const width = widths?.reduce((sum, one) => sum + one, 0);
  return [tensor("float32", [rowsOf(node), width])];
}

const CAST_TARGETS: ReadonlyMap<string, DataType> = new Map([
  ["TO_FLOAT", "float32"],
  ["TO_STRING", "string"],
  ["TO_INT64", "int64"],
]);

/** A row of the map's values; in the dense form they are counted from its keys. */
function castMap(node: Context): readonly Value[] {
  const dense = node.text("map_form", "DENSE") === "DENSE";
  return [
    tensor(CAST_TARGETS.get(node.text("cast_to", "TO_FLOAT")), [
      1,
      dense ? node.fresh("keys") : node.int("max_map"),
    ]),
  ];
}

function vectorized(node: Context): readonly Value[] {
  const { count } = classesOf(node, "string_vocabulary", "int64_vocabulary");
  const type = node.type(0);
  const value: ValueType = type.kind === "map" ? type.value : UNKNOWN.type;
  return [tensor(value.kind === "tensor" ? value.dtype : undefined, [1, count])];
}

/** A map of class to score per row. */
function zipped(node: Context): readonly Value[] {
  const { dtype } = classesOf(node, "classlabels_strings", "classlabels_int64s");
  return [
    sequence(undefined, {
      kind: "map",
      key: dtype,
      value: { kind: "tensor", dtype: node.dtype(0), shape: [] },
    }),
  ];
}

/** Trees whose attributes are tensors: a number per row and target. */
function treeEnsemble(node: Context): readonly Value[] {
  const splits = node.tensor("nodes_splits");
  const dtype = splits !== undefined && elementsOf(splits.shape) > 0 ? splits.dtype : node.dtype(0);
  return [tensor(dtype, [rowsOf(node), node.int("n_targets")])];
}

export const machineLearning: Family = {
  LinearClassifier: predictor(classified("classlabels_strings", "classlabels_ints"), "Y Z"),
  LinearRegressor: predictor(predicted((node) => node.int("targets", 1))),
  SVMClassifier: predictor(classified("classlabels_strings", "classlabels_ints"), "Y Z"),
  SVMRegressor: predictor(predicted(() => 1)),
  TreeEnsembleClassifier: predictor(classified("classlabels_strings", "classlabels_int64s"), "Y Z"),
  TreeEnsembleRegressor: predictor(predicted((node) => node.int("n_targets", 1))),
  TreeEnsemble: [entry(5, "other", "X", "Y", { infer: treeEnsemble })],
  ArrayFeatureExtractor: [entry(1, "shape", "X Y", "Z", { slots: constants("Y"), infer: columns })],
  Binarizer: mapping(like()),
  CastMap: mapping(castMap),
  CategoryMapper: mapping((node) => [tensor(node.dtype(0) === "string" ? "int64" : "string", node.shape(0))]),
  DictVectorizer: mapping(vectorized),
  FeatureVectorizer: [entry(1, "other", "X…", "Y", { infer: joined })],
  Imputer: mapping(like()),
  LabelEncoder: mapping(encoded),
  Normalizer: [
    entry(1, "normalization", "X", "Y", { label: label(text("norm", "MAX")), infer: like(0, "float32") }),
  ],
  OneHotEncoder: mapping(categories),
  Scaler: mapping(like(0, "float32")),
  ZipMap: mapping(zipped, "Z"),
};
