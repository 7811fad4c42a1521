import type { ModelIndex } from "../analysis/model-index";
import { indexModel } from "../analysis/model-index";
import { weightUses, type WeightUse } from "../analysis/weight-use";
import type { Problem, Result } from "../bytes/problem";
import type { ByteSource } from "../bytes/source";
import { openModel } from "../formats/open";
import type { DataType } from "../model/dtype";
import type { Node } from "../model/model";
import { operatorOf } from "../operators/registry";
import { halfFromNumber } from "../tensors/half";
import { t } from "../words/texts";
import type { GradientOptions } from "./gradients";
import { gradientsOf } from "./gradients";
import type { Gradients } from "./flow";
import type { Verdict } from "./verdict";
import { drawsOf, FreshSource, type Fresh } from "./fresh-source";

/** Draws of fresh weights: between two, slopes differ by 0.005 to 0.01 decades per layer (measured on chains of ReLUs). */
const TWINS = 3;
/** Passes over each: three twins with three differ as much as one with nine. */
const PASSES = 3;

/**
 * The same gradients, with the verdict on freshly initialised networks of the same graph, on the same inputs: the
 * control for what a file's own gradients say. Of three, the one whose slope is in the middle stands for all.
 */
export async function withTwin(options: GradientOptions, gradients: Gradients): Promise<Gradients> {
  const { source, index, seed, inputs, onProgress } = options;
  if (index.model.graph.nodes.some(isFrozen))
    return { ...gradients, problems: [...gradients.problems, FROZEN] };
  const verdicts: Verdict[] = [];
  const few = { probes: PASSES, inputs: { ...inputs, runs: Math.min(inputs.runs, PASSES) } };
  for (let at = 0; at < TWINS; at++) {
    const twin = await twinOf(source, index, seed + 1 + at);
    const counted = {
      onProgress: (done: number, total: number) => onProgress?.(at * total + done, TWINS * total),
    };
    const made = twin.ok
      ? await gradientsOf({ ...options, ...twin.value, ...few, ...counted, normalising: true })
      : twin;
    if (!made.ok) return { ...gradients, problems: [...gradients.problems, noTwin(index, made.problem)] };
    verdicts.push(made.value.verdict);
  }
  return { ...gradients, twin: middleOf(verdicts) };
}

/** The verdict whose slope is in the middle; what is said of its error holds the spread of all. */
export function middleOf(verdicts: readonly Verdict[]): Verdict | undefined {
  const slope = ({ gradient }: Verdict): number => gradient?.perLayer ?? 0;
  const sorted = verdicts.toSorted((a, b) => slope(a) - slope(b));
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle?.gradient === undefined) return middle;
  const mean = sorted.reduce((sum, one) => sum + slope(one), 0) / sorted.length;
  const variance =
    sorted.reduce((sum, one) => sum + (slope(one) - mean) ** 2, 0) / Math.max(1, sorted.length - 1);
  const { perLayer, interval = 0 } = middle.gradient;
  return { ...middle, gradient: { perLayer, interval: 2 * Math.hypot(interval / 2, Math.sqrt(variance)) } };
}

function noTwin({ model }: ModelIndex, problem: Problem): Problem {
  // The file is told beside it already.
  const reason = problem.message.replace(`${model.file}: `, "");
  const message = `A freshly initialised network of the same graph tells nothing: ${reason}`;
  return { ...problem, severity: "warning", code: "no-twin", message };
}

/** A layer of Keras computes by its running statistics alone, which are not those of fresh weights. */
const isFrozen = ({ operator, domain }: Node): boolean => operator === "BatchNormalization" && domain !== "";

const FROZEN: Problem = {
  severity: "warning",
  code: "no-twin",
  message:
    "There is no freshly initialised network to compare with: the file's batch normalisations know only their running statistics.",
  where: "",
};

/** What the control says of the verdict: whether it is the weights' or the architecture's. */
export function twinText(own: Verdict, twin: Verdict): string {
  const sick = (kind: Verdict["kind"]): boolean => kind === "vanishing" || kind === "exploding";
  if (twin.kind === "undetermined") {
    return t(
      "A freshly initialised network of the same graph cannot be judged, so that nothing tells weights from architecture.",
    );
  }
  if (sick(own.kind)) {
    return own.kind === twin.kind
      ? t(
          "A freshly initialised network of the same graph does the same: it is the architecture, not the weights.",
        )
      : t(
          "A freshly initialised network of the same graph does not: it is the weights, not the architecture.",
        );
  }
  if (!sick(twin.kind)) return t("A freshly initialised network of the same graph shows no trend either.");
  return t(
    twin.kind === "vanishing"
      ? "In a freshly initialised network of the same graph gradients vanish: training has found its way around it."
      : "In a freshly initialised network of the same graph gradients explode: training has found its way around it.",
  );
}

