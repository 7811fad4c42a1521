import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { tensor } from "../value";
import { affineGrid, resized, sampled, scaled } from "./interpolate";
import { float, label, text } from "../label";
import { affineGridGradient, gridSampleGradient } from "./grid-gradient";
import { resizeGradient, scaledGradient, upsampleGradient } from "./resize-gradient";

const mode = label(text("mode", "nearest"));

export const resizing: Family = {
  Resize: [
    entry(10, "shape", "X scales", "Y", {
      slots: constants("scales"),
      label: mode,
      gradient: scaledGradient,
      infer: (node) => scaled(node, node.elements(1)),
    }),
    entry(11, "shape", "X roi scales sizes", "Y", {
      slots: constants("roi scales sizes"),
      label: mode,
      infer: resized,
      gradient: resizeGradient,
    }),
  ],
  Upsample: [
    entry(1, "shape", "X", "Y", {
      label: label(
        text("mode", "nearest"),
        float("height_scale", "height ×"),
        float("width_scale", "width ×"),
      ),
      infer: (node) => scaled(node, [1, 1, node.float("height_scale"), node.float("width_scale")]),
    }),
    entry(7, "shape", "X", "Y", {
      label: mode,
      infer: (node) => scaled(node, node.floats("scales")),
      gradient: upsampleGradient,
    }),
    entry(9, "shape", "X scales", "Y", {
      slots: constants("scales"),
      label: mode,
      gradient: scaledGradient,
      infer: (node) => scaled(node, node.elements(1)),
    }),
  ],
  GridSample: [
    entry(16, "shape", "X grid", "Y", {
      label: label(text("mode", "bilinear")),
      infer: sampled,
      gradient: gridSampleGradient,
    }),
    // From 20 on for any number of spatial axes; `bilinear` and `bicubic` became `linear` and `cubic`.
    entry(20, "shape", "X grid", "Y", {
      label: label(text("mode", "linear")),
      infer: sampled,
      gradient: gridSampleGradient,
    }),
  ],
  AffineGrid: [
    entry(20, "shape", "theta size", "grid", {
      slots: constants("size"),
      infer: affineGrid,
      gradient: affineGridGradient,
    }),
  ],
  ImageDecoder: [
    entry(20, "other", "encoded_stream", "image", {
      label: label(text("pixel_format", "RGB")),
      infer: (node) => [
        tensor("uint8", [
          node.fresh("height"),
          node.fresh("width"),
          node.text("pixel_format") === "Grayscale" ? 1 : 3,
        ]),
      ],
    }),
  ],
};
