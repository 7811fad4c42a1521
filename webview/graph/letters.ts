/** Mean width of a letter as a share of the font size: of Segoe UI until the page has measured its own font. */
let letter = 0.54;
/** Bold is wider by so much. */
const BOLD = 1.07;
/** Narrow and wide letters against the mean, so that `Illi` and `WMWM` are cut where they should be. */
const NARROW = /[ijltfrI.,:;'|!()[\]/ ]/g;
const WIDE = /[mwMWQ@%×—…]/g;

const SAMPLE = "layer1/conv_relu BatchNormalization 128 64";

/** Measures the page's font once, so that texts are cut where its boxes end. */
export function measureLetters(measure: (text: string) => number, size: number): void {
  letter = 1;
  letter = measure(SAMPLE) / widthOf(SAMPLE, size);
}

/** About how wide a text is, in pixels. Measuring each text in the page would cost more than drawing it. */
export function widthOf(text: string, size: number, bold = false): number {
  const narrow = text.match(NARROW)?.length ?? 0;
  const wide = text.match(WIDE)?.length ?? 0;
  const letters = text.length - narrow * 0.45 + wide * 0.45;
  return letters * size * letter * (bold ? BOLD : 1);
}

/** The text, or as much of it as fits, with an ellipsis. Of names the end says most, so the middle goes. */
export function fitted(
  text: string,
  width: number,
  size: number,
  cut: "end" | "middle",
  bold = false,
): string {
  if (widthOf(text, size, bold) <= width) return text;
  let [low, high] = [0, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (widthOf(shortened(text, middle, cut), size, bold) <= width) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : shortened(text, low, cut);
}

function shortened(text: string, letters: number, cut: "end" | "middle"): string {
  // A text may end in an ellipsis already: two would say no more than one.
  if (cut === "end") return `${text.slice(0, letters).replace(/[\s·…]+$/, "")}…`;
  const head = Math.floor(letters * 0.4);
  const tail = text.slice(text.length - (letters - head));
  return `${text.slice(0, head).replace(/…+$/, "")}…${tail.replace(/^…+/, "")}`;
}
