import { axisOf } from "../axis";
import { shapeOf } from "../contraction";
import { sizesOf } from "../cotangent";
import type { Gradient } from "../recipe";
import { BLOCKED } from "../recipe";

/**
 * https://onnx.ai/onnx/operators/onnx__DFT.html: a linear transform, whose adjoint is the inverse one without its
 * factor. One half of a spectrum that stands for the whole, on the way to a signal, has no rule here.
 */
export const transformGradient: Gradient = ({ node, emit, outputs, cotangents: [g] }) => {
  const sizes = sizesOf(node.shape(0));
  const rank = sizes.length;
  const [half, inverse] = [node.flag("onesided"), node.flag("inverse")];
  const given = node.opset >= 20 ? (node.given(2) ? node.numbers(2)?.[0] : -2) : node.int("axis", 1);
  const axis = given === undefined ? undefined : axisOf(given, rank);
  const own = axis === undefined ? undefined : sizes[axis];
  const length = node.given(1) ? node.numbers(1)?.[0] : own;
  if (axis === undefined || own === undefined || length === undefined || (half && inverse)) return undefined;
  if (g === undefined) return [undefined, BLOCKED, BLOCKED];
  const resized = (name: string, from: number, to: number): string =>
    emit.pad(
      name,
      [...sizes, ...sizes].map((_, at) => (at === rank + axis ? to - from : 0)),
    );
  const bins = sizesOf(shapeOf(outputs[0]))[axis] ?? length;
  const whole = resized(g, bins, length);
  const back = emit.one("DFT", [whole], { axis, inverse: inverse ? 0 : 1 });
  const signal = emit.one("Mul", [back, emit.floats(inverse ? 1 / length : length)]);
  // Before, it was cut off or filled up with zeros. A real signal has no imaginary part.
  const fitted = resized(signal, length, own);
  return [sizes.at(-1) === 1 ? emit.slice(fitted, [0], [1], [-1]) : fitted, BLOCKED, BLOCKED];
};
