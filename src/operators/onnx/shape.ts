import type { Family } from "../entry";
import { constants, entry } from "../entry";
import { int, ints, label } from "../label";
import type { Operator } from "../operator";
import { toType } from "./to-type";

/** The first input, seen another way. */
const view = (since: number, inputs: string, output: string, more: Partial<Operator> = {}): Operator =>
  entry(since, "shape", inputs, output, { looksThrough: true, ...more });

const axes = ints("axes", "axes");
const block = label(int("blocksize", "block"));

export const shapes: Family = {
  Identity: [view(1, "input", "output")],
  Cast: [view(1, "input", "output", { label: label(toType("to")) })],
  CastLike: [entry(15, "shape", "input target_type", "output", { slots: constants("target_type") })],
  BitCast: [entry(26, "shape", "input", "output", { label: label(toType("to")) })],
  Transpose: [view(1, "data", "transposed", { label: label(ints("perm")) })],
  Reshape: [view(1, "data", "reshaped"), view(5, "data shape", "reshaped", { slots: constants("shape") })],
  Flatten: [view(1, "input", "output", { label: label(int("axis", "axis", 1)) })],
  Squeeze: [
    view(1, "data", "squeezed", { label: label(axes) }),
    view(13, "data axes", "squeezed", { slots: constants("axes") }),
  ],
  Unsqueeze: [
    view(1, "data", "expanded", { label: label(axes) }),
    view(13, "data axes", "expanded", { slots: constants("axes") }),
  ],
  Expand: [view(8, "input shape", "output", { slots: constants("shape") })],
  Shape: [
    entry(1, "shape", "data", "shape"),
    entry(15, "shape", "data", "shape", { label: label(int("start", "start", 0), int("end", "end")) }),
  ],
  Size: [entry(1, "shape", "data", "size")],
  Tile: [
    entry(1, "shape", "input tiles axis", "output", { slots: constants("tiles axis") }),
    entry(6, "shape", "input repeats", "output", { slots: constants("repeats") }),
  ],
  DepthToSpace: [entry(1, "shape", "input", "output", { label: block })],
  SpaceToDepth: [entry(1, "shape", "input", "output", { label: block })],
  Col2Im: [
    entry(18, "shape", "input image_shape block_shape", "output", {
      slots: constants("image_shape block_shape"),
    }),
  ],
};

const alongAxis = label(int("axis", "axis", 0));

/** Joining, parting, cutting out and filling up. */
export const pieces: Family = {
  Concat: [entry(1, "shape", "inputs…", "concat_result", { label: label(int("axis")) })],
  Split: [
    entry(1, "shape", "input split", "outputs…", { slots: constants("split"), label: alongAxis }),
    entry(2, "shape", "input", "outputs…", { label: alongAxis }),
    entry(13, "shape", "input split", "outputs…", { slots: constants("split"), label: alongAxis }),
  ],
  Slice: [
    entry(1, "shape", "data", "output", { label: label(axes, ints("starts", "from"), ints("ends", "to")) }),
    entry(10, "shape", "data starts ends axes steps", "output", {
      slots: constants("starts ends axes steps"),
    }),
  ],
  Pad: [
    entry(1, "shape", "data", "output", { label: label(ints("paddings")) }),
    entry(2, "shape", "data", "output", { label: label(ints("pads")) }),
    entry(11, "shape", "data pads constant_value", "output", { slots: constants("pads constant_value") }),
    entry(18, "shape", "data pads constant_value axes", "output", {
      slots: constants("pads constant_value axes"),
    }),
  ],
  CenterCropPad: [
    entry(18, "shape", "input_data shape", "output_data", { slots: constants("shape"), label: label(axes) }),
  ],
  Trilu: [
    entry(14, "shape", "input k", "output", {
      slots: constants("k"),
      label: ({ attributes }) => {
        const upper = attributes.get("upper");
        return upper?.kind === "int" && Number(upper.value) === 0 ? "lower" : "upper";
      },
    }),
  ],
};
