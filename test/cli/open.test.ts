import { describe, expect, test } from "vitest";
import { gradients } from "../../src/cli/gradients";
import { inspect } from "../../src/cli/inspect";
import { lint } from "../../src/cli/lint";
import { DEFAULTS } from "../../src/cli/options";
import { run } from "../../src/cli/run";

const TERMINAL = { wide: 100, colours: false };
const FIXTURES = "test/fixtures/torch";
const sizes = (...names: readonly string[]) => ({ dimensions: new Map(names.map((name) => [name, 2])) });
const shapes = (name: string) => ({ shapes: new Map([[name, [2, 9]]]) });

describe("what a call fixes and a model does not have", () => {
  test.each([
    ["another dimension", "mlp", sizes("n"), ["there is no open dimension 'n' to fix, only 'batch'."]],
    [
      "a dimension of a model that leaves none open",
      "half",
      sizes("n"),
      ["there is no open dimension 'n' to fix, nor any other."],
    ],
    ["another input", "mlp", shapes("images"), ["there is no input 'images' to fix, only 'x'."]],
    ["nothing where an output alone has the dimension", "mlp", sizes("Gemm7_dim_0"), []],
    ["nothing where all is there", "mlp", { ...sizes("batch"), ...shapes("x") }, []],
  ])("is said: %s", async (_, name, fixed, expected) => {
    const options = { ...DEFAULTS, ...fixed };
    const words = [`${FIXTURES}/${name}/model.onnx`];
    const { errors, notices } = await inspect({ command: "inspect", words, options }, "1.2.3", TERMINAL);
    expect(notices).toEqual(expected.map((text) => expect.stringContaining(`model.onnx: ${text}`) as string));
    expect(errors).toEqual([]);
  });

  test.each([
    ["run", run],
    ["gradients", gradients],
    ["lint", lint],
  ] as const)("is said by %s, which does its work all the same", async (command, work) => {
    const options = { ...DEFAULTS, ...sizes("n"), samples: 1 };
    const printed = await work(
      { command, words: [`${FIXTURES}/mlp/model.onnx`], options },
      "1.2.3",
      TERMINAL,
    );
    expect(printed.notices).toHaveLength(1);
    expect(printed).toMatchObject({ errors: [], out: expect.stringContaining("mlp") });
  });
});