/** The same network with weights as training would begin with: its source and its index. */
interface Twin {
  readonly source: ByteSource;
  readonly index: ModelIndex;
}

/** Of tables of embeddings, as BERT and GPT begin with (Devlin et al. 2018, section A.2). */
const TABLE_DEVIATION = 0.02;
/** What a network begins with, by the word for what a layer keeps. */
const CONSTANT: ReadonlyMap<string, number> = new Map([
  ["bias", 0],
  ["mean", 0],
  ["scale", 1],
  ["variance", 1],
]);
/** Activations that halve what passes them (He et al. 2015, equation 10). */
const HALVING: ReadonlySet<string> = new Set([
  "Relu",
  "LeakyRelu",
  "PRelu",
  "Elu",
  "Clip",
  "Gelu",
  "HardSwish",
]);
/** Behind a layer its activation stands within so many nodes. */
const NEAR = 4;

/**
 * A freshly initialised network of the same graph: matrices and kernels by He or LeCun, biases 0, scales 1, running
 * means 0 and variances 1.
 */
export async function twinOf(source: ByteSource, index: ModelIndex, seed: number): Promise<Result<Twin>> {
  const fresh = new FreshSource(source, freshTensors(index, seed));
  const model = await openModel(fresh);
  return model.ok ? { ok: true, value: { source: fresh, index: indexModel(model.value) } } : model;
}

/** The tensors that are drawn anew; what nobody knows the role of stays as the file has it. */
function freshTensors(index: ModelIndex, seed: number): readonly Fresh[] {
  const uses = weightUses(index);
  let at = 0;
  return Array.from(index.stored).flatMap(([name, { tensor }]): readonly Fresh[] => {
    const encode = ENCODERS[tensor.dtype];
    const [use] = uses.get(name) ?? [];
    const { location } = tensor;
    if (
      encode === undefined ||
      use === undefined ||
      location.kind !== "raw" ||
      tensor.quantization !== undefined
    )
      return [];
    const value = valueOf(index, name, use, drawsOf(seed * MOST_TENSORS + at++));
    return value === undefined ? [] : [{ pieces: location.pieces, ...encode, value }];
  });
}

/** Seeds lie so far apart that no two tensors of two twins draw the same. */
const MOST_TENSORS = 1_000_003;

/** An element of a fresh tensor by its place; undefined where the tensor keeps what it has. */
function valueOf(
  index: ModelIndex,
  name: string,
  use: WeightUse,
  draw: (at: number) => number,
): ((at: number) => number) | undefined {
  const word = use.slot?.word ?? "";
  if (word === "table") return (at) => TABLE_DEVIATION * draw(at);
  const constant = CONSTANT.get(word);
  if (constant !== undefined) return () => constant;
  if (use.layout === undefined || index.roles.get(name) !== "parameter") return undefined;
  const deviation = Math.sqrt((isHalved(index, use) ? 2 : 1) / Math.max(1, use.layout.fanIn));
  return (at) => deviation * draw(at);
}

/** Whether what a layer puts out goes through an activation that cuts half of it. */
function isHalved({ uses, model }: ModelIndex, { node }: WeightUse): boolean {
  let now: Node | undefined = node;
  for (let step = 0; step < NEAR && now !== undefined; step++) {
    const takers: readonly Node[] = (uses.consumers.get(now.outputs[0] ?? "") ?? []).map((port) => port.node);
    if (takers.some(({ operator }) => HALVING.has(operator))) return true;
    const [next] = takers;
    const role = next && operatorOf(next, model.opsets)?.role;
    now = role === "normalization" || role === "arithmetic" ? next : undefined;
  }
  return false;
}

interface Encoder {
  readonly width: number;
  readonly write: (view: DataView, offset: number, value: number) => void;
}

const ENCODERS: Partial<Record<DataType, Encoder>> = {
  float32: { width: 4, write: (view, offset, value) => view.setFloat32(offset, value, true) },
  float64: { width: 8, write: (view, offset, value) => view.setFloat64(offset, value, true) },
  float16: { width: 2, write: (view, offset, value) => view.setUint16(offset, halfFromNumber(value), true) },
};
