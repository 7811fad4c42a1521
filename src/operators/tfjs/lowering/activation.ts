import type { Emitter } from "../../emit";
import { float } from "../../emit";

/** Of LeakyRelu, where the node does not say it (tfjs-converter/src/operations/op_list/basic_math.ts). */
const LEAKY_ALPHA = 0.2;

/** An activation by TensorFlow's name; undefined where there is none of that name. */
export function activated(
  emit: Emitter,
  operator: string,
  x: string,
  {
    slope,
    alpha = LEAKY_ALPHA,
  }: { readonly slope?: string | undefined; readonly alpha?: number | undefined },
): string | undefined {
  switch (operator) {
    case "Relu":
    case "Elu":
    case "Selu":
    case "Sigmoid":
    case "Softplus":
    case "Tanh":
      return emit.one(operator, [x]);
    case "Relu6":
      return emit.one("Clip", [x, emit.floats(0), emit.floats(6)]);
    case "LeakyRelu":
      return emit.one("LeakyRelu", [x], { alpha: float(alpha) });
    case "Prelu":
      return slope === undefined ? undefined : emit.one("PRelu", [x, slope]);
    default:
      return undefined;
  }
}
