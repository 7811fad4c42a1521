export const vsixPath: string;
/** @returns the size of what was packed, in bytes; `addresses` are options of vsce that say where links lead. */
export function packExtension(addresses?: readonly string[]): number;
