/** How open the gates of an LSTM's cell are, from 0 to 1. */
interface Gates {
  readonly forget: number;
  readonly input: number;
  readonly output: number;
}

interface CellStep {
  /** What the cell keeps. */
  readonly cell: number;
  /** What it shows. */
  readonly hidden: number;
}

/** A cell over time with gates that stay as they are: `c ← f·c + i·tanh(x)`, `h = o·tanh(c)` (Gers et al., 2000). */
export function lstmOver(inputs: readonly number[], { forget, input, output }: Gates): readonly CellStep[] {
  let cell = 0;
  return inputs.map((x) => {
    cell = forget * cell + input * Math.tanh(x);
    return { cell, hidden: output * Math.tanh(cell) };
  });
}

/** A simple recurrent unit over time: `h ← tanh(w·h + x)`; its states after each input. */
export function rnnOver(inputs: readonly number[], weight: number): readonly number[] {
  let hidden = 0;
  return inputs.map((x) => {
    hidden = Math.tanh(weight * hidden + x);
    return hidden;
  });
}
