import fc from "fast-check";
import type { AttributeValue } from "../../../src/model/model";
import type { RandomNode } from "./node";
import { fed, int, ints, text } from "./node";
import { between, list, maybe, oneOf } from "./sizes";

/** How a kernel slides, without what is left to default. */
interface Sliding {
  readonly kernel: readonly number[];
  readonly spatial: readonly number[];
  readonly attributes: Readonly<Record<string, AttributeValue | undefined>>;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

const optionalInts = (values: readonly number[] | undefined): AttributeValue | undefined =>
  values === undefined ? undefined : ints(values);

const AUTO_PADS = ["SAME_UPPER", "SAME_LOWER", "VALID", "NOTSET"];

/** Pads below the smallest kernel: the runtime refuses windows that lie in the padding only. */
function sliding(rank: number, dilates = true): fc.Arbitrary<Sliding> {
  return fc
    .record({
      kernel: list(between(1, 4), rank),
      // The largest window, of 4 at every second place, fits in: of others the runtime rounds towards zero.
      spatial: list(between(7, 14), rank),
      strides: maybe(list(between(1, 3), rank)),
      dilations: dilates ? maybe(list(between(1, 2), rank)) : fc.constant(undefined),
      pads: fc.oneof(
        fc.record({ explicit: list(between(0, 2), 2 * rank) }),
        fc.record({ automatic: oneOf(...AUTO_PADS) }),
        fc.constant({}),
      ),
    })
    .map(({ kernel, spatial, strides, dilations, pads }) => {
      const explicit = "explicit" in pads ? pads.explicit : undefined;
      const fitting = explicit?.map((pad, at) => Math.min(pad, (kernel[at % rank] ?? 1) - 1));
      const automatic = "automatic" in pads ? pads.automatic : undefined;
      return {
        kernel,
        spatial,
        strides: strides ?? new Array<number>(rank).fill(1),
        dilations: dilations ?? new Array<number>(rank).fill(1),
        attributes: {
          kernel_shape: ints(kernel),
          strides: optionalInts(strides),
          dilations: optionalInts(dilations),
          pads: optionalInts(fitting),
          auto_pad: automatic === undefined ? undefined : text(automatic),
        },
      };
    });
}

const spatialRank = between(1, 3);

/** Batch, groups, channels per group. */
const channels = fc.record({
  batch: between(1, 2),
  group: between(1, 3),
  own: between(1, 2),
  made: between(1, 2),
});

export const convolution: fc.Arbitrary<RandomNode> = fc
  .tuple(
    channels,
    spatialRank.chain((rank) => sliding(rank)),
    fc.boolean(),
    oneOf(1, 11, 22),
  )
  .map(([{ batch, group, own, made }, { kernel, spatial, attributes }, says, opset]) => ({
    operator: "Conv",
    opset,
    operands: [fed([batch, group * own, ...spatial]), fed([group * made, own, ...kernel])],
    attributes: { ...attributes, group: int(group), ...(says ? {} : { kernel_shape: undefined }) },
  }));

export const transposedConvolution: fc.Arbitrary<RandomNode> = fc
  .tuple(
    channels,
    spatialRank.chain((rank) => sliding(rank)),
    oneOf("plain", "padded", "sized"),
    between(0, 2),
    oneOf(1, 11, 22),
  )
  .map(
    ([
      { batch, group, own, made },
      { kernel, spatial, attributes, strides, dilations },
      way,
      more,
      opset,
    ]) => {
      // Less than the stride or the dilation, else the padding would be a step of its own.
      const padding = strides.map((stride, axis) =>
        Math.min(more, Math.max(stride, dilations[axis] ?? 1) - 1),
      );
      const full = spatial.map(
        (size, axis) =>
          (size - 1) * (strides[axis] ?? 1) + ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1,
      );
      const sizes = full.map((size) => Math.max(1, size - more));
      return {
        operator: "ConvTranspose",
        opset,
        operands: [fed([batch, group * own, ...spatial]), fed([group * own, made, ...kernel])],
        attributes: {
          ...attributes,
          group: int(group),
          output_padding: way === "padded" ? ints(padding) : undefined,
          ...(way === "sized" ? { output_shape: ints(sizes), pads: undefined } : {}),
        },
      };
    },
  );

interface Pool {
  readonly operator: string;
  readonly opset: number;
  readonly dilates: boolean;
  readonly ceils: boolean;
}

const POOLS: readonly Pool[] = [
  { operator: "MaxPool", opset: 1, dilates: false, ceils: false },
  { operator: "MaxPool", opset: 8, dilates: false, ceils: false },
  { operator: "MaxPool", opset: 12, dilates: true, ceils: true },
  { operator: "MaxPool", opset: 22, dilates: true, ceils: true },
  { operator: "AveragePool", opset: 7, dilates: false, ceils: false },
  { operator: "AveragePool", opset: 11, dilates: false, ceils: true },
  { operator: "AveragePool", opset: 19, dilates: true, ceils: true },
  { operator: "AveragePool", opset: 22, dilates: true, ceils: true },
  { operator: "LpPool", opset: 2, dilates: false, ceils: false },
  { operator: "LpPool", opset: 18, dilates: true, ceils: true },
];

/**
 * For SAME, ONNX Runtime's pools take the padding from the kernel without its dilation
 * (`PoolAttributes::ComputeSizePadDilations` in pool_attributes.h): the size then is not what SAME says.
 */
const isSame = (autoPad: AttributeValue | undefined): boolean =>
  autoPad?.kind === "string" && autoPad.value.startsWith("SAME");

export const pooling: fc.Arbitrary<RandomNode> = oneOf(...POOLS).chain(
  ({ operator, opset, dilates, ceils }) =>
    fc
      .tuple(
        between(1, 2),
        between(1, 3),
        spatialRank.chain((rank) => sliding(rank, dilates)),
        fc.boolean(),
      )
      .map(([batch, depth, { spatial, attributes }, ceil]) => ({
        operator,
        opset,
        operands: [fed([batch, depth, ...spatial])],
        attributes: {
          ...attributes,
          ...(isSame(attributes.auto_pad) ? { dilations: undefined } : {}),
          ...(ceils && ceil ? { ceil_mode: int(1) } : {}),
        },
        outputs: operator === "MaxPool" && opset >= 8 ? 2 : 1,
      })),
);
