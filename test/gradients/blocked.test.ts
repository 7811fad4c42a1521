import { describe, expect, test } from "vitest";
import { Context } from "../../src/operators/context";
import { Emitter } from "../../src/operators/emit";
import { BLOCKED } from "../../src/operators/recipe";
import { REGISTRY } from "../../src/operators/registry";
import { node } from "../analysis/build";

/** Their derivative is zero wherever there is one: the result is a step function of the input, or does not see it. */
const STEPS = (
  "Round Floor Ceil Sign Equal Greater Less GreaterOrEqual LessOrEqual And Or Xor Not BitwiseAnd BitwiseOr " +
  "BitwiseXor BitwiseNot BitShift IsNaN IsInf ArgMax ArgMin NonZero NonMaxSuppression Shape Size BitCast " +
  "ConstantOfShape EyeLike RandomNormalLike RandomUniformLike Bernoulli Multinomial Hardmax"
).split(" ");

describe("A derivative that is zero by definition", () => {
  for (const name of STEPS) {
    test(`blocks every input of ${name}, in all versions`, () => {
      const versions = REGISTRY.get("ai.onnx")?.get(name) ?? [];
      const said = versions.map(({ gradient, since }) => {
        const emit = new Emitter(17, "");
        const context = new Context(node(name, ["a", "b"], ["c"]), since, []);
        return gradient?.({
          node: context,
          outputs: [],
          emit,
          inputNames: ["a", "b"],
          outputNames: ["c"],
          cotangents: ["g"],
          wants: () => true,
        });
      });
      expect(said.length).toBeGreaterThan(0);
      expect(said).toEqual(versions.map(() => [BLOCKED, BLOCKED]));
    });
  }
});
