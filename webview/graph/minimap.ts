import { select, type Selection } from "d3";
import type { Box, Picture } from "../../src/layout/picture";
import { make } from "../dom";
import { BY_ROLE, type Painter } from "./colour-by";
import { contains, type Rectangle } from "./sight";

const WIDTH = 150;
const HEIGHT = 170;

/**
 * The whole picture in small, with a frame around what the window shows; a press or a drag goes there. The frame is an
 * element of its own above the picture, so that moving it does not paint the picture again.
 */
export class Minimap {
  private readonly element = make("div", { class: "minimap", "aria-hidden": "true" });
  private readonly frame = make("div", { class: "shown" });
  private readonly svg: Selection<SVGSVGElement, unknown, null, undefined>;
  private picture: Picture | undefined;
  private width = 0;
  private height = 0;

  constructor(parent: HTMLElement, goTo: (x: number, y: number) => void) {
    this.svg = select(this.element).append("svg").attr("preserveAspectRatio", "none");
    this.element.append(this.frame);
    parent.append(this.element);
    const follow = (event: PointerEvent): void => {
      if (this.picture === undefined || event.buttons !== 1) return;
      const place = this.element.getBoundingClientRect();
      goTo(
        ((event.clientX - place.left) / place.width) * this.picture.width,
        ((event.clientY - place.top) / place.height) * this.picture.height,
      );
    };
    this.element.addEventListener("pointerdown", (event) => {
      this.element.setPointerCapture(event.pointerId);
      follow(event);
    });
    this.element.addEventListener("pointermove", follow);
  }

  /** One path for each colour, however many boxes there are. */
  show(picture: Picture, painter: Painter = BY_ROLE): void {
    this.picture = picture;
    const scale = Math.min(WIDTH / picture.width, HEIGHT / picture.height);
    this.width = Math.max(12, picture.width * scale);
    this.height = Math.max(12, picture.height * scale);
    this.svg
      .attr("viewBox", `0 0 ${picture.width} ${picture.height}`)
      .attr("width", this.width)
      .attr("height", this.height);
    const paths = new Map<string, string>();
    for (const box of picture.boxes) {
      const look = lookOf(box, painter);
      paths.set(look, `${paths.get(look) ?? ""}M${box.x} ${box.y}h${box.width}v${box.height}h${-box.width}z`);
    }
    const frames = [...paths].sort(([a], [b]) => Number(b === "frame") - Number(a === "frame"));
    this.svg
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
    this.element.classList.toggle("hidden", contains(sight, { x: 0, y: 0, width, height }));
    const left = Math.max(0, sight.x);
    const top = Math.max(0, sight.y);
    const right = Math.min(width, sight.x + sight.width);
    const bottom = Math.min(height, sight.y + sight.height);
    const [across, down] = [this.width / width, this.height / height];
    this.frame.style.transform = `translate(${left * across}px, ${top * down}px)`;
    this.frame.style.width = `${Math.max(0, right - left) * across}px`;
    this.frame.style.height = `${Math.max(0, bottom - top) * down}px`;
  }
}

function lookOf(box: Box, painter: Painter): string {
  if (!("role" in box)) return "value";
  return box.kind === "group" && box.open ? "frame" : painter(box).look;
}
