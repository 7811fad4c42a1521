import { multiply } from "../../model/expression";
import { withLast } from "../axis";
import type { Context } from "../context";
import type { Products } from "../contraction";
import { shapeOf } from "../contraction";
import type { Family } from "../entry";
import { bias, constants, entry, kernelOutLast, recurrentOutLast, weight } from "../entry";
import { int, label, text } from "../label";
import type { Operator } from "../operator";
import { seenAs, settingsOf } from "../seen-as";
import type { Value } from "../value";
import { tensor } from "../value";

/** What a wrapper holds: its entry, and the node as this layer would see it. */
interface Inner {
  readonly operator: Operator;
  readonly node: Context;
}

function innerOf(families: readonly Family[], node: Context, input = node.input(0)): Inner | undefined {
  const className = node.text("layer", "");
  const operator = families
    .map((family) => (Object.hasOwn(family, className) ? family[className]?.at(-1) : undefined))
    .find((one) => one !== undefined);
  const inputs = [input, ...node.inputs.slice(1)];
  return (
    operator && {
      operator,
      node: seenAs(node, { operator: className, attributes: settingsOf(node, "layer"), inputs }),
    }
  );
}

/** Each step as a sample of its own: `[batch·steps, …]`. */
function stepwise(families: readonly Family[], node: Context): Inner | undefined {
  const [batch, steps, ...rest] = node.shape(0) ?? [];
  if (batch === undefined || steps === undefined) return undefined;
  return innerOf(families, node, tensor(node.dtype(0), [multiply(batch, steps), ...rest]));
}

function distributed(families: readonly Family[], node: Context): readonly Value[] {
  const inner = stepwise(families, node);
  const [first] = inner?.operator.infer?.(inner.node) ?? [];
  const shape = shapeOf(first);
  if (first?.type.kind !== "tensor" || shape === undefined) return [tensor(node.dtype(0), undefined)];
  return [tensor(first.type.dtype, [node.dimension(0, 0), node.dimension(0, 1), ...shape.slice(1)])];
}

function macsInside(inner: Inner | undefined): Products | undefined {
  return inner?.operator.macs?.(inner.node, inner.operator.infer?.(inner.node) ?? []);
}

/** Both directions side by side (https://keras.io/api/layers/recurrent_layers/bidirectional/). */
function bothWays(families: readonly Family[], node: Context): readonly Value[] {
  const inner = innerOf(families, node);
  const [sequence, ...states] = inner?.operator.infer?.(inner.node) ?? [];
  if (sequence?.type.kind !== "tensor") return [tensor(node.dtype(0), undefined)];
  const { dtype, shape } = sequence.type;
  const width = shape?.at(-1);
  switch (node.text("merge_mode", node.node.outputs.length > 1 + states.length ? "none" : "concat")) {
    case "concat":
      return [
        tensor(dtype, width === undefined ? undefined : withLast(shape, multiply(width, 2))),
        ...states,
        ...states,
      ];
    case "none":
      return [sequence, sequence, ...states, ...states];
    default:
      return [sequence, ...states, ...states];
  }
}

const twice = (products: Products | undefined): Products | undefined =>
  products?.map((factors) => [2, ...factors]);

/** Layers around a layer of these families. */
export const wrappers = (families: readonly Family[]): Family => ({
  TimeDistributed: [
    entry(1, "linear", "input weights…", "output", {
      slots: { weights: weight },
      label: label(text("layer"), int("layer.units", "units"), int("layer.filters", "filters")),
      infer: (node) => distributed(families, node),
      macs: (node) => macsInside(stepwise(families, node)),
    }),
  ],
  Bidirectional: [
    entry(
      1,
      "recurrent",
      "input forward_kernel forward_recurrent_kernel forward_bias " +
        "backward_kernel backward_recurrent_kernel backward_bias initial_state…",
      "output more…",
      {
        slots: {
          forward_kernel: kernelOutLast,
          forward_recurrent_kernel: recurrentOutLast,
          forward_bias: bias,
          backward_kernel: kernelOutLast,
          backward_recurrent_kernel: recurrentOutLast,
          backward_bias: bias,
          ...constants("initial_state"),
        },
        label: label(text("layer"), int("layer.units", "units"), text("merge_mode", "concat")),
        infer: (node) => bothWays(families, node),
        macs: (node) => twice(macsInside(innerOf(families, node))),
      },
    ),
  ],
  SpectralNormalization: [
    entry(1, "linear", "input weights…", "output", {
      slots: { weights: weight },
      label: label(text("layer")),
      infer: (node) => {
        const inner = innerOf(families, node);
        return inner?.operator.infer?.(inner.node) ?? [];
      },
      macs: (node) => macsInside(innerOf(families, node)),
    }),
  ],
});
