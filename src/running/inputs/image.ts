import { decode as decodePng } from "fast-png";
import { decode as decodeJpeg } from "jpeg-js";
import type { Result } from "../../bytes/problem";
import type { RunnableType, Values } from "../values";
import { makeValues } from "../values";
import type { ImageLayout } from "./image-layout";
import { imageLayout } from "./image-layout";
import type { Pixels } from "./pixels";
import type { InputFile } from "./problem";
import { badInput } from "./problem";
import { resize } from "./resize";

/** Red, green and blue of each pixel, 0 to 1, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Float32Array;
}

/** A picture beyond this was made to fill memory: no network looks at more. */
const MOST_MEGAPIXELS = 100;

/** Means and deviations of ImageNet's training set, as torchvision's models want them. */
const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];
/** Weights of red, green and blue in grey (ITU-R BT.601). */
const GREY = [0.299, 0.587, 0.114];

/** A picture as an input of this type and shape wants it: scaled so that it covers the input, the middle cut out. */
export function readImage(
  file: InputFile,
  dtype: RunnableType,
  shape: readonly number[],
  pixels: Pixels,
): Result<Values> {
  const layout = imageLayout(shape);
  if (layout === undefined || dtype === "string") {
    return badInput(file.name, `is an image; the input of shape ${shape.join("×")} takes none.`);
  }
  const picture = readPicture(file);
  if (!picture.ok) return picture;
  const fitted = resize(picture.value, layout.width, layout.height);
  return { ok: true, value: makeValues(dtype, shape, (index) => elementAt(fitted, layout, pixels, index)) };
}

function elementAt({ rgb }: Picture, layout: ImageLayout, pixels: Pixels, index: number): number {
  const { order, channels, width, height } = layout;
  const within = index % (channels * width * height);
  const pixel = order === "CHW" ? within % (width * height) : Math.floor(within / channels);
  const channel = order === "CHW" ? Math.floor(within / (width * height)) : within % channels;
  const at = (colour: number): number => rgb[3 * pixel + colour] ?? 0;
  if (channel === 3) return scaled(1, 0, "0-1");
  const value =
    channels === 1 ? GREY.reduce((sum, weight, colour) => sum + weight * at(colour), 0) : at(channel);
  return scaled(value, channel, pixels);
}

function scaled(value: number, channel: number, pixels: Pixels): number {
  switch (pixels) {
    case "0-1":
      return value;
    case "-1-1":
      return 2 * value - 1;
    case "0-255":
      return Math.round(255 * value);
    case "imagenet":
      return (value - (IMAGENET_MEAN[channel] ?? 0)) / (IMAGENET_STD[channel] ?? 1);
  }
}

/** A PNG or JPEG file's picture; what is transparent shows black behind it. */
export function readPicture({ name, bytes }: InputFile): Result<Picture> {
  try {
    return { ok: true, value: bytes[0] === 0x89 ? fromPng(bytes) : fromJpeg(bytes) };
  } catch (error) {
    return badInput(
      name,
      `cannot be read as an image: ${error instanceof Error ? error.message : "unknown"}.`,
    );
  }
}

function fromPng(bytes: Uint8Array): Picture {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Width and height stand at the same place in every PNG file: the header's chunk is the first.
  if (view.getUint32(16) * view.getUint32(20) > MOST_MEGAPIXELS * 1e6) {
    throw new Error(`it has more than ${MOST_MEGAPIXELS} megapixels`);
  }
  const { width, height, data, channels, depth, palette } = decodePng(bytes);
  const largest = 2 ** depth - 1;
  const packed = depth < 8;
  const sample = (index: number): number => {
    if (!packed) return data[index] ?? 0;
    // Rows of narrow samples begin at a byte.
    const perRow = Math.ceil((width * depth) / 8);
    const [row, column] = [Math.floor(index / width), index % width];
    const byte = data[row * perRow + Math.floor((column * depth) / 8)] ?? 0;
    return (byte >> (8 - depth - ((column * depth) % 8))) & largest;
  };
  const rgb = new Float32Array(3 * width * height);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opaque = channels % 2 === 0 ? sample(channels * pixel + channels - 1) / largest : 1;
    for (let colour = 0; colour < 3; colour++) {
      const value =
        palette === undefined
          ? sample(channels * pixel + (channels > 2 ? colour : 0)) / largest
          : (palette[sample(pixel)]?.[colour] ?? 0) / 255;
      rgb[3 * pixel + colour] = value * opaque;
    }
  }
  return { width, height, rgb };
}

function fromJpeg(bytes: Uint8Array): Picture {
  const { width, height, data } = decodeJpeg(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    maxResolutionInMP: MOST_MEGAPIXELS,
  });
  return { width, height, rgb: Float32Array.from(data, (value) => value / 255) };
}
