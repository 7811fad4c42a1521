import { describe, expect, test } from "vitest";
import { indexModel } from "../../src/analysis/model-index";
import { openFile } from "../../src/bytes/file";
import { openModel } from "../../src/formats/open";
import type { FirstPass } from "../../src/gradients/first-pass";
import { gradientsOf } from "../../src/gradients/gradients";
import { saliencyOf } from "../../src/gradients/saliency";
import { prepareInputs } from "../../src/running/inputs/prepare";
import { loadEngine } from "../../src/running/load";
import type { Values } from "../../src/running/values";
import { makeValues, numberAt } from "../../src/running/values";

const LABEL = 1;
const STEP = 2e-2;
const loss = { kind: "cross-entropy", label: LABEL } as const;

/** Looks at the first pass over a model whose image was changed. */
async function look<T>(
  path: string,
  change: (image: Values) => Values,
  see: (first: FirstPass, input: string) => Promise<T>,
): Promise<T> {
  const source = await openFile(path);
  if (!source.ok) throw new Error(source.problem.message);
  const model = await openModel(source.value);
  if (!model.ok) throw new Error(model.problem.message);
  const index = indexModel(model.value);
  const assumptions = { dimensions: new Map(), shapes: new Map() };
  const inputs = prepareInputs(index, {
    assumptions,
    given: new Map(),
    seed: 0,
    samples: 1,
    pixels: undefined,
  });
  if (!inputs.ok) throw new Error(inputs.problem.message);
  const input = inputs.value.inputs[0]?.name ?? "";
  const feeds: typeof inputs.value.feeds = (run) => {
    const fed = inputs.value.feeds(run);
    const image = fed.ok ? fed.value.get(input) : undefined;
    return fed.ok && image !== undefined
      ? { ok: true, value: new Map(fed.value).set(input, change(image)) }
      : fed;
  };
  let seen: T | undefined;
  const walked = await gradientsOf({
    engine: await loadEngine(1),
    source: source.value,
    index,
    inputs: { ...inputs.value, feeds },
    loss,
    seed: 0,
    budget: 2 ** 28,
    look: async (first) => {
      seen = await see(first, input);
      return undefined;
    },
  });
  await source.value.close();
  if (!walked.ok) throw new Error(walked.problem.message);
  if (seen === undefined) throw new Error("nothing was looked at");
  return seen;
}

/** Of the class: before the softmax, or, where the file ends with one, the logarithm behind it. */
function scoreIn({ points, values }: FirstPass, kind: "logit" | "log-probability"): number {
  const output = values.get(points[0] ?? "");
  const score = output === undefined ? NaN : numberAt(output, LABEL);
  return kind === "logit" ? score : Math.log(score);
}

const moved = (place: number, by: number) => (image: Values) =>
  makeValues("float32", image.shape, (at) => numberAt(image, at) + (at === place ? by : 0));

describe("saliency, against differences of the score between two runs", () => {
  test.each([
    ["test/fixtures/torch/residual/model.onnx", "logit", "CHW"],
    ["test/fixtures/tfjs/cnn/model.json", "log-probability", "HWC"],
  ] as const)("of %s", { timeout: 120_000 }, async (path, kind, order) => {
    const { saliency, shape } = await look(
      path,
      (image) => image,
      async (first, input) => {
        const made = await saliencyOf(first, loss);
        if (!made.ok || made.value === undefined) throw new Error("there are no maps");
        return { saliency: made.value, shape: first.values.get(input)?.shape ?? [] };
      },
    );
    expect(saliency.score.kind).toBe(kind);
    expect("missing" in saliency.camera).toBe(false);
    const map = saliency.images[0]?.map;
    const [least, most] = map?.range ?? [NaN, NaN];
    const levels = atob(map?.maps[0]?.levels ?? "");
    const [, second = 1, third = 1, fourth = 1] = shape;
    const [channels, height, width] = order === "CHW" ? [second, third, fourth] : [fourth, second, third];
    const pixels = height * width;
    for (const pixel of [Math.floor(pixels / 2), Math.floor(pixels / 3) + 1]) {
      const slopes: number[] = [];
      for (let channel = 0; channel < channels; channel++) {
        const place = order === "CHW" ? channel * pixels + pixel : pixel * channels + channel;
        const at = (by: number) =>
          look(path, moved(place, by), (first) => Promise.resolve(scoreIn(first, kind)));
        slopes.push(Math.abs((await at(STEP)) - (await at(-STEP))) / (2 * STEP));
      }
      const shown = least + ((levels.charCodeAt(pixel) - 1) / 254) * (most - least);
      expect(Math.abs(shown - Math.max(...slopes)) / most).toBeLessThan(0.02);
    }
  });
});
