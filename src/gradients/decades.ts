/** Below this a ratio is written out. */
const WRITTEN_OUT = 1e6;
/** Slopes are not told more exactly than to a thousandth of a decade: a fifth of a percent. */
const MOST_DECIMALS = 3;

/** A ratio of at least 1 by its decimal logarithm, in two digits: `1.8`, `4,100`, `2 × 10⁸`. */
export function ratioText(decades: number): string {
  const ratio = 10 ** decades;
  if (ratio < 99.5) return ratio.toPrecision(2);
  const rounded = Number(ratio.toPrecision(2));
  if (rounded < WRITTEN_OUT) return rounded.toLocaleString("en");
  const whole = Math.floor(decades);
  const digits = Number((10 ** (decades - whole)).toPrecision(2));
  return digits < 10 ? power(digits, whole) : power(1, whole + 1);
}

const power = (digits: number, exponent: number): string =>
  `${digits === 1 ? "" : `${String(digits)} × `}10${superscript(exponent)}`;

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

const superscript = (exponent: number): string =>
  String(exponent).replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)] ?? digit);

/** `0.690 ± 0.064`: the interval in two digits, and the slope to the last place of it; alone where there is none. */
export function slopeText(perLayer: number, interval: number | undefined): string {
  if (interval === undefined) return decimal(perLayer, MOST_DECIMALS);
  const first = interval > 0 ? Math.floor(Math.log10(Number(interval.toPrecision(2)))) : -MOST_DECIMALS;
  const decimals = Math.min(MOST_DECIMALS, Math.max(0, 1 - first));
  return `${decimal(perLayer, decimals)} ± ${decimal(interval, decimals)}`;
}

/** Without a sign where it rounds to zero. */
const decimal = (value: number, decimals: number): string =>
  value.toFixed(decimals).replace(/^-(?=[0.]+$)/, "");
