/** `exp(x/T) / Σ exp(x/T)`, from the largest score down so that nothing overflows. */
export function softmax(scores: readonly number[], temperature = 1): readonly number[] {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp((score - most) / temperature));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

/** How undecided probabilities are, in bits: 0 for one that is certain. */
export function entropyBits(probabilities: readonly number[]): number {
  return probabilities.reduce((sum, p) => (p === 0 ? sum : sum - p * Math.log2(p)), 0);
}

/** How much each query attends to each key: softmax of `q·k / √d` (Vaswani et al., 2017, equation 1). */
export function attention(
  queries: readonly (readonly number[])[],
  keys: readonly (readonly number[])[],
  temperature = 1,
): readonly (readonly number[])[] {
  return queries.map((query) => {
    const scores = keys.map((key) => query.reduce((sum, value, at) => sum + value * (key[at] ?? 0), 0));
    return softmax(
      scores.map((score) => score / Math.sqrt(query.length)),
      temperature,
    );
  });
}
