/** How a window goes over a side of an input. */
interface Sliding {
  readonly size: number;
  readonly window: number;
  readonly stride: number;
  readonly padding: number;
}

/** Rows of numbers. */
export type Grid = readonly (readonly number[])[];

/** `⌊(size + 2·padding − window) / stride⌋ + 1`: at how many places the window stands; 0 where it is too large. */
export function outputSize({ size, window, stride, padding }: Sliding): number {
  return Math.max(0, Math.floor((size + 2 * padding - window) / stride) + 1);
}

/** The numbers under the window at an output's place; 0 in the padding. */
export function under(input: Grid, sliding: Sliding, row: number, column: number): Grid {
  const { window, stride, padding } = sliding;
  const at = (place: number, step: number): number => place * stride - padding + step;
  const steps = [...new Array(window).keys()];
  return steps.map((down) => steps.map((right) => input[at(row, down)]?.[at(column, right)] ?? 0));
}

/** What a function makes of the numbers under the window at each place. */
export function slide(input: Grid, sliding: Sliding, of: (numbers: Grid) => number): Grid {
  const places = [...new Array(outputSize(sliding)).keys()];
  return places.map((row) => places.map((column) => of(under(input, sliding, row, column))));
}

/** The sum of products of a window with a kernel: what frameworks call convolution (it is a correlation). */
export function correlate(kernel: Grid): (numbers: Grid) => number {
  return (numbers) => numbers.flat().reduce((sum, value, at) => sum + value * (kernel.flat()[at] ?? 0), 0);
}

export function largest(numbers: Grid): number {
  return Math.max(...numbers.flat());
}

export function average(numbers: Grid): number {
  const all = numbers.flat();
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}
