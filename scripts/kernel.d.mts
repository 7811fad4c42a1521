/** Path of src/tensors/kernel-bytes.ts. */
export const KERNEL_FILE: string;
/** What stands in it: the compiled assembly/statistics.ts. */
export function compileKernel(): Promise<string>;
