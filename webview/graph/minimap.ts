import { select, type Selection } from "d3";
import type { Box, Picture } from "../../src/layout/picture";
import { contains, type Rectangle } from "./sight";

const WIDTH = 150;
const HEIGHT = 170;

/** The whole picture in small, with a frame around what the window shows; a press or a drag goes there. */
export class Minimap {
  private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  private picture: Picture | undefined;

  constructor(parent: HTMLElement, goTo: (x: number, y: number) => void) {
    this.svg = select(parent).append("svg").attr("class", "minimap").attr("aria-hidden", "true");
    this.svg.append("g");
    this.svg.append("rect").attr("class", "window");
    const element = this.svg.node();
    const follow = (event: PointerEvent): void => {
      if (this.picture === undefined || element === null || event.buttons !== 1) return;
      const place = element.getBoundingClientRect();
      goTo(
        ((event.clientX - place.left) / place.width) * this.picture.width,
        ((event.clientY - place.top) / place.height) * this.picture.height,
      );
    };
    element?.addEventListener("pointerdown", (event) => {
      element.setPointerCapture(event.pointerId);
      follow(event);
    });
    element?.addEventListener("pointermove", follow);
  }

  /** One path for each colour, however many boxes there are. */
  show(picture: Picture): void {
    this.picture = picture;
    const scale = Math.min(WIDTH / picture.width, HEIGHT / picture.height);
    this.svg
      .attr("viewBox", `0 0 ${picture.width} ${picture.height}`)
      .attr("width", Math.max(12, picture.width * scale))
      .attr("height", Math.max(12, picture.height * scale))
      .attr("preserveAspectRatio", "none");
    const paths = new Map<string, string>();
    for (const box of picture.boxes) {
      const look = lookOf(box);
      paths.set(look, `${paths.get(look) ?? ""}M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`);
    }
    const frames = [...paths].sort(([a], [b]) => Number(b === "frame") - Number(a === "frame"));
    this.svg
      .select("g")
      .selectAll("path")
      .data(frames)
      .join("path")
      .attr("class", ([look]) => look)
      .attr("d", ([, path]) => path);
  }

  /** Hidden where the window shows everything. */
  follow(sight: Rectangle): void {
    if (this.picture === undefined) return;
    const { width, height } = this.picture;
    this.svg.classed("hidden", contains(sight, { x: 0, y: 0, width, height }));
    const left = Math.max(0, sight.x);
    const top = Math.max(0, sight.y);
    this.svg
      .select("rect.window")
      .attr("x", left)
      .attr("y", top)
      .attr("width", Math.max(0, Math.min(width, sight.x + sight.width) - left))
      .attr("height", Math.max(0, Math.min(height, sight.y + sight.height) - top));
  }
}

function lookOf(box: Box): string {
  if (!("role" in box)) return "value";
  return box.kind === "group" && box.open ? "frame" : `role-${box.role}`;
}
