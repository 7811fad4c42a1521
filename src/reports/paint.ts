export type Paint = (text: string) => string;

/** What may be painted: SGR's numbers (ECMA-48, 8.3.117). */
export const BOLD = 1;
export const DIM = 2;
export const RED = 31;
export const YELLOW = 33;
export const CYAN = 36;
export const GREY = 90;

/** Text as a terminal paints it, or as it is where that one has no colours. */
export function paint(code: number, colours: boolean): Paint {
  return (text) => (colours ? `\x1b[${String(code)}m${text}\x1b[0m` : text);
}
