// Where what lies in the memory, in bytes; src/tensors/kernel.ts has the same.

/** The random words of checksums: 16-bit words, {@link SALTS} of them and some that are never counted. */
export const SALT: usize = 0x1000;
export const SALTS: u32 = 4096;

/** The lanes of a row's strip, before they are summed up. */
export const LANES: usize = 0x8000;

/** Counters of 16-bit codes: two tables, so that equal neighbours do not wait for each other. */
export const COUNTS: usize = 0x10000;
export const TABLE: usize = 0x40000;
/** From a code's counter to that of the same magnitude below zero. */
export const NEGATIVE: usize = 0x20000;
