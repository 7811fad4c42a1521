import "./charts.css";
import { interpolateViridis, rgb } from "d3";
import type { FeatureMap, FeatureMaps } from "../../src/document/protocol/tensors";
import { formatInteger, formatReal, formatShape } from "../../src/reports/format";
import { make } from "../dom";
import { plural, t } from "../l10n";

/** A map is drawn at least this many pixels wide, so that small ones are seen. */
const LEAST_SIDE = 64;
const MOST_SIDE = 512;

/** An array as pictures, a canvas for each map. */
export function drawMaps({ maps, range }: FeatureMaps): readonly HTMLElement[] {
  return maps.map((map) => drawMap(map, maps.length > 1, range));
}

/** What the pictures are of, in words. */
export function mapsText({ maps, channels, range, shape }: FeatureMaps): string {
  const [least, most] = range?.map((end) => formatReal(end)) ?? ["–", "–"];
  const step = maps[0]?.step ?? 1;
  return [
    formatShape(shape),
    t("dark {0} to bright {1}", least ?? "", most ?? ""),
    ...(channels > maps.length
      ? [plural(channels, "the first {1} of {0} map", "the first {1} of {0} maps", maps.length)]
      : []),
    ...(step > 1 ? [t("each cell the mean of {0}×{0} elements", step)] : []),
  ].join(" · ");
}

function drawMap(map: FeatureMap, named: boolean, range: FeatureMaps["range"]): HTMLElement {
  const { width, height, channel } = map;
  const scale = Math.max(1, Math.floor((named ? LEAST_SIDE : MOST_SIDE) / Math.max(width, height, 1)));
  const canvas = make("canvas", {
    width,
    height,
    role: "img",
    "aria-label": t("Map of channel {0}", channel),
  });
  canvas.style.width = `${width * scale}px`;
  canvas.style.height = `${height * scale}px`;
  const levels = atob(map.levels);
  paint(canvas, (cell) => levelColour(levels.charCodeAt(cell)));
  const text = make("figcaption", { class: "quiet", text: named ? formatInteger(channel) : "" });
  canvas.addEventListener("pointermove", (event) => {
    const [x, y] = [Math.floor(event.offsetX / scale), Math.floor(event.offsetY / scale)];
    const level = levelText(levels.charCodeAt(y * width + x), range);
    canvas.title = t("row {0}, column {1}: {2}", y * map.step, x * map.step, level);
  });
  return make("figure", { class: "map" }, canvas, text);
}

/** Red, green, blue and opacity, from 0 to 255. */
export type Colour = readonly number[];

/** Fills a canvas pixel by pixel, row by row. */
export function paint(canvas: HTMLCanvasElement, colourOf: (pixel: number) => Colour): void {
  const { width, height } = canvas;
  const context = canvas.getContext("2d");
  if (context === null || width === 0 || height === 0) return;
  const image = context.createImageData(width, height);
  for (let at = 0; at < width * height; at++) image.data.set(colourOf(at), at * 4);
  context.putImageData(image, 0, 0);
}

/** Steps between the darkest level, 1, and the brightest. */
export const LEVELS = 254;

export function levelColour(level: number): Colour {
  return COLOURS[level] ?? [];
}

/** The number that a level stands for, to a part of its range; null: one that is not finite. */
export function levelNumber(level: number, range: FeatureMaps["range"]): number | null {
  if (range === undefined || !(level > 0)) return null;
  return range[0] + ((level - 1) / LEVELS) * (range[1] - range[0]);
}

function levelText(level: number, range: FeatureMaps["range"]): string {
  const number = levelNumber(level, range);
  return number === null ? t("not finite") : t("about {0}", formatReal(number));
}

/** By level: viridis, whose lightness alone tells the order; what is not finite is a red that is not in it. */
const COLOURS: readonly Colour[] = Array.from({ length: LEVELS + 2 }, (_, level) => {
  if (level === 0) return [255, 0, 60, 255];
  const { r, g, b } = rgb(interpolateViridis((level - 1) / LEVELS));
  return [r, g, b, 255];
});
