import fc from "fast-check";
import type { RandomNode } from "./node";
import { fed, floats, ints, stored, text } from "./node";
import { axesOf, between, list, maybe, oneOf, shape } from "./sizes";

/** Scales that a double holds, and such that it does not. */
const scale = oneOf(0.5, 0.6, 0.7, 0.3, 1 / 3, 2 / 3, 0.75, 1, 1.1, 1.25, 1.5, 2, 3, 0.1).map(Math.fround);

const upsampling: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(4, 4, between(1, 9)), oneOf(7, 9))
  .chain(([sizes, opset]) =>
    list(oneOf(1, 1.1, 1.25, 1.5, 2, 3).map(Math.fround), 2).map((spatial) => {
      const scales = [1, 1, ...spatial];
      return {
        operator: "Upsample",
        opset,
        operands: opset === 7 ? [fed(sizes)] : [fed(sizes), stored(scales, "float32")],
        attributes: { scales: opset === 7 ? floats(scales) : undefined },
      };
    }),
  );

const byScales: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(4, 4, between(2, 12)), oneOf(10, 11, 13))
  .chain(([sizes, opset]) =>
    fc.tuple(list(scale, 2), fc.boolean()).map(([spatial, unused]) => {
      const scales = stored([1, 1, ...spatial], "float32");
      const region = unused || opset === 11 ? stored([], "float32") : undefined;
      return {
        operator: "Resize",
        opset,
        operands: opset === 10 ? [fed(sizes), scales] : [fed(sizes), region, scales],
        attributes: { mode: text("nearest") },
      };
    }),
  );

/**
 * The whole input only: of a smaller region ONNX Runtime scales the whole size nevertheless
 * (`UpsampleBase::ComputeOutputShape` in upsamplebase.h), where the operator's page has the region's share of it.
 */
const byRegion: fc.Arbitrary<RandomNode> = fc
  .tuple(shape(4, 4, between(2, 12)), list(scale, 2))
  .map(([sizes, spatial]) => ({
    operator: "Resize",
    opset: 13,
    operands: [
      fed(sizes),
      stored([0, 0, 0, 0, 1, 1, 1, 1], "float32"),
      stored([1, 1, ...spatial], "float32"),
    ],
    attributes: { mode: text("linear"), coordinate_transformation_mode: text("tf_crop_and_resize") },
  }));

const bySizes: fc.Arbitrary<RandomNode> = fc
  .tuple(
    shape(4, 4, between(2, 12)),
    oneOf(11, 13, 18),
    list(between(1, 12), 4),
    maybe(oneOf("stretch", "not_larger", "not_smaller")),
    fc.boolean(),
  )
  .map(([sizes, opset, wanted, policy, spatialOnly]) => {
    const named = opset === 18 && spatialOnly;
    const unused = opset === 11 ? stored([], "float32") : undefined;
    const target = named ? wanted.slice(2) : [...sizes.slice(0, 2), ...wanted.slice(2)];
    return {
      operator: "Resize",
      opset,
      operands: [fed(sizes), unused, unused, stored(target)],
      attributes: {
        mode: text("nearest"),
        axes: named ? ints([2, 3]) : undefined,
        keep_aspect_ratio_policy: named && policy !== undefined ? text(policy) : undefined,
      },
    };
  });

const byAxes: fc.Arbitrary<RandomNode> = shape(4, 4, between(2, 12)).chain((sizes) =>
  fc.tuple(axesOf(4, 2), list(scale, 2)).map(([axes, scales]) => ({
    operator: "Resize",
    opset: 18,
    operands: [fed(sizes), undefined, stored(scales, "float32")],
    attributes: { mode: text("nearest"), axes: ints(axes.slice(0, 2)) },
  })),
);

export const resizing = fc.oneof(upsampling, byScales, byRegion, bySizes, byAxes);

const sampling: fc.Arbitrary<RandomNode> = fc
  .tuple(between(1, 2), between(1, 3), list(between(2, 5), 3), list(between(1, 5), 3), between(2, 3))
  .map(([batch, depth, from, to, rank]) => ({
    operator: "GridSample",
    opset: 20,
    operands: [fed([batch, depth, ...from.slice(0, rank)]), fed([batch, ...to.slice(0, rank), rank])],
    attributes: {},
  }));

const grids: fc.Arbitrary<RandomNode> = fc
  .tuple(between(1, 2), between(1, 3), list(between(1, 5), 3), between(2, 3))
  .map(([batch, depth, sizes, rank]) => ({
    operator: "AffineGrid",
    opset: 20,
    operands: [fed([batch, rank, rank + 1]), stored([batch, depth, ...sizes.slice(0, rank)])],
  }));

export const gridding = fc.oneof(sampling, grids);
