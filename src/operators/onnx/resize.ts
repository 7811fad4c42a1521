import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { float, label, text } from "../label";

const mode = label(text("mode", "nearest"));

export const resizing: Family = {
  Resize: [
    entry(10, "shape", "X scales", "Y", { slots: constants("scales"), label: mode }),
    entry(11, "shape", "X roi scales sizes", "Y", { slots: constants("roi scales sizes"), label: mode }),
  ],
  Upsample: [
    entry(1, "shape", "X", "Y", {
      label: label(
        text("mode", "nearest"),
        float("height_scale", "height ×"),
        float("width_scale", "width ×"),
      ),
    }),
    entry(7, "shape", "X", "Y", { label: mode }),
    entry(9, "shape", "X scales", "Y", { slots: constants("scales"), label: mode }),
  ],
  GridSample: [
    entry(16, "shape", "X grid", "Y", { label: label(text("mode", "bilinear")) }),
    // From 20 on for any number of spatial axes; `bilinear` and `bicubic` became `linear` and `cubic`.
    entry(20, "shape", "X grid", "Y", { label: label(text("mode", "linear")) }),
  ],
  AffineGrid: [entry(20, "shape", "theta size", "grid", { slots: constants("size") })],
  ImageDecoder: [
    entry(20, "other", "encoded_stream", "image", { label: label(text("pixel_format", "RGB")) }),
  ],
};
