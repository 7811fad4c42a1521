import fc from "fast-check";
import type { RandomNode } from "./node";
import { fed, int, ints, stored, text } from "./node";
import { axesOf, between, maybe, oneOf, shape } from "./sizes";

/** Groups neighbouring axes into a target shape, with zeros for what stays in place and one -1 at most. */
const reshaping: fc.Arbitrary<RandomNode> = fc
  .tuple(
    shape(1, 4),
    fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    between(0, 5),
    fc.boolean(),
    oneOf(5, 14),
  )
  .map(([sizes, joins, open, zeros, opset]) => {
    const groups: number[] = [];
    sizes.forEach((size, axis) => {
      if (axis > 0 && joins[axis] === true) groups.push((groups.pop() ?? 1) * size);
      else groups.push(size);
    });
    const target = groups.map((size, axis) => {
      if (axis === open) return -1;
      return zeros && size === sizes[axis] ? 0 : size;
    });
    return { operator: "Reshape", opset, operands: [fed(sizes), stored(target)] };
  });

const flattening: fc.Arbitrary<RandomNode> = shape(0, 4).chain((sizes) =>
  between(-sizes.length, sizes.length).map((axis) => ({
    operator: "Flatten",
    opset: 13,
    operands: [fed(sizes)],
    attributes: { axis: int(axis) },
  })),
);

const ones = oneOf(1, 1, 2, 3);

const squeezing: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(1, 5, ones), maybe(fc.boolean()), oneOf(1, 13))
  .chain(([sizes, some, opset]) => {
    const single = sizes.flatMap((size, axis) => (size === 1 ? [axis] : []));
    return fc.subarray(single).chain((chosen) =>
      fc.boolean().map((negative): RandomNode => {
        const axes = chosen.map((axis) => (negative && opset > 1 ? axis - sizes.length : axis));
        const given = some === undefined || axes.length === 0 ? undefined : axes;
        return {
          operator: "Squeeze",
          opset,
          operands: [fed(sizes), ...(opset === 13 && given !== undefined ? [stored(given)] : [])],
          attributes: { axes: opset === 1 && given !== undefined ? ints(given) : undefined },
        };
      }),
    );
  });

const unsqueezing: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(0, 3), between(1, 3), oneOf(11, 13))
  .chain(([sizes, count, opset]) =>
    axesOf(sizes.length + count, count).map((axes) => {
      const some = axes.slice(0, count);
      const rank = sizes.length + some.length;
      const fitting = [...new Set(some.map((axis) => (axis + rank * 2) % rank))];
      return {
        operator: "Unsqueeze",
        opset,
        operands: [fed(sizes), ...(opset === 13 ? [stored(fitting)] : [])],
        attributes: { axes: opset === 13 ? undefined : ints(fitting) },
      };
    }),
  );

const transposing: fc.Arbitrary<RandomNode> = shape(0, 4).chain((sizes) =>
  maybe(fc.shuffledSubarray([...sizes.keys()], { minLength: sizes.length })).map((perm) => ({
    operator: "Transpose",
    opset: 13,
    operands: [fed(sizes)],
    attributes: { perm: perm === undefined ? undefined : ints(perm) },
  })),
);

export const viewing = fc.oneof(reshaping, flattening, squeezing, unsqueezing, transposing);

const asking: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(0, 4), maybe(between(-5, 5)), maybe(between(-5, 5)), oneOf("Shape", "Size"))
  .map(([sizes, start, end, operator]) => ({
    operator,
    opset: 15,
    operands: [fed(sizes)],
    attributes:
      operator === "Size"
        ? {}
        : {
            start: start === undefined ? undefined : int(start),
            end: end === undefined ? undefined : int(end),
          },
  }));

const blocks: fc.Arbitrary<RandomNode> = fc
  .tuple(
    between(1, 2),
    between(1, 3),
    between(1, 4),
    between(1, 4),
    between(1, 3),
    fc.boolean(),
    oneOf("DCR", "CRD"),
  )
  .map(([batch, depth, height, width, block, toSpace, mode]) => ({
    operator: toSpace ? "DepthToSpace" : "SpaceToDepth",
    opset: 13,
    operands: [
      fed(
        toSpace
          ? [batch, depth * block * block, height, width]
          : [batch, depth, height * block, width * block],
      ),
    ],
    attributes: { blocksize: int(block), mode: toSpace ? text(mode) : undefined },
  }));

const columns: fc.Arbitrary<RandomNode> = fc
  .tuple(between(1, 2), between(1, 3), between(1, 2), between(1, 3), between(3, 6), between(3, 6))
  .map(([batch, depth, high, wide, height, width]) => ({
    operator: "Col2Im",
    opset: 18,
    operands: [
      fed([batch, depth * high * wide, (height - high + 1) * (width - wide + 1)]),
      stored([height, width]),
      stored([high, wide]),
    ],
  }));

const filling: fc.Arbitrary<RandomNode> = shape(0, 4, between(0, 5)).map((sizes) => ({
  operator: "ConstantOfShape",
  opset: 9,
  operands: [stored(sizes)],
}));

const diagonal: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(2, 2), oneOf("EyeLike", "Trilu"))
  .map(([sizes, operator]) => ({
    operator,
    opset: 14,
    operands: [fed(sizes)],
  }));

export const rearranging = fc.oneof(asking, blocks, columns, filling, diagonal);
