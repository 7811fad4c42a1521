/** `\frac{…}{…}` whose parts hold no braces: all that the source uses. */
const FRACTION = /\\frac\{([^{}]*)\}\{([^{}]*)\}/g;

/** A formula of the source in TeX as plain text: `\frac{TP}{TP + FP}` becomes `TP / (TP + FP)`. */
export function readableFormula(tex: string): string {
  return tex.replace(FRACTION, (_, over: string, under: string) => `${grouped(over)} / ${grouped(under)}`);
}

/** In parentheses, where more than one word would be divided. */
function grouped(text: string): string {
  return text.includes(" ") ? `(${text})` : text;
}
