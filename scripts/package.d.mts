export const vsixPath: string;
/** @returns the size of what was packed, in bytes */
export function packExtension(): number;
