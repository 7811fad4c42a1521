/** A function of one number with its derivative. */
export interface Activation {
  readonly name: string;
  readonly of: (x: number) => number;
  readonly derivative: (x: number) => number;
}

/** Of the leaky ReLU below 0, as PyTorch and the paper have it (Maas et al., 2013). */
const LEAK = 0.01;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
const relu = (x: number): number => Math.max(0, x);

/** GELU by tanh, as BERT and GPT-2 compute it (Hendrycks and Gimpel, 2016, section 2). */
const GELU_SCALE = Math.sqrt(2 / Math.PI);
const GELU_CUBE = 0.044715;

function geluTanh(x: number): number {
  return Math.tanh(GELU_SCALE * (x + GELU_CUBE * x ** 3));
}

export const SIGMOID: Activation = {
  name: "Sigmoid",
  of: sigmoid,
  derivative: (x) => sigmoid(x) * (1 - sigmoid(x)),
};
export const TANH: Activation = { name: "Tanh", of: Math.tanh, derivative: (x) => 1 - Math.tanh(x) ** 2 };
/** At 0, where it has no derivative, the frameworks take 0. */
export const RELU: Activation = { name: "ReLU", of: relu, derivative: (x) => (x > 0 ? 1 : 0) };

export const ACTIVATIONS: readonly [Activation, ...Activation[]] = [
  SIGMOID,
  TANH,
  RELU,
  { name: "Leaky ReLU", of: (x) => (x > 0 ? x : LEAK * x), derivative: (x) => (x > 0 ? 1 : LEAK) },
  { name: "ELU", of: (x) => (x > 0 ? x : Math.expm1(x)), derivative: (x) => (x > 0 ? 1 : Math.exp(x)) },
  {
    name: "GELU",
    of: (x) => 0.5 * x * (1 + geluTanh(x)),
    derivative: (x) => {
      const tanh = geluTanh(x);
      return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh ** 2) * GELU_SCALE * (1 + 3 * GELU_CUBE * x ** 2);
    },
  },
  {
    name: "SiLU",
    of: (x) => x * sigmoid(x),
    derivative: (x) => sigmoid(x) * (1 + x * (1 - sigmoid(x))),
  },
  { name: "Softplus", of: (x) => Math.log1p(Math.exp(-Math.abs(x))) + relu(x), derivative: sigmoid },
];

/** Where a derivative is nearer to 0 than `below`: pairs of ends, found at equal steps. */
export function flatSpans(
  derivative: (x: number) => number,
  [from, to]: readonly [number, number],
  below: number,
  steps = 600,
): readonly (readonly [number, number])[] {
  const spans: [number, number][] = [];
  let open = false;
  for (let at = 0; at <= steps; at++) {
    const x = from + ((to - from) * at) / steps;
    const flat = Math.abs(derivative(x)) < below;
    const last = spans.at(-1);
    if (flat && open && last !== undefined) last[1] = x;
    else if (flat) spans.push([x, x]);
    open = flat;
  }
  return spans;
}
