/** Sizes and settings of an attention, as https://onnx.ai/onnx/operators/onnx__Attention.html has them. */
export interface Heads {
  readonly batch: number;
  readonly heads: number;
  readonly keyHeads: number;
  readonly length: number;
  readonly keys: number;
  readonly size: number;
  readonly valueSize: number;
  readonly scale: number;
  readonly softcap?: number;
  /** Heads lie side by side behind the length, else before it. */
  readonly flat?: boolean;
  /** How many keys stand before the first query; then a query sees none behind it. */
  readonly past?: number;
  /** How many keys a query sees, itself included. */
  readonly window?: number;
}

/** By its definition, a number at a time. */
export function attentionOf(settings: Heads, inputs: readonly (readonly number[])[]): readonly number[] {
  const { batch, heads, keyHeads, length, keys, size, valueSize } = settings;
  const [query = [], key = [], value = []] = inputs;
  const result = new Array<number>(batch * heads * length * valueSize).fill(0);
  for (let sample = 0; sample < batch; sample++) {
    for (let head = 0; head < heads; head++) {
      const keyHead = Math.floor((head * keyHeads) / heads);
      const place = (count: number, steps: number, width: number, own: number, step: number): number =>
        settings.flat === true
          ? ((sample * steps + step) * count + own) * width
          : ((sample * count + own) * steps + step) * width;
      for (let row = 0; row < length; row++) {
        const weights: number[] = [];
        for (let column = 0; column < keys; column++) {
          const [q, k] = [
            place(heads, length, size, head, row),
            place(keyHeads, keys, size, keyHead, column),
          ];
          let product = 0;
          for (let at = 0; at < size; at++) product += (query[q + at] ?? NaN) * (key[k + at] ?? NaN);
          weights.push(sees(settings, row, column) ? Math.exp(capped(settings, product)) : 0);
        }
        const total = weights.reduce((sum, one) => sum + one, 0);
        const y = place(heads, length, valueSize, head, row);
        for (const [column, weight] of weights.entries()) {
          const v = place(keyHeads, keys, valueSize, keyHead, column);
          for (let at = 0; at < valueSize; at++) {
            result[y + at] = (result[y + at] ?? NaN) + (weight / total) * (value[v + at] ?? NaN);
          }
        }
      }
    }
  }
  return result;
}

function sees({ past, window = Infinity }: Heads, row: number, column: number): boolean {
  return past === undefined || (column <= past + row && column > past + row - window);
}

function capped({ scale, softcap }: Heads, product: number): number {
  const score = scale * product;
  return softcap === undefined ? score : softcap * Math.tanh(score / softcap);
}
