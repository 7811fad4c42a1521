// The inner loops of the weight statistics, in AssemblyScript (https://www.assemblyscript.org): four numbers at a time.
// scripts/kernel.mjs compiles this to src/tensors/kernel-bytes.ts; src/tensors/kernel.ts calls it, and says where what
// lies in the memory.
//
// Sums count only where all numbers are finite: the caller looks at the first sum, which NaN and infinities spoil, or
// at the least and the largest.

export { harvest } from "./counters";
export { ends } from "./ends";
export { clearHalves, countHalves, halfColumns, halfRows, widen } from "./halves";
export { magnitudes } from "./magnitudes";
export { clear, columns, rows } from "./singles";
