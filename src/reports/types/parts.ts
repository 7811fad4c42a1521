/**
 * The files of this folder are what the program says of a model: the same objects for the page and for the command
 * line's JSON. docs/reports.md is their public description. Plain JSON values only. Here is what several of them have.
 */

/** An integer, an expression over the model's symbols (`197*batch`), or null: unknown. */
export type ReportDimension = number | string | null;
/** null: not even the rank is known. `[]` is a scalar. */
export type ReportShape = readonly ReportDimension[] | null;
/** An integer, an expression, or null where it cannot be known. Never a guess. */
export type ReportCount = number | string | null;

/** A real number; JSON has no words for those that are not finite. */
export type ReportReal = number | "NaN" | "Infinity" | "-Infinity";

export interface ReportProblem {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: string;
  readonly where: string;
}

export interface ReportValue {
  readonly name: string;
  /** A data type, or `sequence(float32)` and the like. */
  readonly dtype: string | null;
  readonly shape: ReportShape;
}

/**
 * What a stored tensor is for: `parameter` is learned, `statistic` is a running mean or variance, `constant` is
 * everything else.
 */
export type TensorRole = "parameter" | "statistic" | "constant";
