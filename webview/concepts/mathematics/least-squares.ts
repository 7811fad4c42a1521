/** Shares of a column's length below which it adds nothing to those before it. */
const DEPENDENT = 1e-10;

/**
 * The weights w that make `rows·w` nearest to the targets in the sum of squares, by QR (modified Gram–Schmidt: Golub
 * and Van Loan, Matrix Computations, section 5.2.8). A column that follows from those before it gets 0.
 */
export function leastSquares(rows: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const count = rows[0]?.length ?? 0;
  const columns = Array.from({ length: count }, (_, column) => rows.map((row) => row[column] ?? 0));
  const rest = [...targets];
  const triangle: number[][] = columns.map(() => new Array<number>(count).fill(0));
  const projected: number[] = [];
  columns.forEach((column, at) => {
    const before = Math.hypot(...rows.map((row) => row[at] ?? 0));
    const length = Math.hypot(...column);
    const kept = length > DEPENDENT * before ? length : 0;
    const unit = column.map((value) => (kept === 0 ? 0 : value / kept));
    setAt(triangle, at, at, kept);
    for (let next = at + 1; next < count; next++) {
      const other = columns[next] ?? [];
      setAt(triangle, at, next, subtract(other, unit));
    }
    projected.push(subtract(rest, unit));
  });
  return backSubstituted(triangle, projected);
}

/** Takes out of a vector what it has in the direction of a unit vector, in place; gives how much that was. */
function subtract(vector: number[], unit: readonly number[]): number {
  const share = vector.reduce((sum, value, at) => sum + value * (unit[at] ?? 0), 0);
  vector.forEach((value, at) => {
    vector[at] = value - share * (unit[at] ?? 0);
  });
  return share;
}

function setAt(matrix: number[][], row: number, column: number, value: number): void {
  const line = matrix[row];
  if (line !== undefined) line[column] = value;
}

function backSubstituted(triangle: readonly (readonly number[])[], targets: readonly number[]): number[] {
  const weights = new Array<number>(targets.length).fill(0);
  for (let at = targets.length - 1; at >= 0; at--) {
    const line = triangle[at] ?? [];
    const pivot = line[at] ?? 0;
    const later = weights.reduce(
      (sum, weight, other) => (other > at ? sum + weight * (line[other] ?? 0) : sum),
      0,
    );
    weights[at] = pivot === 0 ? 0 : ((targets[at] ?? 0) - later) / pivot;
  }
  return weights;
}
