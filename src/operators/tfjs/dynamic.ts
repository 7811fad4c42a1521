import type { DataType } from "../../model/dtype";
import { withLast } from "../axis";
import type { Context } from "../context";
import { like } from "../elementwise";
import type { Rule } from "../elementwise";
import type { Family } from "../entry";
import { constants, entry } from "../entry";
import type { Operator } from "../operator";
import type { Value } from "../value";
import { tensor } from "../value";

const some = (inputs: string, outputs: string, infer: Rule, slots = ""): readonly Operator[] => [
  entry(1, "other", inputs, outputs, { infer, ...(slots === "" ? {} : { slots: constants(slots) }) }),
];

/** As many rows as only running tells. */
const found = (node: Context, word: string, dtype: DataType | undefined): Value =>
  tensor(dtype, [node.fresh(word)]);

const BOXES = "boxes scores maxOutputSize iouThreshold";
const suppressed = (inputs: string, outputs: string, infer: Rule): readonly Operator[] =>
  some(inputs, outputs, infer, inputs.replace("boxes scores ", ""));

const selected: Rule = (node) => [found(node, "selected", "int32")];

function topped(node: Context): readonly Value[] {
  const sizes = withLast(node.shape(0), node.scalar(1));
  return [tensor(node.dtype(0), sizes), tensor("int32", sizes)];
}

const unique: Rule = (node) => [found(node, "unique", node.dtype(0)), tensor("int32", node.shape(0))];

/** Strings are looked up, cut and hashed outside of arithmetic. */
const table = (inputs = ""): readonly Operator[] =>
  some(inputs, inputs === "" ? "tableHandle" : "y", () => []);

const lookUp = some("tableHandle keys defaultValue", "values", (node) => [
  tensor(node.dtype(2), node.shape(1)),
]);

const tableSize = some("tableHandle", "size", () => [tensor("int32", [])]);

const rows: Rule = (node) => {
  const [, ...rest] = node.shape(0) ?? [];
  return [tensor(node.dtype(0), node.shape(0) && [node.fresh("segments"), ...rest])];
};

export const dynamic: Family = {
  NonMaxSuppressionV2: suppressed(BOXES, "selected", selected),
  NonMaxSuppressionV3: suppressed(`${BOXES} scoreThreshold`, "selected", selected),
  NonMaxSuppressionV4: suppressed(`${BOXES} scoreThreshold`, "selected valid", (node) => [
    found(node, "selected", "int32"),
    tensor("int32", []),
  ]),
  NonMaxSuppressionV5: suppressed(`${BOXES} scoreThreshold softNmsSigma`, "selected scores valid", (node) => [
    found(node, "selected", "int32"),
    found(node, "selected", "float32"),
    tensor("int32", []),
  ]),
  Where: some("condition", "places", (node) => [tensor("int64", [node.fresh("nonzero"), node.rank(0)])]),
  ListDiff: some("x y", "out idx", (node) => [
    found(node, "different", node.dtype(0)),
    found(node, "different", "int32"),
  ]),
  TopKV2: some("x k", "values indices", topped, "k"),
  Unique: some("x", "y idx", unique),
  UniqueV2: some("x axis", "y idx", unique, "axis"),
  LowerBound: some("sortedSequence values", "places", like(1, "int32")),
  UpperBound: some("sortedSequence values", "places", like(1, "int32")),
  RaggedGather: some("inputs…", "outputs…", () => []),
  RaggedRange: some("starts limits splits", "nestedSplits denseValues", () => []),
  RaggedTensorToTensor: some("shape values defaultValue rowPartitionTensors…", "y", (node) => [
    tensor(node.dtype(1), undefined),
  ]),
  SimpleMLCreateModelResource: table(),
  SimpleMLInferenceOpWithHandle: some("inputs…", "predictions classes", () => []),
  SimpleMLLoadModelFromPathWithHandle: table("modelHandle path"),
  SparseFillEmptyRows: some(
    "indices values denseShape defaultValue",
    "outputIndices outputValues emptyRowIndicator reverseIndexMap",
    (node) => [
      tensor("int64", [node.fresh("rows"), node.dimension(0, 1)]),
      found(node, "rows", node.dtype(1)),
    ],
  ),
  SparseReshape: some("inputIndices inputShape newShape", "outputIndices outputShape", (node) => [
    tensor("int64", [node.dimension(0, 0), node.dimension(2, 0)]),
    tensor("int64", [node.dimension(2, 0)], node.elements(2)),
  ]),
  SparseSegmentMean: some("data indices segmentIds", "y", rows, "indices segmentIds"),
  SparseSegmentSum: some("data indices segmentIds", "y", rows, "indices segmentIds"),
  HashTable: table(),
  HashTableV2: table(),
  InitializeTable: table("tableHandle keys values"),
  InitializeTableV2: table("tableHandle keys values"),
  LookupTableImport: table("tableHandle keys values"),
  LookupTableImportV2: table("tableHandle keys values"),
  LookupTableFind: lookUp,
  LookupTableFindV2: lookUp,
  LookupTableSize: tableSize,
  LookupTableSizeV2: tableSize,
  StaticRegexReplace: some("input", "y", like()),
  StringNGrams: some("data dataSplits", "ngrams ngrams_splits", (node) => [
    found(node, "ngrams", "string"),
    tensor("int32", node.shape(1)),
  ]),
  StringSplit: some("input delimiter", "indices values shape", (node) => [
    tensor("int64", [node.fresh("words"), 2]),
    found(node, "words", "string"),
    tensor("int64", [2]),
  ]),
  StringToHashBucketFast: some("input", "y", like(0, "int64")),
};
