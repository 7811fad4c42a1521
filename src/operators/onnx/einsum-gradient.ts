import { sizesOf } from "../cotangent";
import type { Gradient, GradientRecipe } from "../recipe";
import type { Einsum } from "./einsum";
import { readEinsum } from "./einsum";

/**
 * By each operand the einsum of the cotangent and all other operands. A letter that stands twice in one operand takes
 * a diagonal: for that there is no rule here.
 */
export const einsumGradient: Gradient = (recipe) => {
  const { node, inputNames, cotangents, wants } = recipe;
  const einsum = readEinsum(node);
  if (einsum === undefined) return undefined;
  const terms = [...einsum.operands, einsum.output];
  if (terms.some((letters) => new Set(letters).size < letters.length)) return undefined;
  const [g] = cotangents;
  if (g === undefined) return [];
  const spell = speller(einsum);
  return inputNames.map((_, index) =>
    wants(index) ? byOperand(recipe, einsum, g, index, spell) : undefined,
  );
};

function byOperand(
  { node, emit, inputNames }: GradientRecipe,
  { operands, output, sizes }: Einsum,
  g: string,
  index: number,
  spell: (letters: readonly string[]) => string,
): string {
  const own = operands[index] ?? [];
  const shape = sizesOf(node.shape(index));
  const whole = (letters: readonly string[]): readonly number[] =>
    letters.map((letter) => Number(sizes.get(letter)));
  const others = operands.flatMap((letters, other) => {
    if (other === index) return [];
    const name = inputNames[other] ?? "";
    const stretched = sizesOf(node.shape(other)).some((size, axis) => size !== whole(letters)[axis]);
    return [{ letters, name: stretched ? emit.one("Expand", [name, emit.ints(whole(letters))]) : name }];
  });
  // A scalar has no letters, but the runtime wants some.
  const seed =
    output.length === 0 ? { letters: [SCALAR], name: emit.reshape(g, [1]) } : { letters: output, name: g };
  const factors = [seed, ...others];
  // Letters of a stretched axis are summed, those that nothing else has repeat the same.
  const found = own.filter(
    (letter, axis) =>
      factors.some(({ letters }) => letters.includes(letter)) && shape[axis] === Number(sizes.get(letter)),
  );
  const equation = `${factors.map(({ letters }) => spell(letters)).join(",")}->${spell(found)}`;
  const made = emit.one(
    "Einsum",
    factors.map(({ name }) => name),
    { equation },
  );
  if (found.length === own.length) return made;
  const kept = own.map((letter, axis) => (found.includes(letter) ? (shape[axis] ?? 1) : 1));
  const reshaped = emit.reshape(made, kept);
  return kept.every((size, axis) => size === shape[axis])
    ? reshaped
    : emit.one("Expand", [reshaped, emit.ints(shape)]);
}

/** What stands for the only element of a scalar. */
const SCALAR = "scalar";

/** Letters are one character each in the equation: those behind an ellipsis get one that is free. */
function speller({ operands, output }: Einsum): (letters: readonly string[]) => string {
  const taken = new Set([...operands.flat(), ...output]);
  const free = [...ALPHABET].filter((letter) => !taken.has(letter));
  const names = new Map<string, string>();
  for (const letter of [SCALAR, ...taken])
    names.set(letter, letter.length === 1 ? letter : (free.pop() ?? ""));
  return (letters) => letters.map((letter) => names.get(letter)).join("");
}

const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
