import "./charts.css";
import type { FeatureMaps } from "../../src/document/protocol/tensors";
import { formatReal } from "../../src/reports/format";
import { make } from "../dom";
import { t } from "../l10n";
import { LEVELS, levelColour, levelNumber, paint, type Colour } from "./maps";

/** How levels become colours: by a scale that is shown, or as those of a photograph. */
export type Colouring = "scale" | "photograph";

/** A place in a picture, each from 0 to 1. */
export interface PicturePlace {
  readonly x: number;
  readonly y: number;
}

/** A picture of cells. One is pointed at, with the pointer or arrow keys, and told in words below. */
export class HeatMap {
  readonly element: HTMLElement;
  private readonly frame: HTMLElement;
  private readonly cursor = make("span", { class: "heat-cursor", hidden: true });
  private readonly note = make("p", { class: "quiet", role: "status" });
  private readonly width: number;
  private readonly height: number;
  private readonly levels: readonly string[];
  private row = -1;
  private column = -1;

  /** @param onpoint tells where a person points, for the pictures beside this one */
  constructor(
    caption: string,
    private readonly maps: FeatureMaps,
    colouring: Colouring,
    private readonly onpoint: (place: PicturePlace) => void,
  ) {
    const [first] = maps.maps;
    this.width = first?.width ?? 0;
    this.height = first?.height ?? 0;
    this.levels = maps.maps.map(({ levels }) => atob(levels));
    const canvas = make("canvas", { width: this.width, height: this.height, "aria-hidden": "true" });
    paint(canvas, (cell) => this.colour(cell, colouring));
    this.frame = make(
      "div",
      {
        class: "heat-frame",
        role: "img",
        tabindex: 0,
        "aria-label": t("{0}: arrow keys walk over it", caption),
      },
      canvas,
      this.cursor,
    );
    this.frame.addEventListener("pointermove", ({ offsetX, offsetY }) =>
      this.go(
        Math.floor((offsetY / canvas.clientHeight) * this.height),
        Math.floor((offsetX / canvas.clientWidth) * this.width),
      ),
    );
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.element = make(
      "figure",
      { class: "heat-map" },
      make("figcaption", { text: caption }),
      this.frame,
      ...(colouring === "scale" ? [drawScale(maps.range)] : []),
      this.note,
    );
  }

  /** Shows the cell at a place. */
  point({ x, y }: PicturePlace): void {
    this.row = Math.min(this.height - 1, Math.floor(y * this.height));
    this.column = Math.min(this.width - 1, Math.floor(x * this.width));
    this.cursor.hidden = false;
    this.cursor.style.left = `${(100 * this.column) / this.width}%`;
    this.cursor.style.top = `${(100 * this.row) / this.height}%`;
    this.cursor.style.width = `${100 / this.width}%`;
    this.cursor.style.height = `${100 / this.height}%`;
    const step = this.maps.maps[0]?.step ?? 1;
    const cell = this.row * this.width + this.column;
    const numbers = this.levels.map((levels) =>
      formatReal(levelNumber(levels.charCodeAt(cell), this.maps.range)),
    );
    this.note.textContent = t(
      "row {0}, column {1}: {2}",
      this.row * step,
      this.column * step,
      t("about {0}", numbers.join(", ")),
    );
  }

  private go(row: number, column: number): void {
    const [y, x] = [within(row, this.height), within(column, this.width)];
    if (y === this.row && x === this.column) return;
    this.onpoint({ x: (x + 0.5) / this.width, y: (y + 0.5) / this.height });
  }

  private key(event: KeyboardEvent): void {
    const { row, column } = this;
    const targets: Readonly<Record<string, readonly [row: number, column: number]>> = {
      ArrowLeft: [row, column - 1],
      ArrowRight: [row, column + 1],
      ArrowUp: [row - 1, column],
      ArrowDown: [row + 1, column],
      Home: [row, 0],
      End: [row, this.width - 1],
    };
    const target = targets[event.key];
    if (target === undefined) return;
    this.go(...target);
    event.preventDefault();
  }

  private colour(cell: number, colouring: Colouring): Colour {
    const level = (map: number): number => (this.levels[map] ?? this.levels[0])?.charCodeAt(cell) ?? 0;
    return colouring === "scale" ? levelColour(level(0)) : [level(0), level(1), level(2), 255];
  }
}

/** From the least number's colour to that of the greatest. */
function drawScale(range: FeatureMaps["range"]): HTMLElement {
  const canvas = make("canvas", { width: LEVELS + 1, height: 1, "aria-hidden": "true" });
  paint(canvas, (at) => levelColour(at + 1));
  const [least, most] = range ?? [null, null];
  return make(
    "div",
    { class: "heat-scale" },
    make("span", { text: formatReal(least) }),
    canvas,
    make("span", { text: formatReal(most) }),
  );
}

function within(at: number, count: number): number {
  return Math.max(0, Math.min(count - 1, at));
}
