import { select } from "d3";
import type { PageEvent } from "../../src/document/protocol/messages";
import type { Picture } from "../../src/layout/picture";
import { drawBoxes, drawFrameTitles } from "./boxes";
import type { Painter } from "./colour-by";
import { addArrow, addHatch } from "./definitions";
import { drawEdgeLabels, drawEdges, drawStubs } from "./edges";
import { sceneOf } from "./scene";

const MARGIN = 24;
/** What a picture outside the page must carry with it: the page's colours and letters live in its style sheet. */
const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "stroke-linecap",
  "opacity",
  "font-family",
  "font-size",
  "font-weight",
  "text-anchor",
  "paint-order",
] as const;

/** The whole picture, in sight or not, as an SVG file that needs no style sheet. */
export function exportSvg(parent: HTMLElement, picture: Picture, painter: Painter): string {
  const root = select(parent)
    .append("svg")
    .attr("class", "graph exported")
    .attr("xmlns", "http://www.w3.org/2000/svg")
    .attr("width", picture.width + 2 * MARGIN)
    .attr("height", picture.height + 2 * MARGIN)
    .attr("viewBox", [-MARGIN, -MARGIN, picture.width + 2 * MARGIN, picture.height + 2 * MARGIN].join(" "));
  addArrow(root);
  addHatch(root);
  const scene = sceneOf(picture);
  const everything = { x: -1e9, y: -1e9, width: 2e9, height: 2e9 };
  const layer = () => root.append("g");
  const frames = picture.boxes.filter((box) => box.kind === "group" && box.open);
  const boxes = picture.boxes.filter((box) => box.kind !== "group" || !box.open);
  root
    .append("rect")
    .attr("class", "backdrop")
    .attr("x", -MARGIN)
    .attr("y", -MARGIN)
    .attr("width", "100%")
    .attr("height", "100%");
  drawBoxes(layer(), frames, scene.ends, "all", painter);
  drawEdges(layer(), picture.edges, "all");
  drawEdgeLabels(layer(), scene.labels.find(everything));
  drawFrameTitles(layer(), frames, "all");
  drawBoxes(layer(), boxes, scene.ends, "all", painter);
  drawStubs(layer(), picture.stubs, "all");
  const element = root.node();
  if (element === null) return "";
  element.querySelectorAll("path.hit").forEach((hit) => {
    hit.remove();
  });
  inlineStyles(element);
  element.remove();
  return new XMLSerializer().serializeToString(element);
}

/** Asks the browser once per kind of element, not once per element: there may be a hundred thousand. */
function inlineStyles(root: SVGSVGElement): void {
  const known = new Map<string, readonly (readonly [string, string])[]>();
  const kinds = new WeakMap<Element, string>();
  const elements = [root, ...root.querySelectorAll<SVGElement>("*")];
  const styled = elements.map((element) => {
    const outside = element.parentElement === null ? "" : (kinds.get(element.parentElement) ?? "");
    const kind = `${outside}>${element.tagName}.${element.getAttribute("class") ?? ""}`;
    kinds.set(element, kind);
    const styles = known.get(kind) ?? stylesOf(element);
    known.set(kind, styles);
    return [element, styles] as const;
  });
  for (const [element, styles] of styled) {
    for (const [name, value] of styles) element.setAttribute(name, value);
    for (const name of ["class", "tabindex", "data-id", "aria-selected"]) element.removeAttribute(name);
  }
}

function stylesOf(element: Element): readonly (readonly [string, string])[] {
  const computed = getComputedStyle(element);
  return STYLES.map((name) => [name, inRgb(computed.getPropertyValue(name))] as const).filter(
    ([, value]) => value !== "",
  );
}

/** Mixed colours come as `oklab(…)` or `color(…)`, which drawing programs do not know. */
function inRgb(value: string): string {
  if (!/^(?:oklab|color)\(/.test(value)) return value;
  const context = document.createElement("canvas").getContext("2d");
  if (context === null) return value;
  context.fillStyle = value;
  context.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0, alpha = 255] = context.getImageData(0, 0, 1, 1).data;
  return alpha === 255
    ? `rgb(${red}, ${green}, ${blue})`
    : `rgba(${red}, ${green}, ${blue}, ${(alpha / 255).toFixed(3)})`;
}

/** Browsers draw no larger canvas than this, in pixels each way and in all. */
const MAX_SIDE = 16_384;
const MAX_AREA = 120_000_000;

/** What the host is to save of a picture that {@link exportSvg} has drawn; the file is named after the model's. */
export async function pictureFile(
  svg: string,
  { width, height }: Picture,
  command: "export-svg" | "export-png",
  model: string,
): Promise<Extract<PageEvent, { type: "save" }>> {
  const name = model.replace(/^.*[\\/]/, "").replace(/\.[^.]*$/, "");
  if (command === "export-svg") return { type: "save", name: `${name}.svg`, content: svg, encoding: "utf8" };
  return { type: "save", name: `${name}.png`, content: await pngOf(svg, width, height), encoding: "base64" };
}

/** A PNG at twice the size, or as large as a browser can draw; the answer is base64. */
async function pngOf(svg: string, width: number, height: number): Promise<string> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const scale = Math.min(2, MAX_SIDE / width, MAX_SIDE / height, Math.sqrt(MAX_AREA / (width * height)));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png").replace(/^data:image\/png;base64,/, "");
}
