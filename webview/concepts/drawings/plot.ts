import { axisBottom, axisLeft, line, scaleLinear, scaleLog, type Selection } from "d3";
import { formatReal } from "../../../src/reports/format";
import type { Svg } from "./stage";

export type Point = readonly [x: number, y: number];
type Interval = readonly [from: number, to: number];

/** Where a plot stands in the picture, in pixels, and what its axes span. */
interface Frame {
  readonly left?: number;
  readonly top?: number;
  readonly width: number;
  readonly height: number;
  readonly x: Interval;
  readonly y: Interval;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Powers of ten on the y axis. */
  readonly logarithmic?: boolean;
}

interface Plot {
  /** Everything in it is cut at the plot's edges. */
  readonly inner: Selection<SVGSVGElement, unknown, null, undefined>;
  /** Pixels within `inner`. */
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  /** A curve of one of the series' colours: `first`, `second`, `third`; not by colour alone: they are dashed, too. */
  readonly curve: (points: readonly Point[], series: string) => void;
  readonly dots: (points: readonly Point[], series: string, radius?: number) => void;
  /** A name at a point, kept within the plot and clear of the names before it. */
  readonly label: (text: string, at: Point, series: string) => void;
}

const LEFT = 52;
const BOTTOM = 38;
const TOP = 18;
const RIGHT = 10;
/** From a point to the foot of a name above it, and of one below it. */
const ABOVE = -6;
const BELOW = 15;
/** Pixels between marks of the axes. */
const X_ROOM = 70;
const Y_ROOM = 36;

/** Axes with their titles, and ways to draw between them. */
export function plot(svg: Svg, frame: Frame): Plot {
  const { left = 0, top = 0, x: xSpan, y: ySpan, logarithmic = false } = frame;
  const width = Math.max(1, frame.width - LEFT - RIGHT);
  const height = Math.max(1, frame.height - TOP - BOTTOM);
  const x = scaleLinear(xSpan, [0, width]);
  const y = (logarithmic ? scaleLog : scaleLinear)(ySpan, [height, 0]);
  const place = svg.append("g").attr("transform", `translate(${left + LEFT},${top + TOP})`);
  place
    .append("g")
    .attr("class", "axis")
    .attr("transform", `translate(0,${height})`)
    .call(
      axisBottom(x)
        .ticks(width / X_ROOM)
        .tickFormat((value) => formatReal(Number(value))),
    );
  place
    .append("g")
    .attr("class", "axis")
    .call(
      axisLeft(y)
        .ticks(height / Y_ROOM)
        // Powers in full, `0.000001`, have no room.
        .tickFormat((value) =>
          logarithmic ? Number(value).toExponential(0).replace("+", "") : formatReal(Number(value)),
        ),
    );
  place
    .append("text")
    .attr("class", "axis-title")
    .attr("x", width)
    .attr("y", height + BOTTOM - 6)
    .attr("text-anchor", "end")
    .text(frame.xTitle);
  place
    .append("text")
    .attr("class", "axis-title")
    .attr("x", -LEFT + 4)
    .attr("y", -7)
    .text(frame.yTitle);
  const inner = place.append("svg").attr("width", width).attr("height", height);
  const names: DOMRect[] = [];
  const path = line<Point>(
    ([at]) => x(at),
    ([, value]) => y(value),
  );
  return {
    inner,
    x,
    y,
    curve: (points, series) => {
      inner.append("path").attr("class", `curve ${series}`).attr("d", path(points));
    },
    dots: (points, series, radius = 3.5) => {
      const group = inner.append("g").attr("class", `dots ${series}`);
      for (const [at, value] of points)
        group.append("circle").attr("cx", x(at)).attr("cy", y(value)).attr("r", radius);
    },
    label: (text, [at, value], series) => {
      const end = x(at) > width / 2;
      const name = inner
        .append("text")
        .attr("class", `series-name ${series}`)
        .attr("x", x(at) + (end ? -6 : 6))
        .attr("text-anchor", end ? "end" : "start")
        .text(text);
      for (const foot of feet(y(value), height)) {
        const box = name.attr("y", foot).node()?.getBBox();
        if (box === undefined || names.some((other) => overlap(box, other))) continue;
        names.push(box);
        break;
      }
    },
  };
}

/** Where a name at a height may stand, the best place first: right above, right below, and on from there. */
function feet(at: number, height: number): readonly number[] {
  const within = (foot: number): number => Math.min(height + ABOVE, Math.max(12, foot));
  const lines = Array.from({ length: Math.ceil(height / BELOW) }, (_, line) => line * BELOW);
  return lines.flatMap((away) => [within(at + ABOVE - away), within(at + BELOW + away)]);
}

function overlap(one: DOMRect, other: DOMRect): boolean {
  return (
    one.x < other.x + other.width &&
    other.x < one.x + one.width &&
    one.y < other.y + other.height &&
    other.y < one.y + one.height
  );
}

/** The values of a function at equal steps over an interval, both ends with it. */
export function sampled(of: (x: number) => number, [from, to]: Interval, steps = 200): readonly Point[] {
  return Array.from({ length: steps + 1 }, (_, at) => {
    const x = from + ((to - from) * at) / steps;
    return [x, of(x)] as const;
  });
}
