/** The outputs of operators with several, by their names in TensorFlow's definitions: bodies of functions use these. */
const OUTPUT_NAMES: Readonly<Record<string, readonly string[]>> = {
  FusedBatchNorm: ["y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2"],
  FusedBatchNormV2: ["y", "batch_mean", "batch_variance", "reserve_space_1", "reserve_space_2"],
  FusedBatchNormV3: [
    "y",
    "batch_mean",
    "batch_variance",
    "reserve_space_1",
    "reserve_space_2",
    "reserve_space_3",
  ],
  ListDiff: ["out", "idx"],
  MaxPoolWithArgmax: ["output", "argmax"],
  Merge: ["output", "value_index"],
  NonMaxSuppressionV4: ["selected_indices", "valid_outputs"],
  NonMaxSuppressionV5: ["selected_indices", "selected_scores", "valid_outputs"],
  SparseFillEmptyRows: ["output_indices", "output_values", "empty_row_indicator", "reverse_index_map"],
  SparseReshape: ["output_indices", "output_shape"],
  StringNGrams: ["ngrams", "ngrams_splits"],
  StringSplit: ["indices", "values", "shape"],
  Switch: ["output_false", "output_true"],
  TensorArrayV3: ["handle", "flow"],
  TensorListConcatV2: ["tensor", "lengths"],
  TopKV2: ["values", "indices"],
  Unique: ["y", "idx"],
  UniqueV2: ["y", "idx"],
};

/** Which output of a node `name:argument:index` is: an argument that is a list holds all outputs from its own on. */
export function outputIndex(operator: string, argument: string, index: number): number {
  const names = Object.hasOwn(OUTPUT_NAMES, operator) ? OUTPUT_NAMES[operator] : undefined;
  return Math.max(0, names?.indexOf(argument) ?? 0) + index;
}

/** Operators that only order others, or act outside of the graph. */
const WITHOUT_OUTPUT: ReadonlySet<string> = new Set(["NoOp", "Assert", "Placeholder"]);

/** Outputs that a node has whether somebody takes them or not: what stands in an attribute tells. */
export function leastOutputs(operator: string, count: number | undefined): number {
  if (WITHOUT_OUTPUT.has(operator)) return 0;
  return Math.max(1, count ?? 1);
}
