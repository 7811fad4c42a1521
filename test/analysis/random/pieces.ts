import fc from "fast-check";
import type { Operand, RandomNode } from "./node";
import { fed, int, ints, scalar, stored, text } from "./node";
import { axesOf, axisOf, between, list, maybe, oneOf, product, shape } from "./sizes";

/** Positions in an axis of this size, from either end. */
const positions = (size: number): fc.Arbitrary<number> => between(-size, size - 1);

/** Stored indices of some shape. */
const indices = (size: number, minRank = 0): fc.Arbitrary<Operand> =>
  shape(minRank, 2, between(1, 4)).chain((sizes) =>
    list(positions(size), product(sizes)).map((values) => stored(values, "int64", sizes)),
  );

const along = (sizes: readonly number[], axis: number): number => sizes.at(axis) ?? 1;

export const gathering: fc.Arbitrary<RandomNode> = shape(1, 4).chain((sizes) =>
  fc.oneof(
    axisOf(sizes.length).chain((axis) =>
      indices(along(sizes, axis)).map((at): RandomNode => ({
        operator: "Gather",
        opset: 13,
        operands: [fed(sizes), at],
        attributes: { axis: int(axis) },
      })),
    ),
    fc.tuple(axisOf(sizes.length), between(1, 5)).chain(([axis, count]) => {
      const taken = sizes.with(axis, count);
      return list(positions(along(sizes, axis)), product(taken)).map((values): RandomNode => ({
        operator: "GatherElements",
        opset: 13,
        operands: [fed(sizes), stored(values, "int64", taken)],
        attributes: { axis: int(axis) },
      }));
    }),
    fc
      .tuple(between(0, sizes.length - 1), between(1, 4), between(1, 3))
      .map(([batched, depth, count]): RandomNode => {
        const deep = Math.min(depth, sizes.length - batched);
        const places = [...sizes.slice(0, batched), count, deep];
        return {
          operator: "GatherND",
          opset: 13,
          operands: [fed(sizes), fed(places, "int64")],
          attributes: { batch_dims: int(batched) },
        };
      }),
  ),
);

/** Ends and starts far beyond the axis are clamped. */
const end = fc.oneof({ weight: 4, arbitrary: between(-8, 8) }, oneOf(-100, 100, -(2 ** 31)));

/**
 * INT_MAX as the end of steps forward only: backward ONNX Runtime takes it as "through 0" (`SliceOp` in slice_helper.h),
 * where the operator's page clamps it like any other end.
 */
const FARTHEST = 2 ** 31 - 1;

export const slicing: fc.Arbitrary<RandomNode> = shape(1, 4).chain((sizes) =>
  axesOf(sizes.length, 1).chain((axes) => {
    const ends = list(end, axes.length);
    const steps = list(oneOf(1, 2, 3, -1, -2, -3), axes.length);
    return fc.oneof(
      fc.tuple(ends, ends, maybe(steps), fc.boolean()).map(([from, to, by, far]): RandomNode => {
        const last = to.map((one, at) => (far && (by?.[at] ?? 1) > 0 ? FARTHEST : one));
        return {
          operator: "Slice",
          opset: 13,
          operands: [fed(sizes), stored(from), stored(last), stored(axes), by && stored(by)],
        };
      }),
      fc.tuple(ends, ends).map(([from, to]): RandomNode => {
        const positive = axes.map((axis) => (axis < 0 ? axis + sizes.length : axis));
        return {
          operator: "Slice",
          opset: 9,
          operands: [fed(sizes)],
          attributes: { axes: ints(positive), starts: ints(from), ends: ints(to) },
        };
      }),
    );
  }),
);

export const padding: fc.Arbitrary<RandomNode> = shape(1, 4, between(3, 6)).chain((sizes) =>
  fc
    .tuple(axesOf(sizes.length, 1), list(between(-1, 3), 2 * sizes.length), oneOf(2, 11, 18))
    .map(([axes, all, opset]): RandomNode => {
      const operands: Record<number, (Operand | undefined)[]> = {
        2: [fed(sizes)],
        11: [fed(sizes), stored(all), scalar(0, "float32")],
        18: [fed(sizes), stored(all.slice(0, 2 * axes.length)), undefined, stored(axes)],
      };
      return {
        operator: "Pad",
        opset,
        operands: operands[opset] ?? [],
        attributes: { mode: text("constant"), pads: opset === 2 ? ints(all) : undefined },
      };
    }),
);

const concatenating: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(1, 4), fc.array(between(0, 4), { minLength: 1, maxLength: 4 }))
  .chain(([sizes, lengths]) =>
    axisOf(sizes.length).map((axis) => ({
      operator: "Concat",
      opset: 13,
      operands: lengths.map((length) => fed(sizes.with(axis, length))),
      attributes: { axis: int(axis) },
    })),
  );

const splitting: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(1, 4), fc.array(between(1, 4), { minLength: 1, maxLength: 4 }), between(1, 4))
  .chain(([sizes, parts, count]) =>
    axisOf(sizes.length).chain((axis) => {
      const whole = fed(
        sizes.with(
          axis,
          parts.reduce((sum, part) => sum + part, 0),
        ),
      );
      const equal = fed(sizes.with(axis, 2 * count));
      const node = (opset: number, operands: Operand[], outputs: number, more = {}): RandomNode => ({
        operator: "Split",
        opset,
        operands,
        outputs,
        attributes: { axis: int(axis), ...more },
      });
      return oneOf(
        node(13, [whole, stored(parts)], parts.length),
        node(18, [whole, stored(parts)], parts.length),
        node(11, [whole], parts.length, { split: ints(parts) }),
        node(13, [equal], count),
        node(11, [equal], count),
        node(18, [fed(sizes)], Math.min(count, along(sizes, axis)), {
          num_outputs: int(Math.min(count, along(sizes, axis))),
        }),
      );
    }),
  );

const tiling: fc.Arbitrary<RandomNode> = shape(1, 4).chain((sizes) =>
  list(between(0, 3), sizes.length).map((repeats) => ({
    operator: "Tile",
    opset: 13,
    operands: [fed(sizes), stored(repeats)],
  })),
);

export const joining = fc.oneof(concatenating, splitting, tiling);

export const cropping: fc.Arbitrary<RandomNode> = shape(1, 4).chain((sizes) =>
  axesOf(sizes.length, 1).chain((axes) =>
    list(between(1, 8), axes.length).map((wanted) => ({
      operator: "CenterCropPad",
      opset: 18,
      operands: [fed(sizes), stored(wanted)],
      attributes: { axes: ints(axes) },
    })),
  ),
);
