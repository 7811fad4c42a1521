import { sizesOf, unbroadcast } from "../../cotangent";
import type { Gradient, GradientRecipe } from "../../recipe";
import { BLOCKED } from "../../recipe";
import { shapeOf } from "../../contraction";

/** An operand of a broadcasting operator: until opset 6 the second could be laid on an axis of the first. */
interface Operand {
  readonly name: string;
  readonly own: readonly number[];
  readonly laid: readonly number[];
}

function operand({ node, emit, inputNames }: GradientRecipe, index: number): Operand {
  const own = sizesOf(node.shape(index));
  const name = inputNames[index] ?? "";
  const axis = node.opset < 7 && index === 1 && node.flag("broadcast") ? node.int("axis") : undefined;
  const rank = node.rank(0) ?? 0;
  if (axis === undefined) return { name, own, laid: own };
  const behind = rank - (axis < 0 ? axis + rank : axis) - own.length;
  const laid = [...own, ...new Array<number>(Math.max(0, behind)).fill(1)];
  return { name: emit.reshape(name, laid), own, laid };
}

/** @param rules the cotangent of each operand before what was broadcast is summed. */
function binary(
  rule: (
    emit: GradientRecipe["emit"],
    g: string,
    a: string,
    b: string,
    y: string,
  ) => readonly (() => string)[],
): Gradient {
  return (recipe) => {
    const { node, emit, outputs, outputNames, cotangents, wants } = recipe;
    const [g] = cotangents;
    if (g === undefined) return [undefined, undefined];
    const operands = [operand(recipe, 0), operand(recipe, 1)];
    const [a, b] = operands;
    const made = rule(emit, g, a?.name ?? "", b?.name ?? "", outputNames[0] ?? "");
    const from = sizesOf(shapeOf(outputs[0]) ?? node.shape(0));
    return operands.map(({ own, laid }, index) => {
      const cotangent = wants(index) ? made[index]?.() : undefined;
      if (cotangent === undefined) return undefined;
      const summed = unbroadcast(emit, cotangent, from, laid);
      return own.length === laid.length ? summed : emit.reshape(summed, own);
    });
  };
}

export const binaryGradients: Readonly<Record<string, Gradient>> = {
  Add: binary((_, g) => [() => g, () => g]),
  Sub: binary((emit, g) => [() => g, () => emit.one("Neg", [g])]),
  Mul: binary((emit, g, a, b) => [() => emit.one("Mul", [g, b]), () => emit.one("Mul", [g, a])]),
  Div: binary((emit, g, _, b, y) => [
    () => emit.one("Div", [g, b]),
    () => emit.one("Neg", [emit.one("Div", [emit.one("Mul", [g, y]), b])]),
  ]),
  Where: ({ node, emit, outputs, inputNames: [condition = ""], cotangents: [g], wants }) => {
    if (g === undefined) return [BLOCKED, undefined, undefined];
    const from = sizesOf(shapeOf(outputs[0]));
    const chosen = (index: 1 | 2): string | undefined => {
      if (!wants(index)) return undefined;
      const branches = index === 1 ? [g, emit.floats(0)] : [emit.floats(0), g];
      return unbroadcast(emit, emit.one("Where", [condition, ...branches]), from, sizesOf(node.shape(index)));
    };
    return [BLOCKED, chosen(1), chosen(2)];
  },
  /** Inside of its bounds, ends included, as PyTorch has it. */
  Clip: ({ node, emit, inputNames: [x = "", low = "", high = ""], cotangents: [g] }) => {
    if (g === undefined) return [undefined];
    const bound = (given: string, name: string): string => {
      const attribute = node.float(name);
      return attribute === undefined ? given : emit.floats(attribute);
    };
    const [least, most] = [bound(low, "min"), bound(high, "max")];
    const masked = (cotangent: string, operator: string, end: string): string =>
      end === "" ? cotangent : emit.one("Where", [emit.one(operator, [x, end]), cotangent, emit.floats(0)]);
    return [masked(masked(g, "GreaterOrEqual", least), "LessOrEqual", most), BLOCKED, BLOCKED];
  },
};
