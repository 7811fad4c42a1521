import type { Context } from "../../context";
import type { Emitter } from "../../emit";
import type { Gradient } from "../../recipe";

/** What is known where a function of one number is derived: `x`, `y = f(x)` and the cotangent of y. */
interface Point {
  readonly emit: Emitter;
  readonly node: Context;
  readonly x: string;
  readonly y: string;
  readonly g: string;
}

const unary =
  (rule: (point: Point) => string): Gradient =>
  ({ emit, node, inputNames: [x = ""], outputNames: [y = ""], cotangents: [g] }) => [
    g === undefined ? undefined : rule({ emit, node, x, y, g }),
  ];

/** `g · f'(x)` */
const times = (slope: (point: Point) => string): Gradient =>
  unary((point) => point.emit.one("Mul", [point.g, slope(point)]));

/** `g / d(x)` */
const over = (divisor: (point: Point) => string): Gradient =>
  unary((point) => point.emit.one("Div", [point.g, divisor(point)]));

const of =
  (operator: string) =>
  ({ emit, x }: Point): string =>
    emit.one(operator, [x]);

const square = ({ emit }: Point, value: string): string => emit.one("Mul", [value, value]);

/** `1 - v²`, `1 + v²` and the like. */
const plusOne = (point: Point, value: string): string => point.emit.one("Add", [value, point.emit.floats(1)]);
const oneMinus = (point: Point, value: string): string =>
  point.emit.one("Sub", [point.emit.floats(1), value]);

/** One cotangent above a threshold, another one elsewhere; at a kink the lower side's, as PyTorch has it. */
const above = (threshold: number, high: (point: Point) => string, low: (point: Point) => string): Gradient =>
  unary((point) => {
    const { emit, x } = point;
    return emit.one("Where", [emit.one("Greater", [x, emit.floats(threshold)]), high(point), low(point)]);
  });

const same = ({ g }: Point): string => g;
const none = ({ emit }: Point): string => emit.floats(0);

const setting = (point: Point, name: string, otherwise: number): number =>
  point.node.float(name) ?? otherwise;

const scaled = (point: Point, by: number): string => point.emit.one("Mul", [point.g, point.emit.floats(by)]);

export const unaryGradients: Readonly<Record<string, Gradient>> = {
  Identity: unary(same),
  Neg: unary(({ emit, g }) => emit.one("Neg", [g])),
  Abs: times(of("Sign")),
  Exp: times(({ y }) => y),
  Log: over(({ x }) => x),
  Sqrt: over(({ emit, y }) => emit.one("Add", [y, y])),
  Reciprocal: times((point) => point.emit.one("Neg", [square(point, point.y)])),
  Sin: times(of("Cos")),
  Cos: times((point) => point.emit.one("Neg", [of("Sin")(point)])),
  Tan: times((point) => plusOne(point, square(point, point.y))),
  Asin: over((point) => point.emit.one("Sqrt", [oneMinus(point, square(point, point.x))])),
  Acos: over((point) =>
    point.emit.one("Neg", [point.emit.one("Sqrt", [oneMinus(point, square(point, point.x))])]),
  ),
  Atan: over((point) => plusOne(point, square(point, point.x))),
  Sinh: times(of("Cosh")),
  Cosh: times(of("Sinh")),
  Asinh: over((point) => point.emit.one("Sqrt", [plusOne(point, square(point, point.x))])),
  Acosh: over((point) => {
    const { emit } = point;
    return emit.one("Sqrt", [emit.one("Sub", [square(point, point.x), emit.floats(1)])]);
  }),
  Atanh: over((point) => oneMinus(point, square(point, point.x))),
  Erf: times((point) => {
    const { emit } = point;
    const bell = emit.one("Exp", [emit.one("Neg", [square(point, point.x)])]);
    return emit.one("Mul", [bell, emit.floats(2 / Math.sqrt(Math.PI))]);
  }),
  Relu: above(0, same, none),
  LeakyRelu: above(0, same, (point) => scaled(point, setting(point, "alpha", 0.01))),
  Elu: above(0, same, (point) => {
    const { emit, y, g } = point;
    return emit.one("Mul", [g, emit.one("Add", [y, emit.floats(setting(point, "alpha", 1))])]);
  }),
  // The constants of Klambauer et al. 2017, as ONNX has them.
  Selu: above(
    0,
    (point) => scaled(point, setting(point, "gamma", 1.05070102)),
    (point) => {
      const { emit, y, g } = point;
      const alpha = setting(point, "alpha", 1.67326319) * setting(point, "gamma", 1.05070102);
      return emit.one("Mul", [g, emit.one("Add", [y, emit.floats(alpha)])]);
    },
  ),
  Sigmoid: times((point) => point.emit.one("Mul", [point.y, oneMinus(point, point.y)])),
  Tanh: times((point) => oneMinus(point, square(point, point.y))),
  Softplus: times(of("Sigmoid")),
  Softsign: over((point) => square(point, plusOne(point, of("Abs")(point)))),
  HardSigmoid: unary((point) => {
    const { emit, y } = point;
    const inside = emit.one("And", [
      emit.one("Greater", [y, emit.floats(0)]),
      emit.one("Less", [y, emit.floats(1)]),
    ]);
    return emit.one("Where", [inside, scaled(point, setting(point, "alpha", 0.2)), emit.floats(0)]);
  }),
  // x·(x + 3)/6 between -3 and 3.
  HardSwish: unary((point) => {
    const { emit, x, g } = point;
    const slope = emit.one("Add", [emit.one("Mul", [x, emit.floats(1 / 3)]), emit.floats(0.5)]);
    const upper = emit.one("Where", [
      emit.one("Greater", [x, emit.floats(3)]),
      g,
      emit.one("Mul", [g, slope]),
    ]);
    return emit.one("Where", [emit.one("Less", [x, emit.floats(-3)]), emit.floats(0), upper]);
  }),
};
